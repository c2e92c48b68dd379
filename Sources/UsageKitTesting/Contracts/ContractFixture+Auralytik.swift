extension ContractFixture {
    /// The fixtures of Auralytik.
    public static let auralytik: [ContractFixture] = []
}
