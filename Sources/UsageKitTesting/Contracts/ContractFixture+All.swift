extension ContractFixture {
    /// The fixtures of all endpoints.
    public static var all: [ContractFixture] { aurous + venice + tresor + chatBotKit + auralytik }
}
