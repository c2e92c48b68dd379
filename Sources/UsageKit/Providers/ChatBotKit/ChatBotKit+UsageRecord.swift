extension ChatBotKit.UsageItem: UsageRow {
    /// The record in the terms that all providers share: the count is a quantity under the record's type, and nothing
    /// here is money.
    public var usageRecord: UsageRecord {
        UsageRecord(
            provider: .chatBotKit, id: id, time: createdAt, type: type.rawValue, model: meta?["model"]?.string,
            bot: botID, conversation: conversationID,
            quantities: [Quantity(exact: ExactDecimal(count), unit: type.rawValue)])
    }
}
