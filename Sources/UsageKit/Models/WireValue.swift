/// A value that a provider names, from an open set: a name that this version does not know survives decoding.
///
/// Two values are equal if the UTF-8 bytes of their spellings are equal. Swift's equality of strings treats `é` in one
/// scalar and in two scalars as equal, but to a provider they are two names.
///
/// It is coded as its spelling, also as a key: a dictionary by `Currency` becomes an object.
public protocol WireValue: RawRepresentable, Hashable, Sendable, Codable, CodingKeyRepresentable,
    CustomStringConvertible
where RawValue == String {
    /// The values that the provider documents; empty if the set is not known.
    static var known: [Self] { get }

    /// Creates the value from its spelling on the wire.
    init(rawValue: String)
}

extension WireValue {
    /// No value.
    public static var known: [Self] { [] }

    /// The spelling on the wire.
    public var description: String { rawValue }

    /// Whether both spellings have the same bytes.
    public static func == (left: Self, right: Self) -> Bool {
        ByteString(left.rawValue) == ByteString(right.rawValue)
    }

    /// Whether the spellings differ in a byte.
    public static func != (left: Self, right: Self) -> Bool {
        // The standard library's `!=` for `RawRepresentable` would compare the texts with Swift's equality.
        !(left == right)
    }

    /// Feeds the bytes of the spelling to a hasher.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(ByteString(rawValue))
    }
}
