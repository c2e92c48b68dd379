/// The position of a text of a row in its page, and its hash.
///
/// It has 16 bytes, also if it is optional. Rows are kept until their page is judged, so their size matters.
struct RowText: Sendable {
    let hash: UInt64
    private let start: UInt32
    private let count: UInt16
    /// Always true: `Optional` uses a spare bit pattern of a `Bool`, so nil needs no extra byte.
    private let niche = true

    /// Nil for a text of 64 KiB or more, or beyond 4 GiB.
    @inline(__always)
    init?(_ slice: ByteSlice) {
        guard let start = UInt32(exactly: slice.start), let count = UInt16(exactly: slice.count) else { return nil }
        self.init(slice.hash, start, count)
    }

    private init(_ hash: UInt64, _ start: UInt32, _ count: UInt16) {
        self.hash = hash
        self.start = start
        self.count = count
    }

    var slice: ByteSlice { ByteSlice(start: Int(start), count: Int(count), hash: hash) }

    /// A part of the text, given by offsets within it.
    func part(_ offsets: Range<Int>, in bytes: borrowing BorrowedBytes) -> RowText {
        let part = bytes.text(at: Int(start) + offsets.lowerBound..<Int(start) + offsets.upperBound)
        return RowText(
            part.hash, UInt32(truncatingIfNeeded: part.start), UInt16(truncatingIfNeeded: part.count))
    }
}
