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

    func endpoint(
        in window: TimeWindow, as form: Venice.ListingForm = .json
    ) throws(UsageError) -> Endpoint<Venice.BillingEntry> {
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
        let path = "/billing/usage"
        let start = PagePosition.page(1, period: nil, received: 0)
        let promises = ListingPromises(
            order: order, filtersByTime: true, givesIDs: false, limit: "limit",
            echoes: [.page(parameter: "page", maySwap: true)], filter: filter)
        let pageQuery = { @Sendable (position: PagePosition) -> [(name: String, value: String)] in
            if case .page(let number, _, _) = position { common + [("page", String(number))] } else { common }
        }
        let pageSize = pageSize
        let info: Endpoint<Venice.BillingEntry>.Info = { (page, position) throws(UsageError) in
            PageInfo(numberOf: page, at: position, pageSize: pageSize)
        }
        switch form {
        case .json:
            return Endpoint(
                path: path, first: start, promises: promises, format: Venice.RetiredUsagePage.format,
                query: pageQuery, digest: { $0.digest }, info: info)
        case .csv:
            return Endpoint(
                path: path, accept: "text/csv", first: start, promises: promises, emptyPage: Venice.CSVPage.empty,
                query: pageQuery, digest: { $0.digest }, read: Venice.RetiredUsagePage.csv, info: info)
        }
    }
}

extension Venice {
    /// The pages of `GET /billing/usage`.
    enum RetiredUsagePage {
        /// The published sample has `limit` and `page` swapped, so the size of a page is not known from them.
        static let format = PageFormat(
            rows: "data", total: "pagination.total", totalPages: "pagination.totalPages", pageSize: "pagination.limit",
            page: "pagination.page", groups: ["pagination"], others: ["warningMessage"])

        /// Reads a page as CSV; what is beside the rows comes in fields of the header.
        @Sendable static func csv(
            _ response: TransportResponse
        ) throws(UsageError) -> (rows: [BillingEntry], envelope: PageEnvelope) {
            func count(_ name: String) -> Int? {
                response.headers["x-pagination-\(name)"].flatMap { Int($0) }.flatMap { $0 < 0 ? nil : $0 }
            }
            var envelope = PageEnvelope()
            envelope.pageSize = count("limit")
            envelope.page = count("page")
            envelope.total = count("total")
            envelope.totalPages = count("total-pages")
            return (try CSVPage.rows(of: response), envelope)
        }
    }
}
