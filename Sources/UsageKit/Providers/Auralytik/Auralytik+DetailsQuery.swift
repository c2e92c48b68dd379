extension Auralytik {
    /// How to list itemised records.
    public struct DetailsQuery: Hashable, Sendable {
        /// The number of records a page, 1 to 100.
        public var pageSize: Int

        /// Creates a query.
        public init(pageSize: Int = 100) {
            self.pageSize = pageSize
        }
    }
}

extension Auralytik.DetailsQuery: WireFilterable {
    /// No filter takes several values.
    public static var listFilters: [String] { [] }

    /// The endpoint has no filters beside the period.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument``, always.
    public mutating func setFilter(_ name: String, to value: String) throws(UsageError) {
        throw .unknownFilter(name, known: [])
    }

    func endpoint(
        from first: BillingPeriod, through last: BillingPeriod, cutting window: TimeWindow = .all
    ) throws(UsageError) -> Endpoint<Auralytik.Detail> {
        try UsageError.check(pageSize: pageSize, in: 1...100)
        guard first.year >= 1, last.year <= 9999 else {
            throw UsageError(.invalidArgument, "billing periods are months of the years 1 to 9999")
        }
        return Endpoint(
            path: "/usage/details",
            first: .page(1, period: first, received: 0),
            promises: ListingPromises(
                limit: "pageSize",
                echoes: [.page(parameter: "page", maySwap: false), .period(parameter: "billingPeriod")]),
            format: Auralytik.DetailsPage.format,
            query: { position in
                var query: [(name: String, value: String)] = []
                if case .page(let number, let period, _) = position {
                    query.append("billingPeriod", period?.description)
                    query.append("page", String(number))
                }
                return query + [("pageSize", String(pageSize))]
            },
            digest: { $0.digest },
            info: { (page, position) throws(UsageError) in
                Auralytik.DetailsPage.info(page, at: position, through: last, in: window, pageSize: pageSize)
            })
    }
}
