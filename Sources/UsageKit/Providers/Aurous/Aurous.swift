/// The API of Aurous Labs: request events, credit ledger and usage buckets.
public enum Aurous: Sendable {}

extension ProviderID {
    /// Aurous Labs.
    public static let aurous = Self(rawValue: "aurous")
}
