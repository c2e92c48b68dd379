/// A value that a provider names: an open set, so a name that this version does not know survives decoding.
public protocol WireValue: RawRepresentable, Hashable, Sendable, CustomStringConvertible where RawValue == String {
    /// Creates the value from its spelling on the wire.
    init(rawValue: String)
}

extension WireValue {
    /// The spelling on the wire.
    public var description: String { rawValue }
}
