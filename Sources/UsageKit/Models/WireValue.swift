/// A value that a provider names, from an open set: a name that this version does not know survives decoding.
///
/// Two values are equal if the UTF-8 bytes of their spellings are equal. Swift's equality of strings treats `é` in one
/// scalar and in two scalars as equal, but to a provider they are two names.
public protocol WireValue: RawRepresentable, Hashable, Sendable, CustomStringConvertible where RawValue == String {
    /// Creates the value from its spelling on the wire.
    init(rawValue: String)
}

extension WireValue {
    /// The spelling on the wire.
    public var description: String { rawValue }

    /// Whether both spellings have the same bytes.
    public static func == (left: Self, right: Self) -> Bool {
        // Texts that are not canonically equivalent also differ in their bytes, and Swift's equality is faster.
        // `ByteString` compares in the same way, but belongs to a layer that the models do not know.
        left.rawValue == right.rawValue && left.rawValue.utf8.elementsEqual(right.rawValue.utf8)
    }

    /// Whether the spellings differ in a byte.
    public static func != (left: Self, right: Self) -> Bool {
        // The standard library's `!=` for `RawRepresentable` would compare the texts with Swift's equality.
        !(left == right)
    }

    /// Feeds the bytes of the spelling to a hasher.
    public func hash(into hasher: inout Hasher) {
        for byte in rawValue.utf8 { hasher.combine(byte) }
        // UTF-8 never contains this byte, so it separates values that are hashed one after the other.
        hasher.combine(0xFF as UInt8)
    }
}
