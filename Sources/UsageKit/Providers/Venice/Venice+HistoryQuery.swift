extension Venice {
    /// Which billing entries to list.
    public struct HistoryQuery: Hashable, Sendable {
        /// The currency in which entries were booked; nil for all.
        public var currency: Currency?
        /// The number of entries a page, 10 to 1000.
        public var pageSize: Int

        /// Creates a query.
        public init(currency: Currency? = nil, pageSize: Int = 1000) {
            self.currency = currency
            self.pageSize = pageSize
        }
    }
}

extension Venice.HistoryQuery: WireFilterable {
    /// Sets a filter by its name on the wire.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` for a name that the endpoint does not have.
    public mutating func set(_ name: String, to value: String) throws(UsageError) {
        guard name == "currency" else { throw .unknownFilter(name, known: ["currency"]) }
        currency = Currency(rawValue: value)
    }

    func endpoint(in window: TimeWindow) throws(UsageError) -> Endpoint<Venice.BillingEntry> {
        try UsageError.check(pageSize: pageSize, in: 10...1000)
        var query: [(name: String, value: String)] = []
        query.append("startTimestamp", window.start?.description)
        query.append("endTimestamp", window.end?.description)
        query.append("currency", currency?.rawValue)
        query.append("pageSize", String(pageSize))
        let first = query
        return Endpoint(
            path: "/billing/usage-history",
            order: .ascending, filtersByTime: true, givesIDs: false,
            cursor: CursorLocator(name: "nextCursor", parameter: "cursor"),
            query: { position in
                // The service refuses any other parameter beside a cursor with 400.
                if case .cursor(let name, let cursor) = position { [(name, cursor.text)] } else { first }
            },
            read: { (response, _) throws(UsageError) in try Venice.HistoryPage.read(response) },
            identity: { RowIdentity(id: nil, time: $0.timestamp) }, digest: { $0.digest })
    }
}

extension Venice {
    /// A page of `GET /billing/usage-history`.
    enum HistoryPage {
        private enum Field: String, WireField {
            case data, nextCursor
            static let table = FieldTable<Self>()
        }

        static func read(_ response: TransportResponse) throws(UsageError) -> ReceivedPage<BillingEntry> {
            try JSONReader.read(response.body) { (json) throws(UsageError) in try read(&json) }
        }

        static func read(_ json: inout JSONReader) throws(UsageError) -> ReceivedPage<BillingEntry> {
            var entries: [BillingEntry]?
            var cursor: String??
            var members = try json.members(of: Field.self)
            while let field = try json.next(&members) {
                switch field {
                case .data: entries = try json.rows { (json) throws(UsageError) in try BillingEntry(from: &json) }
                case .nextCursor: cursor = .some(try json.optionalString())
                }
            }
            guard let entries else { throw json.missing(Field.data) }
            // The last page has null; a page without the member may be any page.
            guard let cursor else { throw json.missing(Field.nextCursor) }
            let next = PageInfo.Continuation.cursor(cursor, hasMore: cursor.map { _ in true }, parameter: "cursor")
            return ReceivedPage(rows: entries, PageInfo(next: next))
        }
    }
}
