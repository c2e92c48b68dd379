import Testing
import UsageKitTesting

@testable import UsageKit

/// Files that were joined, and rows that look like pages.
@Suite struct JoinedFilesTests {
    private static let mark = "\u{FEFF}"

    private static func row(_ id: String, _ members: String = "") -> String {
        #"{"id":"\#(id)","model":"m","modality":"chat","cost_eur":1,"created_at":"2026-06-02T09:00:00Z"\#(members)}"#
    }

    private func ids(_ text: String) throws -> [String] {
        let bytes = Array(text.utf8)
        let (rows, report) = try Tresor.replay.rows(of: bytes)
        #expect(report.rows == rows.count)
        #expect(report.isComplete)
        var ledger = UsageLedger()
        #expect(try ledger.ingest(Tresor.replay, of: bytes) == report)
        #expect(ledger.count == rows.count)
        return rows.map(\.id)
    }

    @Test func aByteOrderMarkBeforeEachFileIsSkipped() throws {
        let text = Self.mark + Self.row("a") + "\n" + Self.row("b") + "\n" + Self.mark + Self.row("c") + "\n"
        #expect(try ids(text) == ["a", "b", "c"])
    }

    @Test(arguments: [
        // Arrays, pages, a line without its end, and marks without a file.
        ("\(mark)[\(row("a")),\(row("b"))]\n\(mark)[\(row("c"))]", ["a", "b", "c"]),
        ("[\(row("a"))] [] [\(row("c"))]", ["a", "c"]),
        (
            #"\#(mark){"data":[\#(row("a"))],"total_count":1}"# + "\n"
                + #"\#(mark){"data":[\#(row("c"))],"total_count":1}"#, ["a", "c"]
        ),
        ("\(row("a"))\(mark)\(row("b"))\n", ["a", "b"]), ("\(mark)\(mark)\(row("a"))\n\(mark)\n", ["a"]), (mark, []),
    ])
    func theSameHoldsForEveryForm(text: String, expected: [String]) throws {
        #expect(try ids(text) == expected)
    }

    @Test(arguments: ["\u{FEFF}x", "\u{FEFF}{\u{FEFF}}", "{\u{FEFF}}"])
    func aByteOrderMarkInsideAValueIsRefused(text: String) {
        #expect(throws: UsageError.self) { try Tresor.replay.rows(of: Array(text.utf8)) }
    }

    @Test(arguments: [[0xEF], [0xEF, 0xBB]])
    func aByteOrderMarkThatIsCutOffIsRefused(rest: [UInt8]) {
        let bytes = Array(Self.row("a").utf8) + rest
        #expect(throws: UsageError.self) { try Tresor.replay.rows(of: bytes) }
    }

    /// A document with members of a row is a row.
    @Test(arguments: [#","data":[]"#, #","data":[{"id":"x"}],"total_count":9"#])
    func rowsMayHaveAMemberOfTheirOwnNamedData(member: String) throws {
        #expect(try ids(["a", "b", "c"].map { Self.row($0, member) }.joined(separator: "\n")) == ["a", "b", "c"])
        let first =
            #"{"data":[],"id":"a","model":"m","modality":"chat","cost_eur":1,"created_at":"2026-06-02T09:00:00Z"}"#
        #expect(try ids(first) == ["a"])
        #expect(try ids("[\(Self.row("a", member))]") == ["a"])
        #expect(try ids("{\"data\":[\(Self.row("a", member))],\"total_count\":1}") == ["a"])
    }

    @Test(arguments: RowLedger.allCases)
    func thisHoldsForEveryProvider(_ provider: RowLedger) throws {
        let name = provider == .chatBotKit ? "items" : "data"
        let rows = provider.rows(seed: 3, count: 5).map { String($0.text.dropLast()) + ",\"\(name)\":[1]}\n" }
        let bytes = Array(rows.joined().utf8)
        let count =
            switch provider {
            case .aurous, .aurousCredits: try Aurous.replay.rows(of: bytes).rows.count
            case .venice, .veniceRetired: try Venice.replay.rows(of: bytes).rows.count
            case .tresor: try Tresor.replay.rows(of: bytes).rows.count
            case .chatBotKit: try ChatBotKit.replay.rows(of: bytes).rows.count
            case .auralytik, .auralytikSigned: try Auralytik.replay.rows(of: bytes).rows.count
            }
        #expect(count == 5)
    }

    @Test func aRowAmongPagesIsNamed() throws {
        let text = #"{"data":[]}"# + "\n" + Self.row("a")
        let error = try #require(throws: UsageError.self) { try Tresor.replay.rows(of: Array(text.utf8)) }
        #expect(error.message.hasPrefix("line 2: "))
        #expect(error.message.contains("the member created_at of a row"))
    }

    /// The error of a server, saved instead of rows or after them.
    @Test(arguments: ["", row("a") + "\n"])
    func theErrorOfAServerIsQuoted(before: String) throws {
        let text = before + #"{"error":{"code":"no_index","message":"the index is down"}}"# + "\n"
        let error = try #require(throws: UsageError.self) { try Tresor.replay.rows(of: Array(text.utf8)) }
        #expect(error.message.hasPrefix("line \(before.isEmpty ? 1 : 2): "))
        #expect(error.message.contains("the index is down"))
        #expect(error.providerCode == "no_index")
    }

    // MARK: Rows without ids

    private static func entry(_ second: Int, _ amount: Int = -1) -> String {
        #"{"timestamp":"2026-06-02T09:00:0\#(second)Z","sku":"m-image-unit","units":1,"pricePerUnitUsd":1,"#
            + #""amount":\#(amount),"currency":"USD","inferenceDetails":null}"# + "\n"
    }

    private func notes(_ lines: [String], in window: TimeWindow = .all) throws -> [WalkNote] {
        let bytes = Array(lines.joined().utf8)
        let (rows, report) = try Venice.replay.rows(of: bytes, in: window)
        var ledger = UsageLedger()
        #expect(try ledger.ingest(Venice.replay, of: bytes, in: window) == report)
        #expect(ledger.count == rows.count)
        #expect(rows.count + report.outsideWindow == lines.count)
        #expect(report.isComplete)
        return report.notes
    }

    @Test func rowsOfOverlappingExportsAreCounted() throws {
        let export = (0..<5).map { Self.entry($0) }
        let notes = try notes(export + export)
        #expect(notes.map(\.code) == [.repeatedRow])
        #expect(notes.map(\.count) == [5])
        #expect(notes.first?.first == ["line 6", "line 7", "line 8"])
    }

    @Test(arguments: [
        [entry(0), entry(0), entry(1), entry(1)], [entry(0), entry(0, -2), entry(0), entry(0, -2), entry(1)],
        [entry(0), entry(1), entry(2)], [entry(0), entry(1), entry(0, -2)],
    ])
    func equalChargesOfAnInstantAreNotNoted(lines: [String]) throws {
        #expect(try notes(lines).isEmpty)
    }

    /// Two exports that have one row in common, which is the last of the first and the first of the second.
    @Test func theFirstRowOfAnExportMayRepeatTheLastOfAnother() throws {
        let page = #"{"data":[\#(Self.entry(0))],"nextCursor":null}"#
        let array = "[\(Self.entry(0))]"
        for text in [page + "\n" + page, array + "\n" + array] {
            let bytes = Array(text.utf8)
            let (rows, report) = try Venice.replay.rows(of: bytes)
            #expect(rows.count == 2)
            #expect(report.notes.map(\.code) == [.repeatedRow])
            #expect(report.notes.map(\.count) == [1])
            var ledger = UsageLedger()
            #expect(try ledger.ingest(Venice.replay, of: bytes) == report)
        }
        // Within a listing, two equal charges may be on two pages.
        let listing =
            #"{"data":[\#(Self.entry(0))],"nextCursor":"a"}"# + "\n" + #"{"data":[\#(Self.entry(0)),"#
            + #"\#(Self.entry(1))],"nextCursor":null}"#
        #expect(try Venice.replay.rows(of: Array(listing.utf8)).report.notes.isEmpty)
    }

    /// An id that is empty identifies nothing.
    @Test(arguments: ["lines", "array", "page"]) func rowsWithEmptyIDsAllCount(form: String) throws {
        let rows = [Self.row(""), Self.row("", #","region":"eu""#), Self.row("a"), Self.row("a")]
        let array = "[\(rows.joined(separator: ","))]"
        let text =
            switch form {
            case "lines": rows.joined(separator: "\n")
            case "array": array
            default: #"{"data":\#(array),"total_count":4}"#
            }
        let (saved, report) = try Tresor.replay.rows(of: Array(text.utf8))
        #expect(saved.map(\.id) == ["", "", "a"])
        #expect((report.rows, report.duplicates, report.revised) == (3, 1, 0))
        var ledger = UsageLedger()
        #expect(try ledger.ingest(Tresor.replay, of: Array(text.utf8)) == report)
        #expect(ledger.count == 3)
        var stream = Tresor.replay.stream()
        let streamed = try stream.read(Array(text.utf8))
        #expect(try streamed + stream.end() == saved)
    }

    @Test func rowsOutsideTheWindowAreNotNoted() throws {
        let window = TimeWindow.between("2026-06-02T09:00:01Z", "2026-06-02T09:00:09Z")
        #expect(try notes([Self.entry(0), Self.entry(1), Self.entry(0)], in: window).isEmpty)
        #expect(try notes([Self.entry(1), Self.entry(2), Self.entry(1)], in: window).map(\.count) == [1])
    }
}
