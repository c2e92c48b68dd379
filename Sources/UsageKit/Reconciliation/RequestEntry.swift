/// What a join needs of a row or note, without references that would be counted.
///
/// The id is kept by the owner of the entry as words of eight bytes, the last one padded with zeros.
struct RequestEntry: Sendable {
    /// Without a charge it has no meaning.
    var amount = ExactDecimal.zero
    /// The number of the currency of the charge; ``noCharge`` without one.
    var currency = Self.noCharge
    /// The position in the source.
    var position: UInt32 = 0
    /// A part of the hash of the id.
    var tag: UInt32 = 0
    /// The first word of the id.
    var start: UInt32 = 0
    /// How many bytes the id has.
    var byteCount: UInt32 = 0
    var isPart = false

    static let noCharge = UInt32.max

    /// The words of the id.
    var words: Range<Int> { Int(start)..<Int(start) + (Int(byteCount) + 7) / 8 }

    /// Whether two ids have the same bytes.
    @inline(__always)
    static func haveSameID(
        _ left: RequestEntry, _ leftWords: [UInt64], _ right: RequestEntry, _ rightWords: [UInt64]
    ) -> Bool {
        guard left.byteCount == right.byteCount else { return false }
        var other = Int(right.start)
        for word in left.words {
            if leftWords[word] != rightWords[other] { return false }
            other &+= 1
        }
        return true
    }
}

extension BorrowedBytes {
    /// Appends the bytes of a text as words, the last one padded with zeros.
    ///
    /// - Returns: The hash of the text, and how many bytes it has.
    @inline(__always)
    static func append(_ text: String, to words: inout [UInt64]) -> (hash: UInt64, count: Int) {
        withBytes(of: text) { bytes in
            var hash = TextHash.start
            let count = bytes.count
            let left = count % 8
            var index = 0
            while index < count - left {
                let word = bytes.word(at: index)
                hash.add(word)
                words.append(word)
                index += 8
            }
            var rest: UInt64 = 0
            if left > 0 {
                // A word that begins earlier is within the text, and faster.
                rest =
                    count > 8
                    ? bytes.word(at: count - 8) >> UInt64(64 - 8 * left)
                    : bytes.word(at: index) & Self.mask(ofFirst: left)
                words.append(rest)
            }
            return (hash.value(rest: rest, count: count), count)
        }
    }
}
