/// What a ``Quantity`` is counted in, in the provider's term, for example `audio_seconds` or `image-unit`.
///
/// Units are different if their UTF-8 bytes are. Quantities of different units are never added.
public struct UsageUnit: WireValue, ExpressibleByStringLiteral {
    /// The spelling on the wire.
    public let rawValue: String

    /// Creates the value from its spelling on the wire.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Creates the value from a literal.
    public init(stringLiteral value: String) {
        rawValue = value
    }
}
