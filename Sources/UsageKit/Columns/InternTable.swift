/// The distinct texts of a column, each with a symbol.
///
/// A symbol is the number of a text in the order of first occurrence. Symbol 0 is the missing text.
///
/// Texts are equal if their UTF-8 bytes are. Swift's own equality treats `é` in one scalar and in two scalars as equal,
/// so a report would depend on which came first.
struct InternTable: Sendable {
    /// Where the bytes of a text are.
    private struct Entry: Sendable {
        /// The number of UTF-8 bytes.
        let count: Int
        /// The index of the first of the text's ``words``.
        let start: Int
    }

    /// The text of each symbol.
    private(set) var texts: [String?] = [nil]
    /// Whether there are symbols whose texts are lost.
    private(set) var isDamaged = false
    /// The symbols by the hashes of their texts, and for each symbol where its bytes are.
    private var index = HashIndex()
    private var entries = [Entry(count: -1, start: 0)]
    /// The bytes of all texts as words; the last word of each text is padded with zeros.
    private var words: [UInt64] = []
    /// The previous text if it is ASCII, since consecutive rows often repeat a text.
    private var last = ""
    private var lastLength = -1
    private var lastSymbol: UInt32 = 0
    /// The previous constant and its symbol.
    private var lastConstant: StaticString = ""
    private var constantSymbol: UInt32?

    init() {}

    var count: Int { texts.count }

    mutating func symbol(for text: String?) -> UInt32 {
        guard let text else { return 0 }
        let length = text.utf8.count
        // A different text that Swift treats as equal to an ASCII text has more UTF-8 bytes.
        if length == lastLength, text == last { return lastSymbol }
        return BorrowedBytes.withBytes(of: text) { bytes in
            let symbol = self.symbol(for: bytes.text(at: 0..<bytes.count), in: bytes)
            if bytes.plainRun(at: 0) == length { (last, lastLength, lastSymbol) = (text, length, symbol) }
            return symbol
        }
    }

    /// The symbol of a text that nearly always equals the previous one.
    @inline(__always)
    mutating func symbol(forRepeated text: String) -> UInt32 {
        text == last && lastLength == text.utf8.count ? lastSymbol : symbol(for: text)
    }

    /// The symbol of a constant of a mapping, which nearly always is the previous one.
    @inline(__always)
    mutating func symbol(forConstant text: StaticString) -> UInt32 {
        if let constantSymbol, text.isIdentical(to: lastConstant) { return constantSymbol }
        return symbol(forOtherConstant: text)
    }

    @inline(never)
    private mutating func symbol(forOtherConstant text: StaticString) -> UInt32 {
        let symbol = symbol(for: text.description)
        (lastConstant, constantSymbol) = (text, symbol)
        return symbol
    }

    /// The symbol of a text that is part of a document.
    @inline(__always)
    mutating func symbol(for text: ByteSlice, in bytes: borrowing BorrowedBytes) -> UInt32 {
        if let symbol = index.find(text.hash, isSame: { isSame(text, entries[$0], in: bytes) }) {
            return UInt32(truncatingIfNeeded: symbol)
        }
        return insert(text, in: bytes)
    }

    @inline(__always)
    private func isSame(_ text: ByteSlice, _ entry: Entry, in bytes: borrowing BorrowedBytes) -> Bool {
        if entry.count != text.count { return false }
        var offset = 0
        var word = entry.start
        while offset &+ 8 <= text.count {
            if bytes.word(at: text.start &+ offset) != words[word] { return false }
            offset &+= 8
            word &+= 1
        }
        return bytes.word(at: text.start &+ offset) & BorrowedBytes.mask(ofFirst: text.count &- offset) == words[word]
    }

    @inline(never)
    private mutating func insert(_ text: ByteSlice, in bytes: borrowing BorrowedBytes) -> UInt32 {
        let symbol = UInt32(texts.count)
        index.insert(text.hash, at: texts.count)
        entries.append(Entry(count: text.count, start: words.count))
        texts.append(bytes.plainText(text.range))
        var offset = 0
        while offset + 8 <= text.count {
            words.append(bytes.word(at: text.start + offset))
            offset += 8
        }
        words.append(bytes.word(at: text.start + offset) & BorrowedBytes.mask(ofFirst: text.count - offset))
        return symbol
    }

    /// Skips symbols whose texts are lost; no row may have one of them.
    mutating func skip(_ symbols: Int) {
        if symbols > 0 { isDamaged = true }
        for _ in 0..<symbols {
            texts.append(nil)
            entries.append(Entry(count: -1, start: 0))
        }
    }

    /// Adds all texts of another table, and returns the symbol in this table for each symbol of the other.
    mutating func merge(_ other: InternTable) -> [UInt32] {
        other.texts.map { symbol(for: $0) }
    }

    /// Ranks the texts by their bytes, the missing text last; equal texts have equal ranks.
    static func ranks(of texts: [String?]) -> (ranks: [UInt32], count: Int) {
        let order = texts.indices.sorted { precedes(texts[$0], texts[$1]) }
        var ranks = [UInt32](repeating: 0, count: texts.count)
        var next: UInt32 = 0
        for (position, index) in order.enumerated() {
            if position > 0, precedes(texts[order[position - 1]], texts[index]) { next += 1 }
            ranks[index] = next
        }
        return (ranks, texts.isEmpty ? 0 : Int(next) + 1)
    }

    /// Whether a text comes before another in the order of their UTF-8 bytes, with the missing text last.
    static func precedes(_ left: String?, _ right: String?) -> Bool {
        guard let left else { return false }
        guard let right else { return true }
        return left.utf8.lexicographicallyPrecedes(right.utf8)
    }
}
