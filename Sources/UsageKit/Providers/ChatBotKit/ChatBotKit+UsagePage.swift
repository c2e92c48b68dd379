extension ChatBotKit {
    /// The pages of `GET /usage/list`.
    enum UsagePage {
        /// A slow listing begins with status 200 before its outcome is known, and an error then fills the body.
        static let format = PageFormat(
            rows: "items", cursor: "cursor", rowMembers: ["id", "createdAt"], stream: stream, errorCode: "code",
            errorMessage: "message", cursorMeansMore: false, refusal: refusal)

        /// The lines of the same listing as JSON lines.
        private static let stream = StreamFormat(
            kind: "type", content: "data", row: "item", error: "error", idle: ["nop", "ping"],
            end: (kind: "result", member: "complete"))

        /// What follows a page: the page that its cursor names, or the id of its last record if it has none.
        ///
        /// Only an empty page ends the listing, since the service gives fewer records than asked for if more are asked for
        /// than it allows. The walk ends early if a whole page is past the window.
        static func info<Row: ListedRow>(
            _ page: PageContents<Row>, in window: TimeWindow, order: ListingOrder
        ) -> PageInfo {
            let last = page.lastIdentity?.id
            let given = page.envelope.cursorText.flatMap { $0.isEmpty ? nil : $0 }
            guard let cursor = given ?? last else { return PageInfo(next: .end) }
            var info = PageInfo(next: .page(.cursor(parameter: "cursor", value: Cursor(cursor))))
            info.isRowCursor = last.map { ByteString(cursor) == ByteString($0) } ?? false
            info.givesCursor = given != nil
            info.isPastWindow =
                switch order {
                case .descending: window.start.map { start in page.allTimes { $0 < start } } ?? false
                case .ascending: window.end.map { end in page.allTimes { $0 >= end } } ?? false
                }
            return info
        }

        /// The error that a body states instead of a document; nil if it states none.
        static func refusal(in body: [UInt8]) -> UsageError? {
            guard let json = try? JSONValue(json: body), let code = json["code"]?.string,
                let message = json["message"]?.string
            else { return nil }
            return refusal(code, message)
        }

        @Sendable static func refusal(_ code: String, _ message: String?) -> UsageError {
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
