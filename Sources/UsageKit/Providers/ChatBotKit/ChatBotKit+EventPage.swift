extension ChatBotKit.EventItem: ListedRow {
    var identity: RowIdentity { RowIdentity(id: id, time: createdAt) }

    var contentHash: UInt64 { UInt64(bitPattern: Int64(hashValue)) }

    var traits: RowTraits { [] }

    func matches(_ condition: RowFilter.Condition) -> Bool? { ChatBotKit.MetaFilter.matches(meta, condition) }
}

extension ChatBotKit.Filter {
    /// The listing of the event log at a path.
    func events(_ path: String, in window: TimeWindow) throws(UsageError) -> Endpoint<ChatBotKit.EventItem> {
        try requireMetaOnly("the event log")
        return try listing(path, in: window)
    }

    /// Throws if a filter other than of the metadata is set: the service would ignore it without a word.
    func requireMetaOnly(_ listing: String) throws(UsageError) {
        let isOther = type != nil || Self.relations.contains { !self[keyPath: $0.keyPath].isEmpty }
        guard isOther else { return }
        throw UsageError(
            .invalidArgument, "\(listing) has no filters other than meta; the service would ignore them")
    }
}
