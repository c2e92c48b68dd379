extension Aurous {
    /// Which events to list.
    public struct EventQuery: Hashable, Sendable {
        /// Kinds of work; empty for all.
        public var types: [EventType]
        /// States; empty for all.
        public var statuses: [UsageStatus]
        /// Models; empty for all.
        public var models: [String]
        /// The key that made the calls.
        public var apiKeyID: String?
        /// The user who made the calls.
        public var userID: String?
        /// The LoRA that was used; only image and video events have a LoRA.
        public var loraID: String?
        /// The number of events a page, 1 to 500; a server that lists the credit ledger is asked for at most 100.
        public var pageSize: Int

        /// Creates a query.
        public init(
            types: [EventType] = [], statuses: [UsageStatus] = [], models: [String] = [], apiKeyID: String? = nil,
            userID: String? = nil, loraID: String? = nil, pageSize: Int = 500
        ) {
            self.types = types
            self.statuses = statuses
            self.models = models
            self.apiKeyID = apiKeyID
            self.userID = userID
            self.loraID = loraID
            self.pageSize = pageSize
        }
    }
}

extension Aurous.EventQuery: WireFilterable {
    /// The filters that take several values.
    public static var listFilters: [String] { ["type", "status", "model"] }

    /// Sets a filter by its name on the wire; several values of a list are separated by commas.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` for a name that the endpoint does not have, and
    ///   for an empty value.
    public mutating func setFilter(_ name: String, to value: String) throws(UsageError) {
        switch name {
        case "type": types = try value.commaSeparated(of: name).map(Aurous.EventType.init)
        case "status": statuses = try value.commaSeparated(of: name).map(UsageStatus.init)
        case "model": models = try value.commaSeparated(of: name)
        case "api_key_id": apiKeyID = try value.single(of: name)
        case "user_id": userID = try value.single(of: name)
        case "lora_id": loraID = try value.single(of: name)
        default:
            throw .unknownFilter(name, known: ["type", "status", "model", "api_key_id", "user_id", "lora_id"])
        }
    }

    func endpoint(in window: TimeWindow) throws(UsageError) -> Endpoint<Aurous.Event> {
        try UsageError.check(pageSize: pageSize, in: 1...500)
        guard let start = window.start else {
            throw UsageError(.invalidArgument, "Aurous requires a window with a start")
        }
        var filter = RowFilter()
        try filter.add("type", types.map(\.rawValue))
        try filter.add("status", statuses.map(\.rawValue))
        try filter.add("model", models)
        try filter.add("api_key_id", apiKeyID)
        try filter.add("user_id", userID)
        try filter.add("lora_id", loraID)
        let creditTypes = types
        let filtered = filter.parameters
        let requestFilter = filtered.first { $0.name != "type" }?.name
        var endpoint = Endpoint<Aurous.Event>(
            path: "/usage/events",
            promises: ListingPromises(
                order: .descending, filtersByTime: true, hasRowCursor: true, saysWhetherMoreFollow: true,
                limit: "limit", filter: filter),
            cursor: Aurous.EventPage.cursor, format: Aurous.EventPage.format,
            query: { position in
                if case .cursor(Aurous.EventPage.creditCursor, let cursor) = position {
                    var query: [(name: String, value: String)] = []
                    query.append("type", list: creditTypes.map(\.rawValue))
                    return query + [
                        ("limit", String(min(pageSize, 100))), (Aurous.EventPage.creditCursor, cursor.text),
                    ]
                }
                // Whether the cursor carries the filters is not documented, so they are sent again.
                var query: [(name: String, value: String)] = []
                query.append("start_time", start.description)
                query.append("end_time", window.end?.description)
                query += filtered
                query.append("limit", String(pageSize))
                if case .cursor(let name, let cursor) = position { query.append(name, cursor.text) }
                return query
            },
            info: { (page, position) throws(UsageError) in
                guard page.endsInCreditLedger else { return Aurous.EventPage.info(page, at: position) }
                if let requestFilter {
                    // The ledger ignores the filter, and the sum of all rows would be mistaken for the filtered sum.
                    throw UsageError(
                        .invalidArgument,
                        "the server lists its credit ledger, which has no filter \(requestFilter); leave it out")
                }
                return Aurous.EventPage.creditInfo(page, from: start)
            })
        endpoint.explain = { error in
            guard error.refuses("start_time", "end_time") else { return error }
            var error = error
            error.message +=
                "; if the server lists its credit ledger instead, walk that with creditLedger(in:)"
            return error
        }
        return endpoint
    }
}
