extension ChatBotKit {
    /// The pages of `GET /usage/list`.
    enum UsagePage {
        /// A slow listing begins with status 200 before its outcome is known, and an error then fills the body.
        static let format = PageFormat(
            rows: "items", cursor: "cursor", errorCode: "code", errorMessage: "message", cursorMeansMore: false,
            refusal: refusal)

        /// What follows a page: the id of its last record is the cursor, and only an empty page ends the listing, since
        /// the service gives fewer records than asked for if more are asked for than it allows.
        static func info(_ page: PageContents<UsageItem>, in window: TimeWindow, order: ListingOrder) -> PageInfo {
            guard let last = page.lastIdentity, let id = last.id, let time = last.time else {
                return PageInfo(next: .end)
            }
            let isPastWindow =
                switch order {
                case .descending: window.start.map { time < $0 } ?? false
                case .ascending: window.end.map { time >= $0 } ?? false
                }
            return PageInfo(next: isPastWindow ? .end : .page(.cursor(parameter: "cursor", value: Cursor(id))))
        }

        private static func refusal(_ code: String, _ message: String?) -> UsageError {
            let kind: UsageError.Code =
                switch code {
                case "NOT_AUTHENTICATED": .unauthorized
                case "NO_SUBSCRIPTION": .paymentRequired
                case "NOT_AUTHORIZED": .forbidden
                case "NOT_FOUND": .notFound
                case "TOO_MANY_REQUESTS", "LIMITS_REACHED": .rateLimited
                case "BAD_REQUEST", "METHOD_NOT_ALLOWED", "CONFLICT", "UNPROCESSABLE_ENTITY": .requestRefused
                default: .serverFailure
                }
            var error = UsageError(kind, message ?? code)
            error.providerCode = code
            return error
        }
    }
}
