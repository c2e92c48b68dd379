import Testing

@testable import UsageKit

@Suite struct JSONReaderTests {
    @Test func readsARow() throws {
        let row = try SampleRow(#"{"id":"a","cost":"0.10","tokens":7,"z":true}"#)
        #expect(row.id == "a")
        #expect(row.cost == ExactDecimal("0.1"))
        #expect(row.tokens == 7)
        #expect(row.note == nil)
        #expect(row.unknown == ["z": true])
    }

    // MARK: - Members

    @Test(arguments: [
        #"{"id":"a","cost":1,"tokens":2,"note":"n"}"#, #"{"note":"n","tokens":2,"cost":1,"id":"a"}"#,
        #" { "tokens" : 2 , "id" : "a" , "note" : "n" , "cost" : 1 } "#,
        #"{"\u0069d":"a","c\u006Fst":1,"tokens":2,"\u006e\u006f\u0074\u0065":"n"}"#,
    ])
    func readsMembersInAnyOrderAndSpelling(_ json: String) throws {
        let row = try SampleRow(json)
        #expect(row.id == "a")
        #expect(row.cost == ExactDecimal(1))
        #expect(row.tokens == 2)
        #expect(row.note == "n")
        #expect(row.unknown.isEmpty)
    }

    @Test(arguments: [
        (#"{"id":"a","cost":1,"cost":1}"#, 19, "cost"), (#"{"id":"a","cost":1,"tokens":2,"cost":9}"#, 30, "cost"),
        (#"{"id":"a","cost":1,"c\u006fst":9}"#, 19, #"c\u006fst"#), (#"{"c\u006fst":1,"id":"a","cost":9}"#, 24, "cost"),
        (#"{"cost":null,"cost":1,"id":"a"}"#, 13, "cost"), (#"{"id":"a","id":"a"}"#, 10, "id"),
    ])
    func refusesARepeatedKnownField(_ json: String, offset: Int, path: String) throws {
        let error = try #require(throws: UsageError.self) { try SampleRow(json) }
        #expect(error.code == .malformedJSON)
        #expect(error.byteOffset == offset)
        #expect(error.codingPath == path)
    }

    @Test func keepsUnknownMembersInOrderWithRepetitions() throws {
        let row = try SampleRow(#"{"z":1,"id":"a","y":[{"q":1.50}],"z":2,"\u0078":"é","":null,"ids":3,"i":4,"ID":5}"#)
        #expect(
            JSONValue.object(row.unknown).text
                == #"{"z":1,"y":[{"q":1.50}],"z":2,"x":"é","":null,"ids":3,"i":4,"ID":5}"#)
        #expect(row.unknown["z"] == 2)
        #expect(row.id == "a")
    }

    /// `String` treats the kelvin sign and the letter K as equal; member names are compared by their bytes.
    @Test(arguments: ["\u{212A}", #"\u212a"#])
    func aNameIsComparedByteByByte(_ kelvin: String) throws {
        let row = try SampleRow("{\"\(kelvin)\":1,\"id\":\"a\",\"K\":2}")
        #expect(row.kelvin == 2)
        #expect(row.unknown.members.count == 1)
    }

    @Test func aFieldThatIsOmittedOrNullIsUnknown() throws {
        let omitted = try SampleRow(#"{"id":"a"}"#)
        let null = try SampleRow(
            #"{"id":"a","cost":null,"tokens":null,"is_test":null,"created_at":null,"latency_ms":null,"note":null}"#)
        #expect(omitted == null)
        #expect(omitted.cost == nil)
        #expect(omitted.tokens == nil)
    }

    @Test func aMissingFieldNamesItselfAndItsRow() throws {
        let bytes = Array(#"{"data":[{"id":"a"},{"cost":1}]}"#.utf8)
        let error = try #require(throws: UsageError.self) { try SampleRow.page(bytes) }
        #expect(error.code == .unexpectedShape)
        #expect(error.message == "the field id is missing")
        #expect(error.codingPath == "data[1]")
        #expect(error.byteOffset == 30)
    }

    // MARK: - Positions of errors

    static let malformed: [(String, Int, String)] = [
        ("", 0, ""), ("  ", 2, ""), ("%EF%BB%BF{}", 0, ""), ("{%00}%00", 1, ""), ("{} x", 3, ""), ("{}{}", 2, ""),
        ("{", 1, ""), ("{\"a\"", 4, ""), ("{\"a\":", 5, "a"), ("{\"a\":1", 6, "a"), ("{\"a\":1,", 7, "a"),
        ("{\"a\":1,}", 7, "a"), ("{\"a\":1 \"b\":2}", 7, "a"), ("{\"a\" 1}", 5, ""), ("{a:1}", 1, ""),
        ("[", 1, "[0]"), ("[1", 2, "[0]"), ("[1,", 3, "[1]"), ("[1,]", 3, "[1]"), ("[1 2]", 3, "[0]"),
        ("[1}", 2, "[0]"),
        ("[[],{\"a\":[tru]}]", 10, "[1].a[0]"), ("{\"a\":{\"b\":[0,{\"c\":-}]}}", 18, "a.b[1].c"),
        ("{\"a\":[1,2],\"b\":01}", 15, "b"), ("[0,1.]", 3, "[1]"), ("[1.5.5]", 4, "[0]"),
        ("\"abc", 0, ""), ("[\"abc\\\"", 1, "[0]"), ("[\"ab%0Ac\"]", 4, "[0]"), ("[\"ab%FFc\"]", 4, "[0]"),
        ("[\"%C3%A9\\n%C3\"]", 6, "[0]"), ("[\"%E2%82%AC%ED%A0%80\"]", 5, "[0]"), ("[\"ab\\x\"]", 4, "[0]"),
        ("[\"\\u12x4\"]", 6, "[0]"), ("[\"ab\\ud800c\"]", 4, "[0]"), ("[\"\\ud83d\\u0041\"]", 2, "[0]"),
        ("[\"\\ude00\"]", 2, "[0]"), ("{\"a\":1,\"b%FF\":2}", 9, "?"), ("{\"a\":1,\"\\q\":2}", 8, "\\q"),
        ("{\"a\":[{},{}],\"b\":{\"c\":nul}}", 22, "b.c"),
    ]

    @Test(arguments: malformed)
    func anErrorNamesItsByteAndPath(_ document: String, offset: Int, path: String) throws {
        let error = try #require(throws: UsageError.self) { try JSONValue(json: JSONTestSuite.bytes(of: document)) }
        #expect(error.code == .malformedJSON)
        #expect(error.byteOffset == offset)
        #expect(error.codingPath == path)
    }

    static let misshapen: [(String, UsageError.Code, Int, String)] = [
        ("[]", .unexpectedShape, 0, ""), (#"{"data":{}}"#, .unexpectedShape, 8, "data"),
        (#"{"data":null}"#, .unexpectedShape, 8, "data"), (#"{"data":[[]]}"#, .unexpectedShape, 9, "data[0]"),
        (#"{"data":[{"id":1}]}"#, .unexpectedShape, 15, "data[0].id"),
        (#"{"data":[{"id":null}]}"#, .unexpectedShape, 15, "data[0].id"),
        (#"{"data":[{"id":"a"},{"cost":"5 USD"}]}"#, .unexpectedShape, 28, "data[1].cost"),
        (#"{"data":[{"cost":{"a":1}}]}"#, .unexpectedShape, 17, "data[0].cost"),
        (#"{"data":[{"tokens": 1.5}]}"#, .unexpectedShape, 20, "data[0].tokens"),
        (#"{"data":[{"is_test":"true"}]}"#, .unexpectedShape, 20, "data[0].is_test"),
        (#"{"data":[{"K":null}]}"#, .unexpectedShape, 14, "data[0].K"),
        (#"{"data":[{"created_at":17}]}"#, .unexpectedShape, 23, "data[0].created_at"),
        (#"{"data":[{"created_at":"2026-02-30T00:00:00Z"}]}"#, .invalidTimestamp, 23, "data[0].created_at"),
        (#"{"data":[{"latency_ms":"12 ms"}]}"#, .unexpectedShape, 23, "data[0].latency_ms"),
        (#"{"data":[{"latency_ms": 1e30}]}"#, .unexpectedShape, 24, "data[0].latency_ms"),
        (#"{"data":[{"cost":1111111111222222222233333333334444444.01}]}"#, .inexactNumber, 17, "data[0].cost"),
        // Invalid JSON is reported as malformed, whatever type was expected.
        (#"{"data":[{"cost":01}]}"#, .malformedJSON, 17, "data[0].cost"),
        (#"{"data":[{"cost":-}]}"#, .malformedJSON, 17, "data[0].cost"),
        (#"{"data":[{"cost":nul}]}"#, .malformedJSON, 17, "data[0].cost"),
        (#"{"data":[{"cost":NaN}]}"#, .malformedJSON, 17, "data[0].cost"),
        (#"{"data":[{"cost":1.}]}"#, .malformedJSON, 17, "data[0].cost"),
        (#"{"data":[{"is_test":tru}]}"#, .malformedJSON, 20, "data[0].is_test"),
        (#"{"data":[{"id":tru}]}"#, .malformedJSON, 15, "data[0].id"),
        (#"{"data":[{"id":}]}"#, .malformedJSON, 15, "data[0].id"),
        (#"{"data":[{"created_at":"2026-05-20T00:00:00\q"}]}"#, .malformedJSON, 43, "data[0].created_at"),
        (#"{"data":[{"cost":"1\u00"}]}"#, .malformedJSON, 23, "data[0].cost"),
        (#"{"data":["#, .malformedJSON, 9, "data[0]"), (#"{"data""#, .malformedJSON, 7, ""),
    ]

    @Test(arguments: misshapen)
    func aTypeErrorNamesTheByteAndPathOfTheValue(
        _ json: String, code: UsageError.Code, offset: Int, path: String
    ) throws {
        let error = try #require(throws: UsageError.self) { try SampleRow.page(Array(json.utf8)) }
        #expect(error.code == code)
        #expect(error.byteOffset == offset)
        #expect(error.codingPath == path)
    }

    @Test func namesTheEndOfTheDocumentOnlyIfItWasReached() throws {
        let cut = try #require(throws: UsageError.self) { try JSONValue(json: Array("[1,".utf8)) }
        #expect(cut.message == "expected a value, found the end of the document")
        let bad = try #require(throws: UsageError.self) { try JSONValue(json: [0x22, 0xFF, 0x22]) }
        #expect(bad.message == "the string is not UTF-8")
    }

    /// The second name is a single character of `String`.
    @Test(arguments: ["n", "\u{301}"])
    func aLongNameDoesNotFillThePath(_ scalar: String) throws {
        let name = String(repeating: scalar, count: 100_000)
        let error = try #require(throws: UsageError.self) { try JSONValue(json: Array("{\"\(name)\":x}".utf8)) }
        #expect(error.codingPath == String(repeating: scalar, count: 64) + "…")
    }

    // MARK: - Sequences

    @Test func readsASequenceOfDocuments() throws {
        let rows = try JSONReader.readSequence(Array("{\"id\":\"a\"}\n{\"id\":\"b\"} \n\n".utf8)) {
            (json) throws(UsageError) in
            var rows: [SampleRow] = []
            while !json.isAtEnd() { rows.append(try SampleRow(&json)) }
            return rows
        }
        #expect(rows.map(\.id) == ["a", "b"])
    }

    @Test func everyDamagedPageIsReadOrFailsWithAByteAndAPath() throws {
        let page = Array(
            (#"{"data":[{"id":"a","cost":"0.5","tokens":12,"is_test":false,"created_at":"2026-05-20T00:00:00Z","#
                + #""latency_ms":1.5,"note":"\u00e9","more":{"x":[1]}},{"id":"b"}],"has_more":true}"#).utf8)
        #expect(try SampleRow.page(page).count == 2)
        var generator = SeededGenerator(seed: 7)
        let codes: Set<UsageError.Code> = [.malformedJSON, .unexpectedShape, .inexactNumber, .invalidTimestamp]
        for _ in 0..<5_000 {
            var bytes = page
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                bytes[Int.random(in: bytes.indices, using: &generator)] = .random(in: .min ... .max, using: &generator)
            }
            do {
                _ = try SampleRow.page(bytes)
                #expect(throws: Never.self) { try JSONValue(json: bytes) }
            } catch {
                #expect(codes.contains(error.code))
                #expect((0...bytes.count).contains(try #require(error.byteOffset)))
                #expect(error.codingPath != nil)
            }
        }
    }
}
