/// A text that is compared and hashed by its UTF-8 bytes.
///
/// Swift's own equality treats canonically equivalent texts, such as `é` in one scalar and in two, as the same text.
/// Ids, labels and currencies of a ledger are different if their bytes are.
struct ByteString: Hashable, Sendable {
    let text: String

    init(_ text: String) {
        self.text = text
    }

    static func == (left: ByteString, right: ByteString) -> Bool {
        // Equal labels are mostly short and identical in memory, which is cheap to find out. Texts that are not
        // canonically equivalent also differ in their bytes, and Swift's equality finds that out faster.
        all(left.text.bits .== right.text.bits)
            || left.text == right.text && left.text.utf8.elementsEqual(right.text.utf8)
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(BorrowedBytes.hash(of: text))
    }
}

extension ByteString: Comparable {
    static func < (left: ByteString, right: ByteString) -> Bool {
        left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }
}

extension StaticString {
    /// Whether both are the same constant of the program; may be false for equal texts.
    @inline(__always)
    func isIdentical(to other: StaticString) -> Bool {
        guard hasPointerRepresentation, other.hasPointerRepresentation else { return false }
        return unsafe utf8Start == other.utf8Start && utf8CodeUnitCount == other.utf8CodeUnitCount
    }
}

extension String {
    /// The bits of the value: equal ones at one time have the same bytes, and equal texts may have different ones.
    ///
    /// Two words cover a string: it has 16 bytes, or 12 on 32-bit systems, so that the words overlap.
    @inline(__always)
    var bits: SIMD2<UInt64> {
        let last = MemoryLayout<String>.size - 8
        return unsafe withUnsafeBytes(of: self) { bytes in
            unsafe [bytes.loadUnaligned(as: UInt64.self), bytes.loadUnaligned(fromByteOffset: last, as: UInt64.self)]
        }
    }
}
