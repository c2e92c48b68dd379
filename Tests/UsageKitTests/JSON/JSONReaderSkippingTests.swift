import Testing

@testable import UsageKit

/// A value is skipped exactly if it can be read, and its errors are those of reading.
@Suite struct JSONReaderSkippingTests {
    /// The end of a value, or the reason why there is no end.
    private func end(
        of bytes: [UInt8], _ body: (inout JSONReader) throws(UsageError) -> Void
    ) -> Result<Int, UsageError> {
        do {
            return .success(
                try JSONReader.readSequence(bytes) { (json) throws(UsageError) in
                    try body(&json)
                    return json.position
                })
        } catch {
            return .failure(error)
        }
    }

    private func skipped(_ bytes: [UInt8]) -> Result<Int, UsageError> {
        end(of: bytes) { (json) throws(UsageError) in try json.skipValue() }
    }

    private func read(_ bytes: [UInt8]) -> Result<Int, UsageError> {
        end(of: bytes) { (json) throws(UsageError) in _ = try json.value() }
    }

    @Test func skipsOneValueOfEachKind() {
        #expect(skipped(Array(#" {"a":[null,true,-1.50,"\u00e9\n"]},"#.utf8)) == .success(35))
        #expect(skipped(Array("[1,]".utf8)) == read(Array("[1,]".utf8)))
        #expect(throws: UsageError.self) { try skipped(Array("[1,]".utf8)).get() }
    }

    @Test(arguments: JSONTestSuite.accepted + JSONTestSuite.refused + JSONTestSuite.open)
    func agreesWithReadingOnEveryCase(document: JSONTestSuite.Case) {
        #expect(skipped(document.bytes) == read(document.bytes))
    }

    @Test(arguments: FuzzInputs.seeds(30_000))
    func agreesWithReadingOnDamagedDocuments(seed: UInt64) {
        var mutator = JSONMutator(seed: seed &+ 5000)
        for _ in 0..<FuzzInputs.batch {
            let bytes = mutator.document()
            if skipped(bytes) != read(bytes) { Issue.record("\(bytes) is skipped as \(skipped(bytes))") }
        }
    }

    @Test func agreesWithReadingOnStringsOfAnyBytes() {
        let pieces: [[UInt8]] = [
            [0x22], [0x5C], [0x5C, 0x22], [0x5C, 0x75], Array("d83d".utf8), Array("\\ude00".utf8), Array("\\u12".utf8),
            [0xC3], [0xA9], [0xE2], [0x82], [0xAC], [0xF0], [0x9F], [0x98], [0x80], [0xED], [0xA0], [0xF4], [0x90],
            [0xC0], [0xFF], [0x00], [0x1F], [0x7F], Array("plain text".utf8), Array("\\n".utf8), Array("\\x".utf8),
        ]
        var generator = SeededGenerator(seed: 91)
        for _ in 0..<6_000 {
            let count = Int.random(in: 0...6, using: &generator)
            let content = (0..<count).flatMap { _ in pieces.randomElement(using: &generator) ?? [] }
            for bytes in [[0x22] + content + [0x22], Array("{\"".utf8) + content + Array("\":1}".utf8)]
            where skipped(bytes) != read(bytes) {
                Issue.record("\(bytes) is skipped as \(skipped(bytes)), and read as \(read(bytes))")
            }
        }
    }

    @Test(arguments: [128, 129, 100_000])
    func nestsAsDeepAsReading(depth: Int) {
        for bracket in ["[", "{\"\":"] {
            let bytes = Array(String(repeating: bracket, count: depth).utf8)
            #expect(skipped(bytes) == read(bytes))
        }
    }

    @Test(arguments: [
        (#"{"rows":[]}"#, true), (#"{"a":{"rows":[]},"rows":{}}"#, false), (#"{ "rows" :  [1] , "b":2}"#, true),
        (#"{"rows":[],"rows":1}"#, false), (#"{"rows":1,"r\u006fws":[]}"#, true), ("{}", false),
        (#"{"Rows":[]}"#, false),
    ])
    func theLastMemberOfANameIsAnArray(document: String, expected: Bool) throws {
        let isArray = try JSONReader.read(Array(document.utf8)) { (json) throws(UsageError) in
            try json.skipObject(withArray: "rows")
        }
        #expect(isArray == expected)
    }

    // MARK: The number of values

    private static let limit = JSONReader.maximumValues

    /// An array of zeros.
    private func zeros(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: UInt8(ascii: "0"), count: 2 * count + 1)
        for index in stride(from: 0, to: bytes.count, by: 2) { bytes[index] = UInt8(ascii: ",") }
        bytes[0] = UInt8(ascii: "[")
        bytes[bytes.count - 1] = UInt8(ascii: "]")
        return bytes
    }

    @Test func aDocumentWithMoreValuesThanTheLimitIsSkippedButNotRead() throws {
        guard case .array(let elements) = try JSONValue(json: zeros(Self.limit)) else {
            Issue.record("the document is no array")
            return
        }
        #expect(elements.count == Self.limit)
        let bytes = zeros(Self.limit + 1)
        let error = #expect(throws: UsageError.self) { try JSONValue(json: bytes) }
        #expect(error?.code == .malformedJSON)
        #expect(error?.byteOffset == bytes.count - 2)
        #expect(error?.message.contains("1000000 values") == true)
        #expect(skipped(bytes) == .success(bytes.count))
    }

    @Test func valuesOfEightBytesMayBeAnyNumber() throws {
        let count = Self.limit + 1000
        func document(_ element: String) -> [UInt8] {
            Array(("[" + String(repeating: element + ",", count: count - 1) + element + "]").utf8)
        }
        #expect(read(document("1234567")) == .success(count * 8 + 1))
        #expect(throws: UsageError.self) { try read(document("123456")).get() }
    }

    /// The limit is one of memory: what follows in another document, or was read to look ahead, is not kept with it.
    @Test func eachDocumentIsCountedByItself() throws {
        let half = zeros(Self.limit / 2 + 1)
        try JSONReader.readSequence(half + half + half) { (json) throws(UsageError) in
            for _ in 0..<3 { _ = try json.value() }
        }
        try JSONReader.read([UInt8(ascii: "[")] + half + [UInt8(ascii: "]")]) { (json) throws(UsageError) in
            var elements = try json.elements()
            while try json.next(&elements) {
                let start = json.mark
                for _ in 0..<3 {
                    json.rewind(to: start)
                    _ = try json.value()
                }
            }
        }
    }

    @Test func unknownMembersOfAPageAreNotBuilt() throws {
        let page = Array(#"{"data":[],"has_more":false,"x":"#.utf8) + zeros(Self.limit + 1) + [UInt8(ascii: "}")]
        #expect(try Aurous.replay.rows(ofPage: page).isEmpty)
        #expect(try Aurous.replay.rows(of: page).report.isComplete)
        var ledger = UsageLedger()
        #expect(try ledger.ingest(Aurous.replay, of: page).isComplete)
    }

    @Test func unknownMembersOfRowsAreBounded() throws {
        let row = Array(#"{"id":"a","type":"chat","created_at":"2026-05-20T00:00:00Z","x":"#.utf8)
        let line = row + zeros(Self.limit + 1) + Array("}\n".utf8)
        let error = #expect(throws: UsageError.self) { try Aurous.replay.rows(of: line) }
        #expect(error?.code == .malformedJSON)
        #expect(error?.codingPath?.hasPrefix("x[") == true)
        let half = row + zeros(Self.limit / 2 + 1) + [UInt8(ascii: "}")]
        let page = Array(#"{"data":["#.utf8) + half + [UInt8(ascii: ",")] + half + Array("]}".utf8)
        #expect(throws: UsageError.self) { try Aurous.replay.rows(ofPage: page) }
        #expect(try Aurous.replay.rows(of: half + [UInt8(ascii: "\n")] + half).rows.count == 1)
    }
}
