public import UsageKit

/// The API of Marlow, a provider that does not exist.
public enum Marlow: Sendable {}

extension ProviderID {
    /// Marlow.
    public static let marlow = Self(rawValue: "marlow")
}
