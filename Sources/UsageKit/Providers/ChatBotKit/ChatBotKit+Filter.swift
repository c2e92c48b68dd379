extension ChatBotKit {
    /// Which usage records to list.
    ///
    /// Filters combine with "and", the ids of one filter with "or".
    public struct Filter: Hashable, Sendable {
        /// The kind of record, exactly; nil for all.
        public var type: UsageType?
        /// Conversations; empty for all.
        public var conversationIDs: [String] = []
        /// Messages; empty for all.
        public var messageIDs: [String] = []
        /// Tasks; empty for all.
        public var taskIDs: [String] = []
        /// Contacts; empty for all.
        public var contactIDs: [String] = []
        /// Blueprints; empty for all.
        public var blueprintIDs: [String] = []
        /// Bots; empty for all.
        public var botIDs: [String] = []
        /// Datasets; empty for all.
        public var datasetIDs: [String] = []
        /// Skillsets; empty for all.
        public var skillsetIDs: [String] = []
        /// Abilities; empty for all.
        public var abilityIDs: [String] = []
        /// What the metadata must have; empty for all.
        public var meta: [ChatBotKit.MetaFilter] = []
        /// The order by time.
        public var order: ListingOrder
        /// The number of records a page, 1 to 100.
        public var pageSize: Int

        /// Creates a query.
        public init(type: UsageType? = nil, order: ListingOrder = .descending, pageSize: Int = 100) {
            self.type = type
            self.order = order
            self.pageSize = pageSize
        }
    }
}

extension ChatBotKit.Filter: WireFilterable {
    static let relations: [(name: String, keyPath: any WritableKeyPath<Self, [String]> & Sendable)] = [
        ("conversationId", \.conversationIDs), ("messageId", \.messageIDs), ("taskId", \.taskIDs),
        ("contactId", \.contactIDs), ("blueprintId", \.blueprintIDs), ("botId", \.botIDs),
        ("datasetId", \.datasetIDs), ("skillsetId", \.skillsetIDs), ("abilityId", \.abilityIDs),
    ]

    /// The filters that take several ids.
    public static var listFilters: [String] { relations.map(\.name) }

    /// Sets a filter by its name on the wire, `meta[key]` or `meta[key][key]` for metadata; several ids are separated by
    /// commas.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` for a name that the endpoint does not have, and
    ///   for an empty value.
    public mutating func setFilter(_ name: String, to value: String) throws(UsageError) {
        if let relation = Self.relations.first(where: { $0.name == name }) {
            self[keyPath: relation.keyPath] = try value.commaSeparated(of: name)
        } else if name == "type" {
            type = ChatBotKit.UsageType(rawValue: try value.single(of: name))
        } else if name == "order" {
            order = try ListingOrder(wire: value)
        } else if let path = ChatBotKit.MetaFilter.path(of: name) {
            let filter = ChatBotKit.MetaFilter(path, try value.single(of: name))
            meta.removeAll { $0.parameter == filter.parameter }
            meta.append(filter)
        } else {
            throw .unknownFilter(name, known: ["type", "order"] + Self.relations.map(\.name) + ["meta[key]"])
        }
    }

    /// The listing at a path.
    ///
    /// `check` is called when the first page has come, from which the service's time is known.
    func endpoint(
        _ path: String = "/usage/list", in window: TimeWindow,
        checking check: @escaping @Sendable () throws(UsageError) -> Void = { () throws(UsageError) in }
    ) throws(UsageError) -> Endpoint<ChatBotKit.UsageItem> {
        let (common, filter) = try parameters()
        let order = order
        return Endpoint(
            path: path,
            promises: ListingPromises(order: order, hasRowCursor: true, limit: "take", filter: filter),
            endsSilentlyOnDeadCursors: true, format: ChatBotKit.UsagePage.format, needsWholeRows: !meta.isEmpty,
            query: { position in
                // The cursor is only a position, so the order and the filters are sent with each page.
                if case .cursor(let name, let cursor) = position { common + [(name, cursor.text)] } else { common }
            },
            info: { (page, position) throws(UsageError) in
                if position == .first { try check() }
                return ChatBotKit.UsagePage.info(page, in: window, order: order)
            })
    }

    /// The parameters of the first page, and the filters among them.
    func parameters() throws(UsageError) -> (query: [(name: String, value: String)], filter: RowFilter) {
        try UsageError.check(pageSize: pageSize, in: 1...100)
        var query: [(name: String, value: String)] = [("order", order.rawValue), ("take", String(pageSize))]
        var filter = RowFilter()
        try filter.add("type", type?.rawValue)
        for relation in Self.relations { try filter.add(relation.name, self[keyPath: relation.keyPath]) }
        for condition in meta.sorted(by: { ByteString($0.parameter) < ByteString($1.parameter) }) {
            try condition.validate()
            try filter.add(condition.parameter, condition.value)
        }
        query += filter.parameters
        return (query, filter)
    }
}
