/// Hashes of texts, word by word while they are scanned.
///
/// They are used for nothing that outlives the process, and are others in each, so nobody can foresee which texts
/// collide.
struct TextHash {
    private static let seed = UInt64.random(in: .min ... .max)
    private var state: UInt64

    /// The hash of no bytes yet.
    static var start: TextHash { TextHash(state: seed) }

    /// Takes in eight bytes.
    @inline(__always)
    mutating func add(_ word: UInt64) {
        let product = (state ^ word).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        state = product.high ^ product.low
    }

    /// The hash of what was taken in.
    var value: UInt64 { state }

    /// The hash, once the bytes behind the last whole word are taken in; there are zeros behind them.
    @inline(__always)
    consuming func value(rest: UInt64, count: Int) -> UInt64 {
        add(rest)
        add(UInt64(truncatingIfNeeded: count))
        return state
    }
}

/// Where a text of a document stands, and its hash: as good as the text, as long as the document is there.
struct ByteSlice: Hashable, Sendable {
    let start: Int
    let count: Int
    let hash: UInt64

    /// The range of its bytes.
    var range: Range<Int> { start..<start &+ count }
}

extension BorrowedBytes {
    /// The run at an index of plain characters, and its hash.
    @inline(__always)
    func plainText(at start: Int, _ hash: TextHash) -> ByteSlice {
        var hash = hash
        return plainRun(at: start, each: { hash.add($0) }) { rest, count in
            ByteSlice(start: start, count: count, hash: hash.value(rest: rest, count: count))
        }
    }

    /// The hash of a text by itself: the same as where it stands in a document.
    static func hash(of text: String) -> UInt64 {
        withBytes(of: text) { $0.text(at: 0..<$0.count).hash }
    }

    /// A text of any characters, with its hash.
    func text(at range: Range<Int>) -> ByteSlice {
        var hash = TextHash.start
        var index = range.lowerBound
        while index + 8 <= range.upperBound {
            hash.add(word(at: index))
            index += 8
        }
        let rest = word(at: index) & Self.mask(ofFirst: range.upperBound - index)
        return ByteSlice(
            start: range.lowerBound, count: range.count, hash: hash.value(rest: rest, count: range.count))
    }
}
