/// A member name with its quotes and colon, as words that are compared all at once.
struct FieldKey: Sendable {
    /// How many bytes are compared.
    static let capacity = 24

    /// How many bytes the key has.
    let length: Int
    /// The bytes, the first one lowest, padded with zeros.
    let words: (UInt64, UInt64, UInt64)
    /// The bits of the words that are compared.
    let masks: (UInt64, UInt64, UInt64)

    /// Creates the key of a name; it is empty if the name is too long or needs escapes.
    init(_ name: [UInt8]) {
        let isPlain = name.allSatisfy { (0x20..<0x80).contains($0) && $0 != 0x22 && $0 != 0x5C }
        guard isPlain, name.count + 3 <= Self.capacity else {
            length = 0
            words = (0, 0, 0)
            masks = (0, 0, 0)
            return
        }
        let key = [UInt8(ascii: "\"")] + name + [UInt8(ascii: "\""), UInt8(ascii: ":")]
        func word(_ index: Int, of bytes: [UInt8]) -> UInt64 {
            bytes.dropFirst(8 * index).prefix(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
        }
        let mask = [UInt8](repeating: 0xFF, count: key.count)
        length = key.count
        words = (word(0, of: key), word(1, of: key), word(2, of: key))
        masks = (word(0, of: mask), word(1, of: mask), word(2, of: mask))
    }
}
