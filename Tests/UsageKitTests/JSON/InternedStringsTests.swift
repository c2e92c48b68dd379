import Testing

@testable import UsageKit

@Suite struct InternedStringsTests {
    @Test func returnsTheSameTextTwice() throws {
        let json = Array(#"["gpt","gpt"]"#.utf8)
        let texts = try JSONReader.read(json) { (json) throws(UsageError) in
            try json.array { (json) throws(UsageError) in try json.internedString() }
        }
        #expect(texts == ["gpt", "gpt"])
    }

    private func read(_ json: String) throws(UsageError) -> [String] {
        try JSONReader.read(Array(json.utf8)) { (json) throws(UsageError) in
            try json.array { (json) throws(UsageError) in try json.internedString() }
        }
    }

    private func expectSame(_ texts: [String], separator: String = ",") throws {
        let json = "[" + texts.map { JSONValue.string($0).text }.joined(separator: separator) + "]"
        #expect(try read(json).map { Array($0.utf8) } == texts.map { Array($0.utf8) })
    }

    /// For each length there are texts that differ in one byte only, so that length, first and last bytes and slot can be
    /// equal.
    @Test func textsThatDifferInOneByteAreDifferent() throws {
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

    /// With more texts than slots, a replaced text is created again.
    @Test func readsMoreTextsThanTheCacheHolds() throws {
        var generator = SeededGenerator(seed: 22)
        let texts = (0..<5_000).map { "model-\($0 % 1_500)" + String(repeating: "x", count: $0 % 1_500 % 20) }
        try expectSame(texts.shuffled(using: &generator), separator: " ,\n ")
    }

    @Test func readsTextsThatAreNotPlain() throws {
        let texts = ["é", "a\"b", "a\\b", "line\nbreak", "", "日本語のモデル", "K", "\u{212A}", "e\u{301}", "\u{E9}", "\0"]
        try expectSame(texts + texts)
        #expect(try read(#"["\u0061","a","\u0061"]"#) == ["a", "a", "a"])
    }

    @Test(arguments: ["[1]", "[\"a\u{1}\"]", "[\"a", "[\"\\x\"]", "[null]", "["])
    func failsLikeReadingAString(_ json: String) throws {
        let error = try #require(throws: UsageError.self) { try read(json) }
        let other = try #require(throws: UsageError.self) {
            try JSONReader.read(Array(json.utf8)) { (json) throws(UsageError) in
                try json.array { (json) throws(UsageError) in try json.string() }
            }
        }
        #expect(error == other)
    }
}
