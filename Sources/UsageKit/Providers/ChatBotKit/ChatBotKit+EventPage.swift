extension ChatBotKit.EventItem: ListedRow {
    var identity: RowIdentity { RowIdentity(id: id, time: createdAt) }

    var contentHash: UInt64 { UInt64(bitPattern: Int64(hashValue)) }

    var traits: RowTraits { [] }

    func matches(_ condition: RowFilter.Condition) -> Bool? { ChatBotKit.MetaFilter.matches(meta, condition) }
}

extension ChatBotKit.PlatformReport: ListedRow {
    var identity: RowIdentity { RowIdentity(id: id, time: createdAt) }

    var contentHash: UInt64 { UInt64(bitPattern: Int64(hashValue)) }

    var traits: RowTraits { [] }

    func matches(_ condition: RowFilter.Condition) -> Bool? { nil }
}

extension ChatBotKit.Filter {
    /// The listing of the event log at a path.
    func events(_ path: String, in window: TimeWindow) throws(UsageError) -> Endpoint<ChatBotKit.EventItem> {
        try requireMetaOnly("the event log")
        return try listing(path, in: window)
    }

    /// A listing of rows that no ledger takes.
    func listing<Row: ListedRow>(_ path: String, in window: TimeWindow) throws(UsageError) -> Endpoint<Row> {
        let (common, filter) = try parameters()
        let order = order
        return Endpoint(
            path: path,
            promises: ListingPromises(order: order, hasRowCursor: true, limit: "take", filter: filter),
            endsSilentlyOnDeadCursors: true, format: ChatBotKit.UsagePage.format,
            query: { position in
                if case .cursor(let name, let cursor) = position { common + [(name, cursor.text)] } else { common }
            },
            info: { (page, _) throws(UsageError) in ChatBotKit.UsagePage.info(page, in: window, order: order) })
    }

    /// Throws if a filter other than of the metadata is set: the service would ignore it without a word.
    func requireMetaOnly(_ listing: String) throws(UsageError) {
        let isOther = type != nil || Self.relations.contains { !self[keyPath: $0.keyPath].isEmpty }
        guard isOther else { return }
        throw UsageError(
            .invalidArgument, "\(listing) has no filters other than meta; the service would ignore them")
    }
}
