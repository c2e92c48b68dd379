/// The name of a provider, as records and reports show it.
///
/// Each provider's namespace declares its own value, for example `ProviderID.aurous`.
public struct ProviderID: WireValue {
    /// The spelling on the wire.
    public let rawValue: String

    /// Creates the value from its spelling on the wire.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }
}
