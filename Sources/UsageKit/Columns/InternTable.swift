/// The distinct texts of a column, numbered in the order in which they came; 0 is the missing text.
///
/// Texts are the same where their UTF-8 bytes are. Swift's own equality takes `é` in one scalar and in two for one
/// text, and a report would then depend on which came first.
struct InternTable: Sendable {
    /// Where a text is kept; the code 0 marks a slot that is free.
    private struct Slot: Sendable {
        var hash: UInt64 = 0
        var code: UInt32 = 0
        var count = 0
        /// Where its words begin.
        var start = 0
    }

    private(set) var texts: [String?] = [nil]
    /// By hash, at least twice as many as texts; a slot that is taken leads to the next one.
    private var slots: [Slot] = []
    /// The bytes of all texts, those of each as words, the last one filled up with zeros.
    private var words: [UInt64] = []
    /// The text that came last, where it is ASCII, since rows often repeat it.
    private var last = ""
    private var lastLength = -1
    private var lastCode: UInt32 = 0

    init() {}

    var count: Int { texts.count }

    mutating func code(for text: String?) -> UInt32 {
        guard let text else { return 0 }
        let length = text.utf8.count
        // Whatever Swift takes for equal to an ASCII text without being it is longer.
        if length == lastLength, text == last { return lastCode }
        return BorrowedBytes.withBytes(of: text) { bytes in
            let code = self.code(for: bytes.text(at: 0..<bytes.count), in: bytes)
            if bytes.plainRun(at: 0) == length { (last, lastLength, lastCode) = (text, length, code) }
            return code
        }
    }

    /// The code of a text that nearly always is the one before it.
    @inline(__always)
    mutating func code(forUsual text: String) -> UInt32 {
        text == last && lastLength == text.utf8.count ? lastCode : code(for: text)
    }

    /// The code of a text that still stands in a document.
    @inline(__always)
    mutating func code(for text: ByteSlice, in bytes: borrowing BorrowedBytes) -> UInt32 {
        if !slots.isEmpty {
            let mask = slots.count &- 1
            var index = Int(truncatingIfNeeded: text.hash) & mask
            while slots[index].code != 0 {
                if slots[index].hash == text.hash, slots[index].count == text.count,
                    isSame(text, slots[index].start, in: bytes)
                {
                    return slots[index].code
                }
                index = (index &+ 1) & mask
            }
        }
        return insert(text, in: bytes)
    }

    @inline(__always)
    private func isSame(_ text: ByteSlice, _ start: Int, in bytes: borrowing BorrowedBytes) -> Bool {
        var offset = 0
        var word = start
        while offset &+ 8 <= text.count {
            if bytes.word(at: text.start &+ offset) != words[word] { return false }
            offset &+= 8
            word &+= 1
        }
        return bytes.word(at: text.start &+ offset) & BorrowedBytes.mask(ofFirst: text.count &- offset) == words[word]
    }

    @inline(never)
    private mutating func insert(_ text: ByteSlice, in bytes: borrowing BorrowedBytes) -> UInt32 {
        let code = UInt32(texts.count)
        if 2 * texts.count > slots.count { makeSlots() }
        place(Slot(hash: text.hash, code: code, count: text.count, start: words.count))
        texts.append(bytes.plainText(text.range))
        var offset = 0
        while offset + 8 <= text.count {
            words.append(bytes.word(at: text.start + offset))
            offset += 8
        }
        words.append(bytes.word(at: text.start + offset) & BorrowedBytes.mask(ofFirst: text.count - offset))
        return code
    }

    private mutating func makeSlots() {
        let old = slots
        slots = [Slot](repeating: Slot(), count: Swift.max(16, 2 * old.count))
        for slot in old where slot.code != 0 { place(slot) }
    }

    private mutating func place(_ slot: Slot) {
        var index = Int(truncatingIfNeeded: slot.hash) & (slots.count - 1)
        while slots[index].code != 0 { index = (index + 1) & (slots.count - 1) }
        slots[index] = slot
    }

    /// Takes in all texts of another table; gives the new code for each of its codes.
    mutating func merge(_ other: InternTable) -> [UInt32] {
        other.texts.map { code(for: $0) }
    }

    /// Numbers the texts by their bytes, the missing one last; equal texts have equal ranks.
    static func ranks(of texts: [String?]) -> (ranks: [UInt32], count: Int) {
        let order = texts.indices.sorted { precedes(texts[$0], texts[$1]) }
        var ranks = [UInt32](repeating: 0, count: texts.count)
        var next: UInt32 = 0
        for (place, index) in order.enumerated() {
            if place > 0, precedes(texts[order[place - 1]], texts[index]) { next += 1 }
            ranks[index] = next
        }
        return (ranks, texts.isEmpty ? 0 : Int(next) + 1)
    }

    static func precedes(_ left: String?, _ right: String?) -> Bool {
        guard let left else { return false }
        guard let right else { return true }
        return left.utf8.lexicographicallyPrecedes(right.utf8)
    }
}
