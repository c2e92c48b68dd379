/// The billing API of Venice.ai: usage history, analytics and the retired usage listing.
public enum Venice: Sendable {}

extension ProviderID {
    /// Venice.ai.
    public static let venice = Self(rawValue: "venice")
}
