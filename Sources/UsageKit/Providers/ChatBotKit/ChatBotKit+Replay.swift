extension ChatBotKit {
    /// Reads rows that were saved from ChatBotKit's ledger.
    public static let replay = Replay<UsageItem>(
        provider: .chatBotKit, container: "items",
        identity: { RowIdentity(id: $0.id, time: $0.createdAt) },
        row: { (json) throws(UsageError) in try UsageItem(from: &json) })
}
