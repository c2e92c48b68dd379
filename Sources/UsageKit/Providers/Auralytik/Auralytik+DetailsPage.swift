extension Auralytik {
    /// A page of `GET /usage/details`, in either of the two list envelopes on the vendor's site.
    struct DetailsPage {
        private enum Field: String, WireField {
            case data, page, pageSize, totalCount, totalPages, meta, pagination
            static let table = FieldTable<Self>()
        }

        private var rows: [Detail]?
        private var pageSize: Int?
        private var totalCount: Int?

        init(_ response: TransportResponse) throws(UsageError) {
            self = try JSONReader.read(response.body) { (json) throws(UsageError) in try DetailsPage(from: &json) }
        }

        init(from json: inout JSONReader) throws(UsageError) {
            try read(&json)
            if rows == nil { throw json.missing(Field.data) }
        }

        /// Reads the members of the flat envelope, or of `pagination` in the nested one: the names are the same.
        private mutating func read(_ json: inout JSONReader) throws(UsageError) {
            var members = try json.members(of: Field.self)
            while let field = try json.next(&members) {
                switch field {
                case .data: rows = try json.array { (json) throws(UsageError) in try Detail(from: &json) }
                case .pageSize: pageSize = try json.optionalInteger()
                case .totalCount: totalCount = try json.optionalInteger()
                case .page, .totalPages: _ = try json.optionalInteger()
                case .meta: _ = try json.optionalObject()
                case .pagination: if !json.null() { try read(&json) }
                }
            }
        }

        func received(
            at position: PagePosition, through last: BillingPeriod, pageSize requested: Int
        ) -> ReceivedPage<Detail> {
            let rows = rows ?? []
            guard case .page(let number, let period?, let received) = position else {
                return ReceivedPage(rows: rows, PageInfo(next: .end, total: totalCount))
            }
            let isLast = PageInfo.Continuation.isLast(
                rows: rows.count, received: received, total: totalCount, pageSize: pageSize ?? requested)
            let next: PageInfo.Continuation =
                if !isLast {
                    .page(.page(number + 1, period: period, received: received + rows.count))
                } else if period < last {
                    .page(.page(1, period: period.next, received: 0))
                } else {
                    .end
                }
            return ReceivedPage(
                rows: rows,
                PageInfo(
                    next: next, total: totalCount, pageSize: pageSize ?? requested, beginsListing: number == 1))
        }
    }
}
