import Testing

@testable import UsageKit

@Suite struct InternedStringsTests {
    private func read(_ json: String) throws(UsageError) -> [String] {
        try JSONReader.read(Array(json.utf8)) { (json) throws(UsageError) in
            try json.array { (json) throws(UsageError) in try json.internedString() }
        }
    }

    private func expectSame(_ texts: [String], separator: String = ",") throws {
        let json = "[" + texts.map { JSONValue.string($0).text }.joined(separator: separator) + "]"
        #expect(try read(json).map { Array($0.utf8) } == texts.map { Array($0.utf8) })
    }

    /// Of each length there are texts that differ at one place only, so first and last bytes, length and slot do not
    /// tell them apart.
    @Test func textsThatDifferInOneByteStayApart() throws {
        var generator = SeededGenerator(seed: 21)
        for length in 0...40 {
            let text = [UInt8](repeating: UInt8(ascii: "m"), count: length)
            let variants = (0..<length).flatMap { index in
                [UInt8(ascii: "n"), UInt8(ascii: " ")].map { byte in
                    var variant = text
                    variant[index] = byte
                    return String(decoding: variant, as: UTF8.self)
                }
            }
            let texts = variants + [String(decoding: text, as: UTF8.self)]
            try expectSame((texts + texts + texts).shuffled(using: &generator))
        }
    }

    /// More texts than slots: a text whose slot was taken is made again.
    @Test func moreTextsThanAreKeptAreRead() throws {
        var generator = SeededGenerator(seed: 22)
        let texts = (0..<5_000).map { "model-\($0 % 1_500)" + String(repeating: "x", count: $0 % 1_500 % 20) }
        try expectSame(texts.shuffled(using: &generator), separator: " ,\n ")
    }

    @Test func textsThatAreNotPlainAreRead() throws {
        let texts = ["é", "a\"b", "a\\b", "line\nbreak", "", "日本語のモデル", "K", "\u{212A}", "e\u{301}", "\u{E9}", "\0"]
        try expectSame(texts + texts)
        #expect(try read(#"["\u0061","a","\u0061"]"#) == ["a", "a", "a"])
    }

    @Test(arguments: ["[1]", "[\"a\u{1}\"]", "[\"a", "[\"\\x\"]", "[null]", "["])
    func whatIsNotATextIsRefusedAsByAString(_ json: String) throws {
        let error = try #require(throws: UsageError.self) { try read(json) }
        let other = try #require(throws: UsageError.self) {
            try JSONReader.read(Array(json.utf8)) { (json) throws(UsageError) in
                try json.array { (json) throws(UsageError) in try json.string() }
            }
        }
        #expect(error == other)
    }
}
