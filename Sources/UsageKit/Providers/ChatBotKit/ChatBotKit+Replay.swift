extension ChatBotKit {
    /// Reads rows that were saved from ChatBotKit's ledger.
    public static let replay = Replay<UsageItem>(provider: .chatBotKit, container: "items")
}

extension ChatBotKit.UsageItem: ReplayableRow {
    var identity: RowIdentity { RowIdentity(id: id, time: createdAt) }
}
