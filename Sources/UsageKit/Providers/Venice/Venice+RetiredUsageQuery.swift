extension Venice {
    /// Which entries of the retired listing to list.
    public struct RetiredUsageQuery: Hashable, Sendable {
        /// The currency in which entries were booked; nil for all.
        public var currency: Currency?
        /// The order by time.
        public var order: ListingOrder
        /// The number of entries a page, 1 to 500.
        public var pageSize: Int

        /// Creates a query.
        public init(currency: Currency? = nil, order: ListingOrder = .descending, pageSize: Int = 500) {
            self.currency = currency
            self.order = order
            self.pageSize = pageSize
        }
    }
}

extension Venice.RetiredUsageQuery: WireFilterable {
    /// Sets a filter by its name on the wire.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` for a name or an order that the endpoint does
    ///   not have.
    public mutating func set(_ name: String, to value: String) throws(UsageError) {
        switch name {
        case "currency": currency = Currency(rawValue: value)
        case "sortOrder": order = try ListingOrder(wire: value)
        default: throw .unknownFilter(name, known: ["currency", "sortOrder"])
        }
    }

    func endpoint(in window: TimeWindow) throws(UsageError) -> Endpoint<Venice.BillingEntry> {
        try UsageError.check(pageSize: pageSize, in: 1...500)
        var query: [(name: String, value: String)] = []
        query.append("startDate", window.start?.description)
        query.append("endDate", window.end?.description)
        query.append("currency", currency?.rawValue)
        query.append("sortOrder", order.rawValue)
        query.append("limit", String(pageSize))
        let common = query
        return Endpoint(
            path: "/billing/usage",
            first: .page(1, period: nil, received: 0),
            order: order, filtersByTime: true, givesIDs: false,
            query: { position in
                if case .page(let number, _, _) = position { common + [("page", String(number))] } else { common }
            },
            read: { (response, position) throws(UsageError) in
                try Venice.RetiredUsagePage.read(response, at: position, pageSize: pageSize)
            },
            identity: { RowIdentity(id: nil, time: $0.timestamp) }, digest: { $0.digest })
    }
}

extension Venice {
    /// A page of `GET /billing/usage`.
    enum RetiredUsagePage {
        private enum Field: String, WireField {
            case warningMessage, data, pagination
            static let table = FieldTable<Self>()
        }

        private enum PaginationField: String, WireField {
            case limit, page, total, totalPages
            static let table = FieldTable<Self>()
        }

        static func read(
            _ response: TransportResponse, at position: PagePosition, pageSize: Int
        ) throws(UsageError) -> ReceivedPage<BillingEntry> {
            try JSONReader.read(response.body) { (json) throws(UsageError) in
                var entries: [BillingEntry]?
                var total: Int?
                var members = try json.members(of: Field.self)
                while let field = try json.next(&members) {
                    switch field {
                    case .warningMessage: _ = try json.optionalString()
                    case .data: entries = try json.rows { (json) throws(UsageError) in try BillingEntry(from: &json) }
                    case .pagination: total = try readTotal(&json)
                    }
                }
                guard let entries else { throw json.missing(Field.data) }
                guard case .page(let number, let period, let received) = position else {
                    return ReceivedPage(rows: entries, PageInfo(next: .end, total: total))
                }
                // The published sample has `limit` and `page` swapped, so their echo is not used.
                let isLast = PageInfo.Continuation.isLast(
                    rows: entries.count, received: received, total: total, pageSize: pageSize)
                let next = PagePosition.page(number + 1, period: period, received: received + entries.count)
                return ReceivedPage(
                    rows: entries,
                    PageInfo(
                        next: isLast ? .end : .page(next), total: total, pageSize: pageSize,
                        beginsListing: number == 1))
            }
        }

        private static func readTotal(_ json: inout JSONReader) throws(UsageError) -> Int? {
            var total: Int?
            var members = try json.members(of: PaginationField.self)
            while let field = try json.next(&members) {
                switch field {
                case .total: total = try json.optionalInteger()
                case .limit, .page, .totalPages: _ = try json.optionalInteger()
                }
            }
            return total
        }
    }
}
