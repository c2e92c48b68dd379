extension Aurous {
    /// The members of a page of `GET /v1/usage/events` other than its rows.
    enum EventPageField: String, WireField {
        case object, data
        case hasMore = "has_more"
        case nextCursor = "next_cursor"
        static let table = FieldTable<Self>()

        /// The rows of the first page show the contract of the server, and with it the parameter.
        static let cursor = CursorLocator(name: nextCursor.rawValue, hasMore: hasMore.rawValue, parameter: nil)
        /// The parameter that takes the cursor of the credit ledger.
        static let creditCursor = "starting_after"
    }

    /// A page of `GET /v1/usage/events`, in either contract.
    struct EventPage<Row: Sendable> {
        let rows: [Row]
        private var hasMore: Bool?
        private var nextCursor: String?

        @inline(__always)
        init(
            _ response: TransportResponse, row: (inout JSONReader) throws(UsageError) -> Row
        ) throws(UsageError) {
            self = try JSONReader.read(response.body) { (json) throws(UsageError) in try Self(from: &json, row: row) }
        }

        @inline(__always)
        private init(
            from json: inout JSONReader, row: (inout JSONReader) throws(UsageError) -> Row
        ) throws(UsageError) {
            typealias Field = EventPageField
            var rows: [Row]?
            var members = try json.members(of: Field.self)
            while let field = try json.next(&members) {
                switch field {
                case .data: rows = try json.rows(of: row)
                case .hasMore: hasMore = try json.optionalBool()
                case .nextCursor: nextCursor = try json.optionalString()
                case .object: _ = try json.optionalString()
                }
            }
            guard let rows else { throw json.missing(Field.data) }
            self.rows = rows
        }

        /// What follows the page, under the query parameter that takes the cursor.
        func next(_ parameter: String) -> PageInfo.Continuation {
            .cursor(nextCursor, hasMore: hasMore, parameter: parameter)
        }
    }
}
