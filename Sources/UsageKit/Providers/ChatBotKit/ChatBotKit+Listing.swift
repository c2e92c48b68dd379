extension ChatBotKit.Filter {
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
}

extension ChatBotKit.PlatformReport: ListedRow {
    var identity: RowIdentity { RowIdentity(id: id, time: createdAt) }

    var contentHash: UInt64 { UInt64(bitPattern: Int64(hashValue)) }

    var traits: RowTraits { [] }

    func matches(_ condition: RowFilter.Condition) -> Bool? { nil }
}
