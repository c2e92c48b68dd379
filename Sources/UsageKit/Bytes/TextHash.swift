/// Hashes of texts, computed word by word while the texts are scanned.
///
/// Each process has a seed of its own, so nobody can predict which texts collide. The hashes must not be stored.
struct TextHash {
    private static let seed = UInt64.random(in: .min ... .max)
    private var state: UInt64

    /// The hash before any bytes.
    static var start: TextHash { TextHash(state: seed) }

    /// Adds eight bytes.
    @inline(__always)
    mutating func add(_ word: UInt64) {
        let product = (state ^ word).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        state = product.high ^ product.low
    }

    /// The hash of the words added so far.
    var value: UInt64 { state }

    /// The hash after the remaining bytes are added too; `rest` is padded with zeros.
    @inline(__always)
    consuming func value(rest: UInt64, count: Int) -> UInt64 {
        add(rest)
        add(UInt64(truncatingIfNeeded: count))
        return state
    }
}

/// The position of a text in a document, and its hash; it represents the text while the document exists.
struct ByteSlice: Hashable, Sendable {
    let start: Int
    let count: Int
    let hash: UInt64

    /// The range of its bytes.
    var range: Range<Int> { start..<start &+ count }
}

extension BorrowedBytes {
    /// The run of plain characters at an index, and its hash.
    @inline(__always)
    func plainText(at start: Int, _ hash: TextHash) -> ByteSlice {
        var hash = hash
        return plainRun(at: start, each: { hash.add($0) }) { rest, count in
            ByteSlice(start: start, count: count, hash: hash.value(rest: rest, count: count))
        }
    }

    /// The hash of a text on its own, equal to that of the same text in a document.
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
