/// The distinct texts of a column, numbered in the order in which they came; 0 is the missing text.
///
/// Texts are the same where their UTF-8 bytes are. Swift's own equality takes `é` in one scalar and in two for one
/// text, and a report would then depend on which came first.
struct InternTable: Sendable {
    private(set) var texts: [String?] = [nil]
    private var codes: [Bytes: UInt32] = [:]

    init() {}

    var count: Int { texts.count }

    mutating func code(for text: String?) -> UInt32 {
        guard let text else { return 0 }
        let key = Bytes(text: text)
        if let code = codes[key] { return code }
        let code = UInt32(texts.count)
        texts.append(text)
        codes[key] = code
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
