import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

@Suite struct LedgerReplayTests {
    @Test func aFileOfTwoLinesFillsALedger() throws {
        let text = """
            {"id":"a","model":"m","modality":"chat","cost_eur":0.1,"created_at":"2026-05-20T00:00:00Z"}
            {"id":"b","model":"m","modality":"chat","cost_eur":0.2,"created_at":"2026-05-20T00:00:01Z"}
            """
        var ledger = UsageLedger()
        let report = try ledger.ingest(Tresor.replay, of: Array(text.utf8))
        #expect(report.rows == 2)
        #expect(ledger.count == 2)
        #expect(try ledger.report().total.charges == [.eur: Decimal(string: "0.3")])
        #expect(ledger.walks == [report])
    }

    private static func row(_ id: String, at instant: String = "2026-05-20T00:00:00Z", cost: String = "0.1") -> String {
        #"{"id":"\#(id)","model":"m","modality":"chat","cost_eur":\#(cost),"created_at":"\#(instant)"}"#
    }

    private func chunks(
        of text: String, in window: TimeWindow = .all, blockSize: Int = 256, count: Int = 3
    ) -> [ChunkResult<Tresor.LedgerRow, WithoutLabels>]? {
        SavedRows.tresor.chunks(
            of: ChunkedFileReader(
                file: .bytes(Array(text.utf8)), window: window, blockSize: blockSize, chunkCount: count),
            WithoutLabels.self)
    }

    /// Writes bytes to a file that exists until a function returns.
    private func withFile<Value>(_ bytes: [UInt8], _ body: (URL) throws -> Value) throws -> Value {
        let url = FileManager.default.temporaryDirectory.appending(path: "replay-\(UUID().uuidString).ndjson")
        try Data(bytes).write(to: url)
        defer { try? FileManager.default.removeItem(at: url) }
        return try body(url)
    }

    private func compare<Row>(_ replay: Replay<Row>, _ bytes: [UInt8], in window: TimeWindow) throws {
        let (rows, report) = try replay.rows(of: bytes, in: window)
        let labels = RowLabelTable.labels
        var expected = UsageLedger(keeping: labels)
        try expected.append(contentsOf: rows.map { $0.usageRecord(keeping: labels) })
        var ofBytes = UsageLedger(keeping: labels)
        #expect(try ofBytes.ingest(replay, of: bytes, in: window) == report)
        #expect(ofBytes.walks == [report])
        #expect(try LedgerFigures.all(of: ofBytes) == LedgerFigures.all(of: expected))
        let ofFile = try withFile(bytes) { url in
            var ledger = UsageLedger(keeping: labels)
            let ofFile = try ledger.ingest(replay, from: url, in: window)
            #expect(ofFile == report)
            return ledger
        }
        #expect(try LedgerFigures.all(of: ofFile) == LedgerFigures.all(of: ofBytes))
    }

    @Test(arguments: RowLedger.allCases, ["\n", "\r\n", "\n\n "])
    func aFileOfLinesGivesTheSameLedgerAsItsRows(_ provider: RowLedger, separator: String) throws {
        let rows = provider.rows(seed: 41, count: 300)
        let bytes = Array((rows.map(\.text).joined(separator: separator) + separator).utf8)
        for window in [TimeWindow.all, .between("2026-05-19T06:00:00Z", "2026-05-22T18:00:00Z")] {
            switch provider {
            case .aurous, .aurousCredits: try compare(Aurous.replay, bytes, in: window)
            case .venice, .veniceRetired: try compare(Venice.replay, bytes, in: window)
            case .tresor: try compare(Tresor.replay, bytes, in: window)
            case .chatBotKit: try compare(ChatBotKit.replay, bytes, in: window)
            case .auralytik, .auralytikSigned: try compare(Auralytik.replay, bytes, in: window)
            }
        }
    }

    @Test(arguments: [1, 2, 3, 7, 40], [100, 256, 4096])
    func readsEachRowOnceWhereverTheFileIsDivided(count: Int, blockSize: Int) throws {
        let lines = (0..<23).map { Self.row("row-\($0)" + String(repeating: "x", count: $0 * 11), cost: "\(1 << $0)") }
        for text in [lines.joined(separator: "\n"), lines.joined(separator: "\n") + "\n"] {
            let pieces = try #require(chunks(of: text, blockSize: blockSize, count: count))
            #expect(pieces.count == count)
            var ledger = UsageLedger()
            for chunk in pieces { ledger.append(chunk.columns) }
            #expect(ledger.count == 23)
            #expect(try ledger.report()[0].charges[.eur] == Decimal((1 << 23) - 1))
        }
    }

    @Test func countsRowsOutsideTheWindow() throws {
        let lines = (1...9).map { Self.row("\($0)", at: "2026-05-0\($0)T00:00:00Z") }
        let window = TimeWindow.between("2026-05-03T00:00:00Z", "2026-05-06T00:00:00Z")
        let pieces = try #require(chunks(of: lines.joined(separator: "\n"), in: window))
        #expect(pieces.reduce(0) { $0 + $1.columns.count } == 3)
        #expect(pieces.reduce(0) { $0 + $1.pages.reduce(0) { $0 + $1.outsideWindow } } == 6)
    }

    /// Files with a row that comes again are not read in chunks.
    @Test(arguments: [
        "[\(row("a")),\(row("a"))]", #"{"data":[\#(row("a"))]}{"data":[\#(row("a"))]}"#,
        "\(row("a"))\n\(row("b"))\n\(row("a"))", "\(row("a"))\n\(row("a", cost: "0.2"))",
    ])
    func readsFilesThatAreNotReadInChunks(text: String) throws {
        #expect(chunks(of: text) == nil)
        try compare(Tresor.replay, Array(text.utf8), in: .all)
    }

    @Test(arguments: [
        "", "\n", row("a").replacing(",", with: ",\n") + row("b"), row("a") + row("b") + "\n" + row("c"),
        row("a") + "\n" + row("b").replacing(",", with: ",\n") + "\n" + row("c"),
    ])
    func readsUnusualFilesInChunks(text: String) throws {
        #expect(chunks(of: text) != nil)
        try compare(Tresor.replay, Array(text.utf8), in: .all)
    }

    @Test(arguments: [
        "x", "\(row("a"))\n{", "\(row("a"))\n\(row("b").dropLast(9))\n\(row("c"))", "\(row("a"))\n5",
        "\(row("a"))\n" + #"{"data":[]}"#, "\(row("a"))\n\(row("b", cost: "x"))",
    ])
    func aMalformedFileIsRefusedWithItsLineAndChangesNothing(text: String) throws {
        #expect(chunks(of: text) == nil)
        var ledger = UsageLedger()
        let error = try #require(throws: UsageError.self) { try Tresor.replay.rows(of: Array(text.utf8)) }
        #expect(throws: error) { try ledger.ingest(Tresor.replay, of: Array(text.utf8)) }
        #expect(ledger.isEmpty)
        #expect(ledger.walks.isEmpty)
    }

    @Test func anInstantThatNoLedgerCanHoldIsUnknown() throws {
        let text = Self.row("a") + "\n" + Self.row("b", at: "1500-01-01T00:00:00Z")
        var ledger = UsageLedger()
        let report = try ledger.ingest(Tresor.replay, of: Array(text.utf8))
        #expect(ledger.count == 2)
        #expect(report.notes.first?.first.first?.hasSuffix(": created_at") == true)
    }

    @Test func anErrorNamesTheMissingFile() throws {
        var ledger = UsageLedger()
        let error = try #require(throws: UsageError.self) {
            try ledger.ingest(Tresor.replay, from: URL(fileURLWithPath: "/nowhere/rows.ndjson"))
        }
        #expect(error.code == .unreadableFile)
        #expect(error.message.contains("rows.ndjson"))
    }

    @Test func anErrorNamesADirectory() throws {
        var ledger = UsageLedger()
        let folder = FileManager.default.temporaryDirectory
        let error = try #require(throws: UsageError.self) { try ledger.ingest(Tresor.replay, from: folder) }
        #expect(error.code == .unreadableFile)
        #expect(error.message.contains("\(folder.lastPathComponent) is a directory"))
    }

    @Test func addsTheRowsToThoseOfTheLedger() throws {
        var ledger = UsageLedger()
        try ledger.ingest(Tresor.replay, of: Array(Self.row("a").utf8))
        try ledger.ingest(Tresor.replay, of: Array((Self.row("a") + "\n" + Self.row("b")).utf8))
        #expect(ledger.count == 3)
        #expect(ledger.walks.map(\.rows) == [1, 2])
    }
}
