extension ContractFixture {
    /// The fixtures of ChatBotKit.
    public static let chatBotKit: [ContractFixture] = []
}
