extension Tresor {
    /// Which ledger rows to list.
    public struct UsageQuery: Hashable, Sendable {
        /// The routed model, for example `global/redpill/gpt-oss-120b`; nil for all.
        public var model: String?
        /// The visible prefix of the key that made the calls; nil for all.
        public var keyPrefix: String?
        /// Rows a page, 1 to 1000; for 1 the service is asked for 2, because pages overlap by a row.
        public var pageSize: Int

        /// Creates a query.
        public init(model: String? = nil, keyPrefix: String? = nil, pageSize: Int = 1000) {
            self.model = model
            self.keyPrefix = keyPrefix
            self.pageSize = pageSize
        }
    }
}

extension Tresor.UsageQuery: WireFilterable {
    /// Sets a filter by its name on the wire.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` for a name that the endpoint does not have.
    public mutating func set(_ name: String, to value: String) throws(UsageError) {
        switch name {
        case "model": model = value
        case "key_prefix": keyPrefix = value
        default: throw .unknownFilter(name, known: ["model", "key_prefix"])
        }
    }

    func endpoint(in window: TimeWindow) throws(UsageError) -> Endpoint<Tresor.LedgerRow> {
        try UsageError.check(pageSize: pageSize, in: 1...1000)
        // A page of one row could not begin with the row before it.
        let pageSize = max(pageSize, 2)
        var query: [(name: String, value: String)] = [("limit", String(pageSize))]
        query.append("start", window.start?.description)
        // The service includes the end; the walk's own cut drops the rows that stand exactly on it.
        query.append("end", window.end?.description)
        query.append("model", model)
        query.append("key_prefix", keyPrefix)
        let common = query
        return Endpoint(
            path: "/usage",
            first: .offset(0, overlaps: true),
            order: .descending, filtersByTime: true, stepBack: pageSize,
            query: { position in
                common + [("offset", String(Tresor.UsagePage.offset(for: position)))]
            },
            read: { (response, position) throws(UsageError) in
                try Tresor.UsagePage(response).received(at: position, pageSize: pageSize)
            },
            identity: { RowIdentity(id: $0.id, time: $0.createdAt) })
    }
}

extension Tresor {
    /// A page of `GET /v1/usage`.
    struct UsagePage {
        private enum Field: String, WireField {
            case data
            case total = "total_count"
            case limit, offset
            static let table = FieldTable<Self>()
        }

        private let rows: [LedgerRow]
        private var total: Int?
        private var limit: Int?

        init(_ response: HTTPResponse) throws(UsageError) {
            self = try JSONReader.read(response.body) { (json) throws(UsageError) in try UsagePage(from: &json) }
        }

        init(from json: inout JSONReader) throws(UsageError) {
            var rows: [LedgerRow]?
            var members = try json.members(of: Field.self)
            while let field = try json.next(&members) {
                switch field {
                case .data: rows = try json.rows { (json) throws(UsageError) in try LedgerRow(from: &json) }
                case .total: total = try json.optionalInteger()
                case .limit: limit = try json.optionalInteger()
                case .offset: _ = try json.optionalInteger()
                }
            }
            guard let rows else { throw json.missing(Field.data) }
            self.rows = rows
        }

        /// The offset to ask for: one row before the position, so that the page begins with a row that is known.
        ///
        /// Where it does not, rows were deleted meanwhile and others moved up unseen.
        static func offset(for position: WalkPosition) -> Int {
            guard case .offset(let offset, let overlaps) = position else { return 0 }
            return overlaps && offset > 0 ? offset - 1 : offset
        }

        func received(at position: WalkPosition, pageSize: Int) -> ReceivedPage<LedgerRow> {
            let offset = Self.offset(for: position)
            var repeatsLastRow = false
            if case .offset(offset + 1, _) = position { repeatsLastRow = true }
            let next = offset + rows.count
            if repeatsLastRow, rows.count == 1, total.map({ next < $0 }) ?? true {
                // A server may give a page as short as the one row that was asked for again.
                return ReceivedPage(
                    rows: rows, next: .page(.offset(next, overlaps: false)), total: total, repeatsLastRow: true)
            }
            let isLast = ReceivedPage<LedgerRow>.Continuation.isLast(
                rows: rows.count, repeated: repeatsLastRow ? 1 : 0, received: offset, total: total,
                pageSize: limit ?? pageSize)
            return ReceivedPage(
                rows: rows, next: isLast ? .end : .page(.offset(next, overlaps: true)), total: total,
                pageSize: limit ?? pageSize, beginsListing: offset == 0 && !repeatsLastRow,
                repeatsLastRow: repeatsLastRow)
        }
    }
}
