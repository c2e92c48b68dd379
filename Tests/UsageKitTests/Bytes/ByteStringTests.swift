import Testing

@testable import UsageKit

@Suite struct ByteStringTests {
    /// `é` in one scalar (NFC) and in two (NFD).
    @Test func canonicallyEquivalentTextsAreDifferent() {
        let composed = ByteString("\u{E9}")
        let decomposed = ByteString("e\u{301}")
        #expect(composed.text == decomposed.text)
        #expect(composed != decomposed)
        #expect(Set([composed, decomposed]).count == 2)
        #expect(decomposed < composed)
    }

    @Test func equalBytesHaveEqualHashes() {
        var random = SeededGenerator(seed: 71)
        for length in 0...40 {
            let scalars = (0..<length).map { _ in ["a", "\u{E9}", "e\u{301}", "日"].randomElement(using: &random) ?? "" }
            let text = scalars.joined()
            let copy = String(decoding: Array(text.utf8), as: UTF8.self)
            #expect(ByteString(text) == ByteString(copy))
            #expect(ByteString(text).hashValue == ByteString(copy).hashValue)
            #expect(BorrowedBytes.hash(of: text) == BorrowedBytes.hash(of: copy))
        }
    }

    @Test func hashesOfTextsThatDifferInOneByteAreDifferent() {
        let texts = (0...40).flatMap { length in
            (0...length).map { index in
                String(repeating: "a", count: index) + "b" + String(repeating: "a", count: length - index)
            }
        }
        #expect(Set(texts.map(BorrowedBytes.hash)).count == texts.count)
    }

    @Test func aTextHasTheSameHashInsideADocument() {
        for text in ["", "a", "abcdefg", "abcdefgh", "abcdefghi", "\u{E9}", "e\u{301}"] {
            let document = Array("[\"\(text)\"]xxxxxxxx".utf8)
            let slice = BorrowedBytes.withBytes(of: document) { $0.text(at: 2..<2 + text.utf8.count) }
            #expect(slice.hash == BorrowedBytes.hash(of: text))
            #expect(slice.range == 2..<2 + text.utf8.count)
        }
    }
}
