extension Tresor {
    /// The members of a page of `GET /v1/usage`.
    enum UsagePageField: String, WireField {
        case data
        case total = "total_count"
        case limit, offset
        static let table = FieldTable<Self>()

        /// The offset to ask for: one row before the position, so that the page begins with a known row.
        ///
        /// If the page does not, rows were deleted meanwhile and others moved up unseen.
        static func offset(for position: PagePosition) -> Int {
            guard case .offset(let offset, let overlaps) = position else { return 0 }
            return overlaps && offset > 0 ? offset - 1 : offset
        }
    }

    /// A page of `GET /v1/usage`.
    struct UsagePage<Row: Sendable> {
        private let rows: [Row]
        private var total: Int?
        private var limit: Int?

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
            typealias Field = UsagePageField
            var rows: [Row]?
            var members = try json.members(of: Field.self)
            while let field = try json.next(&members) {
                switch field {
                case .data: rows = try json.rows(of: row)
                case .total: total = try json.optionalInteger()
                case .limit: limit = try json.optionalInteger()
                case .offset: _ = try json.optionalInteger()
                }
            }
            guard let rows else { throw json.missing(Field.data) }
            self.rows = rows
        }

        func received(at position: PagePosition, pageSize: Int) -> ReceivedPage<Row> {
            let offset = UsagePageField.offset(for: position)
            var repeatsLastRow = false
            if case .offset(offset + 1, _) = position { repeatsLastRow = true }
            let next = offset + rows.count
            if repeatsLastRow, rows.count == 1, total.map({ next < $0 }) ?? true {
                // A server may give a page with only the row that was asked for again.
                return ReceivedPage(
                    rows: rows,
                    PageInfo(next: .page(.offset(next, overlaps: false)), total: total, repeatsLastRow: true))
            }
            let isLast = PageInfo.Continuation.isLast(
                rows: rows.count, repeated: repeatsLastRow ? 1 : 0, received: offset, total: total,
                pageSize: limit ?? pageSize)
            return ReceivedPage(
                rows: rows,
                PageInfo(
                    next: isLast ? .end : .page(.offset(next, overlaps: true)), total: total,
                    pageSize: limit ?? pageSize, beginsListing: offset == 0 && !repeatsLastRow,
                    repeatsLastRow: repeatsLastRow))
        }
    }
}
