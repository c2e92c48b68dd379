extension Tresor {
    /// Which ledger rows to list.
    public struct Filter: Hashable, Sendable {
        /// The routed model, for example `global/redpill/gpt-oss-120b`; nil for all.
        public var model: String?
        /// The visible prefix of the key that made the calls; nil for all.
        public var keyPrefix: String?
        /// The number of rows a page, 1 to 1000; for 1 the service is asked for 2, because pages overlap by a row.
        public var pageSize: Int

        /// Creates a query.
        public init(model: String? = nil, keyPrefix: String? = nil, pageSize: Int = 1000) {
            self.model = model
            self.keyPrefix = keyPrefix
            self.pageSize = pageSize
        }
    }
}

extension Tresor.Filter: WireFilterable {
    /// No filter takes several values.
    public static var listFilters: [String] { [] }

    /// Sets a filter by its name on the wire.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` for a name that the endpoint does not have, and
    ///   for an empty value.
    public mutating func setFilter(_ name: String, to value: String) throws(UsageError) {
        switch name {
        case "model": model = try value.single(of: name)
        case "key_prefix": keyPrefix = try value.single(of: name)
        default: throw .unknownFilter(name, known: ["model", "key_prefix"])
        }
    }

    func endpoint(in window: TimeWindow) throws(UsageError) -> Endpoint<Tresor.LedgerRow> {
        try UsageError.check(pageSize: pageSize, in: 1...1000)
        // A page of one row would have no room for a new row after the repeated one.
        let pageSize = max(pageSize, 2)
        var query: [(name: String, value: String)] = [("limit", String(pageSize))]
        query.append("start", window.start?.description)
        // The service includes the end; the walk drops the rows that lie exactly on it.
        query.append("end", window.end?.description)
        var filter = RowFilter()
        try filter.add("model", model)
        try filter.add("key_prefix", keyPrefix)
        query += filter.parameters
        let common = query
        return Endpoint(
            path: "/usage",
            first: .offset(0, overlaps: true),
            promises: ListingPromises(
                order: .descending, filtersByTime: true, limit: "limit", echoes: [.offset(parameter: "offset")],
                filter: filter),
            stepBack: pageSize,
            format: Tresor.UsagePage.format,
            query: { position in
                common + [("offset", String(position.requestedOffset))]
            },
            info: { PageInfo(offsetOf: $0, at: $1, pageSize: pageSize, overlaps: true) })
    }
}
