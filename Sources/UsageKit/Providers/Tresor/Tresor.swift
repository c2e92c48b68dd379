/// The API of Tresor: the ledger of a confidential router.
public enum Tresor: Sendable {
    /// The name in records and reports.
    static var name: StaticString { "tresor" }
}

extension ProviderID {
    /// Tresor.
    public static let tresor = Self(rawValue: Tresor.name.description)
}
