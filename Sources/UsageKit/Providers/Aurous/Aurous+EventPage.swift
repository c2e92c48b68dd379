extension Aurous {
    /// A page of `GET /v1/usage/events`, in either contract.
    struct EventPage {
        /// The parameter that takes the cursor where the server speaks the credit ledger.
        static let creditCursor = "starting_after"
        /// The rows of the first page tell which contract the server speaks, and with it the parameter.
        static let cursor = CursorMember(
            name: Field.nextCursor.rawValue, hasMore: Field.hasMore.rawValue, parameter: nil)

        private enum Field: String, WireField {
            case object, data
            case hasMore = "has_more"
            case nextCursor = "next_cursor"
            static let table = FieldTable<Self>()
        }

        private var events: [Event]
        private var hasMore: Bool?
        private var nextCursor: String?

        init(_ response: HTTPResponse) throws(UsageError) {
            self = try JSONReader.read(response.body) { (json) throws(UsageError) in try EventPage(from: &json) }
        }

        init(from json: inout JSONReader) throws(UsageError) {
            var events: [Event]?
            var members = try json.members(of: Field.self)
            while let field = try json.next(&members) {
                switch field {
                case .data: events = try json.rows { (json) throws(UsageError) in try Event(from: &json) }
                case .hasMore: hasMore = try json.optionalBool()
                case .nextCursor: nextCursor = try json.optionalString()
                case .object: _ = try json.optionalString()
                }
            }
            guard let events else { throw json.missing(Field.data) }
            self.events = events
        }

        /// Whether the page holds movements of credits.
        var isCreditLedger: Bool {
            if case .credit? = events.last { true } else { false }
        }

        func received(at position: WalkPosition, in window: TimeWindow) -> ReceivedPage<Event> {
            var parameter = "cursor"
            if case .cursor(let current, _) = position { parameter = current }
            var isOver = false
            if case .credit(let last) = events.last {
                parameter = Self.creditCursor
                // The credit ledger has no time filter and comes newest first: behind the window's start is the end.
                isOver = window.start.map { last.createdAt < $0 } ?? false
            }
            let next = ReceivedPage<Event>.Continuation.cursor(nextCursor, hasMore: hasMore, parameter: parameter)
            return ReceivedPage(rows: events, next: isOver ? .end : next)
        }
    }
}
