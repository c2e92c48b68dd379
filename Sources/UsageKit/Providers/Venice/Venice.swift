/// The billing API of Venice.ai: usage history, analytics and the retired usage listing.
public enum Venice: Sendable {
    /// The name in records and reports.
    static var name: StaticString { "venice" }
}

extension ProviderID {
    /// Venice.ai.
    public static let venice = Self(rawValue: Venice.name.description)
}
