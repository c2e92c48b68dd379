extension ChatBotKit {
    /// A page of `GET /usage/list`.
    struct UsagePage {
        private enum Field: String, WireField {
            case items, cursor, message, code
            static let table = FieldTable<Self>()
        }

        private let items: [UsageItem]

        init(_ response: TransportResponse) throws(UsageError) {
            self = try JSONReader.read(response.body) { (json) throws(UsageError) in try UsagePage(from: &json) }
        }

        init(from json: inout JSONReader) throws(UsageError) {
            var items: [UsageItem]?
            var message: String?
            var code: String?
            var members = try json.members(of: Field.self)
            while let field = try json.next(&members) {
                switch field {
                case .items: items = try json.rows { (json) throws(UsageError) in try UsageItem(from: &json) }
                case .cursor: _ = try json.optionalString()
                case .message: message = try json.optionalString()
                case .code: code = try json.optionalString()
                }
            }
            // The service starts a slow listing with status 200 before its outcome is known; the body may then be an error.
            if items == nil, let code { throw Self.refusal(code, message) }
            guard let items else { throw json.missing(Field.items) }
            self.items = items
        }

        /// What follows the page: the id of its last record is the cursor, and only an empty page ends the listing.
        ///
        /// A short page does not, because the service gives fewer records than asked for if it does not allow as many.
        func received(in window: TimeWindow, order: ListingOrder) -> ReceivedPage<UsageItem> {
            guard let last = items.last else { return ReceivedPage(rows: [], PageInfo(next: .end)) }
            let isBehindWindow =
                switch order {
                case .descending: window.start.map { last.createdAt < $0 } ?? false
                case .ascending: window.end.map { last.createdAt >= $0 } ?? false
                }
            let next = PagePosition.cursor(parameter: "cursor", value: Cursor(last.id))
            return ReceivedPage(rows: items, PageInfo(next: isBehindWindow ? .end : .page(next)))
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
