extension ContractFixture {
    /// The fixtures of Tresor.
    public static let tresor: [ContractFixture] = []
}
