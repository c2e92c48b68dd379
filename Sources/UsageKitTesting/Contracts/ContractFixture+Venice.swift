extension ContractFixture {
    /// The fixtures of Venice.
    public static let venice: [ContractFixture] = []
}
