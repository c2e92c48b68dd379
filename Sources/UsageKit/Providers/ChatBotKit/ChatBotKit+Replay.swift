extension ChatBotKit {
    /// Reads rows that were saved from ChatBotKit's ledger.
    public static let replay = Replay<UsageItem>(provider: .chatBotKit, format: UsagePage.format)
}
