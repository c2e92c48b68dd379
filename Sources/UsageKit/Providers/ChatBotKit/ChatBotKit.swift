/// The usage API of ChatBotKit: records of units, without money.
public enum ChatBotKit: Sendable {
    /// The name in records and reports.
    static var name: StaticString { "chatbotkit" }
}

extension ProviderID {
    /// ChatBotKit.
    public static let chatBotKit = Self(rawValue: ChatBotKit.name.description)
}
