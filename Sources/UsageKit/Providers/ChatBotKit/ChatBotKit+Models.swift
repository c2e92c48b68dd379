// Written by .scripts/generate-rows from the declarations of this folder. Do not edit: change the declaration and run it again.

extension ChatBotKit {
    /// What is documented of each declared model, by its name.
    static var models: [String: ModelShape] {
        [
            "ChatBotKit.BotTotals": ChatBotKit.BotTotals.shape,
            "ChatBotKit.ConversationTotals": ChatBotKit.ConversationTotals.shape,
            "ChatBotKit.EventItem": ChatBotKit.EventItem.shape,
            "ChatBotKit.PlatformReport": ChatBotKit.PlatformReport.shape,
            "ChatBotKit.Report": ChatBotKit.Report.shape,
            "ChatBotKit.Series": ChatBotKit.Series.shape,
            "ChatBotKit.Totals": ChatBotKit.Totals.shape,
            "ChatBotKit.Totals.Database": ChatBotKit.Totals.Database.shape,
            "ChatBotKit.UsageItem": ChatBotKit.UsageItem.shape,
        ]
    }
}
