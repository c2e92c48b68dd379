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
    /// No filter takes several values.
    public static var listFilters: [String] { [] }

    /// Sets a filter by its name on the wire.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` for a name that the endpoint does not have, and
    ///   for an empty value.
    public mutating func setFilter(_ name: String, to value: String) throws(UsageError) {
        guard name == "currency" else { throw .unknownFilter(name, known: ["currency"]) }
        currency = Currency(rawValue: try value.single(of: name))
    }

    func endpoint(
        in window: TimeWindow, as form: Venice.ListingForm = .json
    ) throws(UsageError) -> Endpoint<Venice.BillingEntry> {
        try UsageError.check(pageSize: pageSize, in: 10...1000)
        var query: [(name: String, value: String)] = []
        query.append("startTimestamp", window.start?.description)
        query.append("endTimestamp", window.end?.description)
        var filter = RowFilter()
        try filter.add("currency", currency?.rawValue)
        query += filter.parameters
        query.append("pageSize", String(pageSize))
        let first = query
        let path = "/billing/usage-history"
        let promises = ListingPromises(
            order: .ascending, filtersByTime: true, givesIDs: false, limit: "pageSize", filter: filter)
        let pageQuery = { @Sendable (position: PagePosition) -> [(name: String, value: String)] in
            // The service refuses any other parameter beside a cursor with 400.
            if case .cursor(let name, let cursor) = position { [(name, cursor.text)] } else { first }
        }
        switch form {
        case .json:
            return Endpoint(
                path: path, promises: promises, cursor: CursorLocator(name: "nextCursor", parameter: "cursor"),
                format: Venice.HistoryPage.format, query: pageQuery, digest: { $0.digest },
                info: { (page, _) in Venice.HistoryPage.info(page) })
        case .csv:
            return Endpoint(
                path: path, accept: "text/csv", promises: promises,
                cursor: CursorLocator(name: Venice.HistoryPage.cursorField, parameter: "cursor", isHeader: true),
                emptyPage: Venice.CSVPage.empty, query: pageQuery, digest: { $0.digest },
                read: Venice.HistoryPage.csv, info: { (page, _) in Venice.HistoryPage.info(page) })
        }
    }
}

extension Venice {
    /// The pages of `GET /billing/usage-history`.
    enum HistoryPage {
        static let format = PageFormat(rows: "data", cursor: "nextCursor", emptyCursorIsLast: false)
        /// The field of the header that holds the cursor if the body is CSV; the last page lacks it.
        static let cursorField = "x-next-cursor"

        /// Reads a page as CSV.
        @Sendable static func csv(
            _ response: TransportResponse
        ) throws(UsageError) -> (rows: [BillingEntry], envelope: PageEnvelope) {
            var envelope = PageEnvelope()
            envelope.cursor = response.headers[cursorField].map(PageEnvelope.Cursor.value) ?? .null
            return (try CSVPage.rows(of: response), envelope)
        }

        /// What follows a page.
        static func info(_ page: PageContents<BillingEntry>) -> PageInfo {
            PageInfo(cursorOf: page.envelope, format, parameter: "cursor")
        }
    }
}
