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
    /// No filter takes several values.
    public static var listFilters: [String] { [] }

    /// Sets a filter by its name on the wire.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` for a name or an order that the endpoint does
    ///   not have, and for an empty value.
    public mutating func setFilter(_ name: String, to value: String) throws(UsageError) {
        switch name {
        case "currency": currency = Currency(rawValue: try value.single(of: name))
        case "sortOrder": order = try ListingOrder(wire: value)
        default: throw .unknownFilter(name, known: ["currency", "sortOrder"])
        }
    }

    func endpoint(in window: TimeWindow) throws(UsageError) -> Endpoint<Venice.BillingEntry> {
        try UsageError.check(pageSize: pageSize, in: 1...500)
        var query: [(name: String, value: String)] = []
        query.append("startDate", window.start?.description)
        query.append("endDate", window.end?.description)
        var filter = RowFilter()
        try filter.add("currency", currency?.rawValue)
        query += filter.parameters
        query.append("sortOrder", order.rawValue)
        query.append("limit", String(pageSize))
        let common = query
        return Endpoint(
            path: "/billing/usage",
            first: .page(1, period: nil, received: 0),
            promises: ListingPromises(
                order: order, filtersByTime: true, givesIDs: false, limit: "limit",
                echoes: [.page(parameter: "page", maySwap: true)], filter: filter),
            format: Venice.RetiredUsagePage.format,
            query: { position in
                if case .page(let number, _, _) = position { common + [("page", String(number))] } else { common }
            },
            digest: { $0.digest },
            info: { (page, position) throws(UsageError) in
                PageInfo(numberOf: page, at: position, pageSize: pageSize)
            })
    }
}

extension Venice {
    /// The pages of `GET /billing/usage`.
    enum RetiredUsagePage {
        /// The published sample has `limit` and `page` swapped, so the size of a page is not known from them.
        static let format = PageFormat(
            rows: "data", total: "pagination.total", totalPages: "pagination.totalPages", pageSize: "pagination.limit",
            page: "pagination.page", groups: ["pagination"], others: ["warningMessage"])
    }
}
