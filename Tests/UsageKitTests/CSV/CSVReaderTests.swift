import Foundation
import Testing

@testable import UsageKit

@Suite struct CSVReaderTests {
    @Test func readsTwoRecords() throws {
        var records: [[String?]] = []
        var reader = CSVReader()
        let append = { (record: CSVRecord) throws(UsageError) in records.append([record.text(0), record.text(1)]) }
        try reader.read(Array("id,note\r\n1,\"a \"\"b\"\"\"\r\n".utf8)[...], append)
        try reader.end(append)
        #expect(records == [["id", "note"], ["1", "a \"b\""]])
    }

    static let grammar: [(String, [[String]])] = [
        ("", []), ("\u{FEFF}", []), ("\n", [[""]]), ("\r\n", [[""]]), ("a", [["a"]]), ("a\n", [["a"]]),
        ("a\r\n", [["a"]]), (",", [["", ""]]), (",\n", [["", ""]]), ("a,b\nc,d", [["a", "b"], ["c", "d"]]),
        ("a,b\r\nc,d\r\n", [["a", "b"], ["c", "d"]]), ("a,b\r\nc,d\n", [["a", "b"], ["c", "d"]]),
        ("a,", [["a", ""]]), (",a", [["", "a"]]), ("a,,b", [["a", "", "b"]]), ("a\n\nb", [["a"], [""], ["b"]]),
        (" a , b ", [[" a ", " b "]]), ("a\tb", [["a\tb"]]), ("a;b", [["a;b"]]), ("a'b", [["a'b"]]),
        (#""""#, [[""]]), (#""","""#, [["", ""]]), (#""a""#, [["a"]]), (#""a","b""#, [["a", "b"]]),
        (#""a,b",c"#, [["a,b", "c"]]), ("\"a\nb\",c", [["a\nb", "c"]]), ("\"a\r\nb\",c", [["a\r\nb", "c"]]),
        ("\"a\rb\"", [["a\rb"]]), (#""a""b""#, [["a\"b"]]), (#""""""#, [["\""]]), (#""""""""#, [["\"\""]]),
        ("\"\"\",\"\"\"", [["\",\""]]), ("\"a\"\r\n\"b\"\r\n", [["a"], ["b"]]), ("\"\n\"", [["\n"]]),
        ("\u{FEFF}a,b", [["a", "b"]]), ("\u{FEFF}\"a\",b", [["a", "b"]]), ("a,\u{FEFF}b", [["a", "\u{FEFF}b"]]),
        ("é,日本,🙂\n", [["é", "日本", "🙂"]]), ("\"\u{301}\",a", [["\u{301}", "a"]]), ("\0,\u{1}", [["\0", "\u{1}"]]),
        ("'=1+1,-0.5", [["'=1+1", "-0.5"]]),
    ]

    @Test(arguments: grammar)
    func cellsAreRead(_ text: String, cells: [[String]]) throws {
        #expect(try CSVText.cells(text) == cells)
    }

    @Test(arguments: grammar)
    func blocksOfAnySizeGiveTheSameCells(_ text: String, cells: [[String]]) throws {
        for size in 1...4 { #expect(try CSVText.cells(text, blocks: size) == cells) }
    }

    static let broken: [(String, Int)] = [
        (#"a"b"#, 1), (#"a,b"# + "\n" + #"c,d""#, 7), (#" "a""#, 1), (#""a"b"#, 3), (#""a" ,b"#, 3), (#"x,"a"b"#, 5),
        ("\"", 0), ("\"a", 0), ("a,\"b", 2), ("a\nb,\"c\nd,e\n", 4), (#"a,"b"""#, 2), ("\"a\"\u{301},b", 3),
        ("a\rb", 1), ("a\r", 1), ("\ra", 0), ("a\r\r\n", 1), ("\"a\"\rb", 3), ("\"a\"\r", 3), ("a,\r", 2),
        ("\u{FEFF}a\"", 4),
    ]

    @Test(arguments: broken)
    func ambiguousInputIsAnErrorThatNamesItsByte(_ text: String, byte: Int) throws {
        for size in [.max, 1, 2, 3] {
            let error = try #require(CSVText.failure(text, blocks: size))
            #expect(error.code == .malformedCSV)
            #expect(error.byteOffset == byte)
        }
    }

    @Test func anIncompleteByteOrderMarkIsNotText() throws {
        #expect(CSVText.failure([0xEF, 0xBB])?.byteOffset == 0)
        #expect(try CSVText.cells([0xEF, 0xBB, 0x61, 0x2C, 0x62]) == [[nil, "b"]])
        #expect(try CSVText.cells([0xEF, 0x2C, 0x62], blocks: 1) == [[nil, "b"]])
        #expect(CSVText.failure([0xEF, 0x22])?.byteOffset == 1)
    }

    @Test func aCellThatIsNotUTF8HasNoText() throws {
        #expect(try CSVText.cells([0x61, 0x2C, 0xFF, 0x0A, 0x62]) == [["a", nil], ["b"]])
    }

    @Test func keepsPositionsInTheFile() throws {
        var positions: [[Int]] = []
        let append = { (record: CSVRecord) throws(UsageError) in
            positions.append([record.offset] + (0..<record.count).map(record.offset) + [record.end])
        }
        var reader = CSVReader()
        try reader.read(Array("\u{FEFF}a,\"b\n\"\r\n\"\"\"\",\n,".utf8)[...], append)
        try reader.end(append)
        #expect(positions == [[3, 3, 5, 9], [11, 11, 16, 16], [17, 17, 18, 18]])
    }

    @Test func anUnclosedQuoteBuffersAtMostOneRecord() throws {
        let limit = CSVReader.maximumRecordLength
        let text = "a,b\n1,\"" + String(repeating: "x\n", count: limit)
        for size in [.max, 4096] {
            let error = try #require(CSVText.failure(text, blocks: size))
            #expect(error.code == .malformedCSV)
            #expect(error.byteOffset == 4)
        }
        let long = String(repeating: "x", count: limit)
        #expect(try CSVText.cells("\(long)\n\(long)\n", blocks: 1000) == [[long], [long]])
        #expect(CSVText.failure("\(long)x\n") != nil)
        #expect(CSVText.failure(String(repeating: ",", count: limit + 1)) != nil)
    }

    // MARK: - Properties

    private static let pieces = [
        "a", "1", ",", "\"", "\"\"", "\r", "\n", "\r\n", " ", "'", "=", "é", "🙂", "\u{301}", "\0",
    ]

    private static func cell(_ random: inout SeededGenerator) -> String {
        (0..<Int.random(in: 0...6, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
    }

    @Test(arguments: 0..<20)
    func writtenRecordsRoundTrip(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<50 {
            let columns = Int.random(in: 1...5, using: &random)
            let rows = (0..<Int.random(in: 1...5, using: &random)).map { _ in
                (0..<columns).map { _ in Self.cell(&random) }
            }
            let lineBreak = Bool.random(using: &random) ? "\n" : "\r\n"
            let lines = rows.map { row in
                row.map { cell in
                    let isPlain = !cell.utf8.contains { ",\"\r\n".utf8.contains($0) }
                    return isPlain && Bool.random(using: &random) ? cell : CSVText.quoted(cell)
                }.joined(separator: ",")
            }
            var text = lines.joined(separator: lineBreak)
            // A single empty cell at the end is a line only if a line break follows.
            if lines.last == "" || Bool.random(using: &random) { text += lineBreak }
            if Bool.random(using: &random) { text = "\u{FEFF}" + text }
            #expect(try CSVText.cells(text) == rows, "\(text.debugDescription)")
            #expect(try CSVText.cells(text, blocks: Int.random(in: 1...7, using: &random)) == rows)
        }
    }

    @Test func exportedRecordsRoundTrip() throws {
        var random = SeededGenerator(seed: 9)
        let export = CSVExport(formulas: .kept)
        var text = export.header
        let types = (0..<200).map { _ in Self.cell(&random) }
        for type in types { text += export.line(for: UsageRecord(provider: .tresor, type: type)) }
        let rows = try CSVText.cells(text)
        #expect(rows.allSatisfy { $0.count == rows[0].count })
        let column = try #require(rows[0].firstIndex(of: "type"))
        #expect(rows.dropFirst().map { $0[column] } == types)
    }

    @Test(arguments: 0..<20)
    func readsAnyBytesAlikeInBlocksAndWithoutTrapping(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let alphabet: [UInt8] = [0x22, 0x22, 0x2C, 0x0A, 0x0D, 0x61, 0xEF, 0xBB, 0xBF, 0xFF]
        for _ in 0..<200 {
            let bytes = (0..<Int.random(in: 0...16, using: &random)).map { _ in
                alphabet.randomElement(using: &random) ?? 0
            }
            let whole = Result { () throws(UsageError) in try CSVText.cells(bytes) }
            let parts = Result { () throws(UsageError) in
                try CSVText.cells(bytes, blocks: Int.random(in: 1...5, using: &random))
            }
            #expect(whole == parts, "\(bytes)")
        }
    }

    // MARK: - The published vectors

    /// csv-spectrum (BSD License, © Max Ogden), if present: the cells by the names of the header.
    @Test(arguments: [
        "comma_in_quotes", "empty", "empty_crlf", "escaped_quotes", "json", "newlines", "newlines_crlf",
        "quotes_and_newlines", "simple", "simple_crlf", "utf8",
    ])
    func agreesWithThePublishedVectors(_ name: String) throws {
        guard let csv = vector("\(name).csv"), let json = vector("\(name).json") else { return }
        let rows = try CSVText.cells(csv)
        let found = rows.dropFirst().map { row in
            JSONObject(zip(rows[0], row).map { JSONObject.Member($0 ?? "?", JSONValue($1)) })
        }
        // The CRLF file was stored with LF, but its expectation was not.
        let expected = String(decoding: json, as: UTF8.self).replacingOccurrences(of: #"\r\n"#, with: #"\n"#)
        #expect(try JSONValue.array(found.map(JSONValue.object)) == JSONValue(json: Array(expected.utf8)))
    }

    /// The only vector that violates RFC 4180: a quote inside an unquoted cell.
    @Test func refusesThePublishedVectorWithABareQuote() throws {
        guard let csv = vector("location_coordinates.csv") else { return }
        let error = try #require(CSVText.failure(csv))
        #expect(error.code == .malformedCSV)
        #expect(error.byteOffset.map { csv[$0] } == UInt8(ascii: "\""))
    }

    private func vector(_ name: String) -> [UInt8]? {
        var folder = URL(filePath: #filePath)
        for _ in 0..<5 { folder.deleteLastPathComponent() }
        return (try? Data(contentsOf: folder.appending(path: "shared/vectors/csv/\(name)"))).map { [UInt8]($0) }
    }
}
