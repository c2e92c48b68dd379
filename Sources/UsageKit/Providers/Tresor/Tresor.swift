/// The API of Tresor: the ledger of a confidential router.
public enum Tresor: Sendable {}

extension ProviderID {
    /// Tresor.
    public static let tresor = Self(rawValue: "tresor")
}
