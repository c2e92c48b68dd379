/// The API of Aurous Labs: request events, credit ledger and usage buckets.
public enum Aurous: Sendable {
    /// The name in records and reports.
    static var name: StaticString { "aurous" }
}

extension ProviderID {
    /// Aurous Labs.
    public static let aurous = Self(rawValue: Aurous.name.description)
}
