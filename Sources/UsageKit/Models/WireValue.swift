/// A value that a provider names: an open set, so a name that this version does not know survives decoding.
///
/// Two values are equal if the UTF-8 bytes of their spellings are. Swift's own equality of texts treats `é` in one
/// scalar and in two as equal; to a provider they are two names.
public protocol WireValue: RawRepresentable, Hashable, Sendable, CustomStringConvertible where RawValue == String {
    /// Creates the value from its spelling on the wire.
    init(rawValue: String)
}

extension WireValue {
    /// The spelling on the wire.
    public var description: String { rawValue }

    /// Whether both spellings have the same bytes.
    public static func == (left: Self, right: Self) -> Bool {
        // Texts that are not canonically equivalent differ in their bytes, and Swift finds that out sooner.
        // `ByteString` compares in the same way; this module's folder of models cannot see it.
        left.rawValue == right.rawValue && left.rawValue.utf8.elementsEqual(right.rawValue.utf8)
    }

    /// Whether the spellings differ in a byte.
    public static func != (left: Self, right: Self) -> Bool {
        // Without this, `!=` would be the one of `RawRepresentable`, which compares the texts as Swift does.
        !(left == right)
    }

    /// Feeds the bytes of the spelling to a hasher.
    public func hash(into hasher: inout Hasher) {
        for byte in rawValue.utf8 { hasher.combine(byte) }
        // No text has this byte, so values that are hashed one after the other cannot run together.
        hasher.combine(0xFF as UInt8)
    }
}
