/// The distinct texts of a column, numbered in the order in which they came; 0 is the missing text.
///
/// Texts are the same where their UTF-8 bytes are. Swift's own equality takes `é` in one scalar and in two for one
/// text, and a report would then depend on which came first.
struct InternTable: Sendable {
    private(set) var texts: [String?] = [nil]
    /// The codes of texts that are ASCII, for which Swift's own equality is much faster.
    private var plain: [String: UInt32] = [:]
    private var others: [Bytes: UInt32] = [:]
    /// The text that came last, since rows often repeat it.
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
        if let code = plain[text], texts[Int(code)]?.utf8.count == length {
            (last, lastLength, lastCode) = (text, length, code)
            return code
        }
        return slowCode(for: text)
    }

    @inline(never)
    private mutating func slowCode(for text: String) -> UInt32 {
        let key = Bytes(text: text)
        if let code = others[key] { return code }
        let code = UInt32(texts.count)
        texts.append(text)
        if text.utf8.allSatisfy({ $0 < 0x80 }) { plain[text] = code } else { others[key] = code }
        return code
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

    /// A text that is compared by its UTF-8 bytes.
    struct Bytes: Hashable, Sendable {
        let text: String

        static func == (left: Bytes, right: Bytes) -> Bool {
            left.text.utf8.elementsEqual(right.text.utf8)
        }

        func hash(into hasher: inout Hasher) {
            var word: UInt64 = 0
            var length = 0
            for byte in text.utf8 {
                word = word << 8 | UInt64(byte)
                length += 1
                if length & 7 == 0 { hasher.combine(word) }
            }
            hasher.combine(word)
            hasher.combine(length)
        }
    }
}
