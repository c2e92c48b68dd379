/// The usage API of ChatBotKit: records of units, without money.
public enum ChatBotKit: Sendable {}

extension ProviderID {
    /// ChatBotKit.
    public static let chatBotKit = Self(rawValue: "chatbotkit")
}
