extension Aurous {
    /// Which aggregates to list.
    public struct BucketQuery: Hashable, Sendable {
        /// The width of a bucket; nil for the server's choice.
        public var width: BucketWidth?
        /// What to group by; empty for one group a bucket.
        ///
        /// How many dimensions a server accepts at once depends on its version.
        public var grouping: [BucketDimension]
        /// States; empty for all.
        public var statuses: [UsageStatus]
        /// Kinds of inference, such as `t2i`, `t2v`, `chat`, `embedding`; empty for all.
        public var types: [String]
        /// Models; empty for all.
        public var models: [String]
        /// Keys; empty for all.
        public var apiKeyIDs: [String]
        /// Users; empty for all.
        public var userIDs: [String]
        /// LoRAs; empty for all.
        public var loraIDs: [String]
        /// A single character.
        public var characterID: String?
        /// The number of buckets a page, 1 to 100.
        public var pageSize: Int

        /// Creates a query.
        public init(
            width: BucketWidth? = nil, grouping: [BucketDimension] = [], statuses: [UsageStatus] = [],
            types: [String] = [], models: [String] = [], apiKeyIDs: [String] = [], userIDs: [String] = [],
            loraIDs: [String] = [], characterID: String? = nil, pageSize: Int = 100
        ) {
            self.width = width
            self.grouping = grouping
            self.statuses = statuses
            self.types = types
            self.models = models
            self.apiKeyIDs = apiKeyIDs
            self.userIDs = userIDs
            self.loraIDs = loraIDs
            self.characterID = characterID
            self.pageSize = pageSize
        }
    }

    /// The width of a bucket.
    public struct BucketWidth: WireValue {
        /// The spelling on the wire.
        public let rawValue: String

        /// Creates the value from its spelling on the wire.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// One minute.
        public static let minute = Self(rawValue: "1m")
        /// Five minutes.
        public static let fiveMinutes = Self(rawValue: "5m")
        /// A quarter of an hour.
        public static let fifteenMinutes = Self(rawValue: "15m")
        /// One hour.
        public static let hour = Self(rawValue: "1h")
        /// One day.
        public static let day = Self(rawValue: "1d")
        /// Seven days.
        public static let sevenDays = Self(rawValue: "7d")
        /// Thirty days; only the newest published contract has this width.
        public static let thirtyDays = Self(rawValue: "30d")
    }

    /// What the server can group by.
    public struct BucketDimension: WireValue {
        /// The spelling on the wire.
        public let rawValue: String

        /// Creates the value from its spelling on the wire.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// The kind of inference.
        public static let type = Self(rawValue: "type")
        /// The model; only the newest published contract has this dimension.
        public static let model = Self(rawValue: "model")
        /// The key.
        public static let apiKey = Self(rawValue: "api_key_id")
        /// The user.
        public static let user = Self(rawValue: "user_id")
        /// The state.
        public static let status = Self(rawValue: "status")
    }
}

extension Aurous.BucketQuery: WireFilterable {
    /// The filters that take several values.
    public static var listFilters: [String] {
        ["group_by", "status", "type", "model", "api_key_id", "user_id", "lora_id"]
    }

    /// Sets a filter by its name on the wire; several values of a list are separated by commas.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` for a name that the endpoint does not have, and
    ///   for an empty value.
    public mutating func setFilter(_ name: String, to value: String) throws(UsageError) {
        switch name {
        case "bucket_width": width = Aurous.BucketWidth(rawValue: try value.single(of: name))
        case "group_by": grouping = try value.commaSeparated(of: name).map(Aurous.BucketDimension.init)
        case "status": statuses = try value.commaSeparated(of: name).map(UsageStatus.init)
        case "type": types = try value.commaSeparated(of: name)
        case "model": models = try value.commaSeparated(of: name)
        case "api_key_id": apiKeyIDs = try value.commaSeparated(of: name)
        case "user_id": userIDs = try value.commaSeparated(of: name)
        case "lora_id": loraIDs = try value.commaSeparated(of: name)
        case "character_id": characterID = try value.single(of: name)
        default:
            throw .unknownFilter(
                name,
                known: [
                    "bucket_width", "group_by", "status", "type", "model", "api_key_id", "user_id", "lora_id",
                    "character_id",
                ])
        }
    }

    func endpoint(in window: TimeWindow) throws(UsageError) -> Endpoint<Aurous.Bucket> {
        try UsageError.check(pageSize: pageSize, in: 1...100)
        guard let start = window.start else {
            throw UsageError(.invalidArgument, "Aurous requires a window with a start")
        }
        var query: [(name: String, value: String)] = [("start_time", start.description)]
        query.append("end_time", window.end?.description)
        query.append("bucket_width", width?.rawValue)
        query.append("group_by", list: grouping.map(\.rawValue))
        var filter = RowFilter()
        try filter.add("status", statuses.map(\.rawValue))
        try filter.add("type", types)
        try filter.add("model", models)
        try filter.add("api_key_id", apiKeyIDs)
        try filter.add("user_id", userIDs)
        try filter.add("lora_id", loraIDs)
        try filter.add("character_id", characterID)
        query += filter.parameters
        query.append("limit", String(pageSize))
        let first = query
        return Endpoint(
            path: "/usage", promises: ListingPromises(limit: "limit", filter: filter),
            format: Aurous.Bucket.pageFormat,
            query: { position in
                // The token carries the query; another parameter can fail the server's fingerprint check.
                if case .cursor(let name, let token) = position { [(name, token.text)] } else { first }
            },
            info: { (page, _) throws(UsageError) in Aurous.Bucket.info(page) })
    }
}
