/// The name of a provider, as it stands in records and reports.
///
/// Each provider's namespace declares its own value, for example `ProviderID.aurous`.
public struct ProviderID: WireValue {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }
}
