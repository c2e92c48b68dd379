import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

/// Rows that go from bytes into the columns, without becoming rows, give the same ledger as rows do.
@Suite struct DirectReplayTests {
    @Test func aLineGoesIntoTheColumns() throws {
        let line = #"{"id":"1","type":"chat","model":"m","created_at":"2026-05-20T00:00:00Z"}"#
        var ledger = UsageLedger()
        try ledger.ingest(Aurous.replay, of: Array(line.utf8))
        let report = try ledger.report(every: .day, by: [.model])
        #expect(report.count == 1)
        #expect(report[0].start == .at("2026-05-20T00:00:00Z"))
        #expect(report[0][.model] == "m")
        #expect(report[0].requests == 1)
    }

    private static let texts: [JSONValue] = [
        "m", "", "example-chat-2", "exactly-8", "seventeen bytes..", "5f0c7f3e-0000-4000-8000-000000000230",
        "5f0c7f3e-0000-4001-8000-000000000230", "é", "e\u{301}", "K", "\u{212A}", "日本語のモデル", "a\"b", "a\\b",
        "tab\t", "a/b", nil,
    ]

    /// A row with a member changed, removed or added, or with its members in another order or with other escapes.
    private static func changed(_ row: JSONValue, _ random: inout SeededGenerator) -> String {
        var row = row
        let names = row.members.map(\.name).filter { $0 != "id" }
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            guard let name = names.randomElement(using: &random) else { break }
            switch (row[name] ?? nil, Int.random(in: 0..<6, using: &random)) {
            case (.string, 0): row = row.replacing(name, by: texts.randomElement(using: &random) ?? nil)
            case (.number, 0): row = row.replacing(name, by: .string(row[name]?.text ?? ""))
            case (_, 1): row = row.replacing(name, by: nil)
            case (_, 2): row = row.removing(name)
            case (_, 3): row = row.adding("added", ["a": [1, nil, "x"]])
            case (_, 4): row = row.reversed
            default: break
            }
        }
        return spelled(row, &random)
    }

    private static func spelled(_ row: JSONValue, _ random: inout SeededGenerator) -> String {
        var text = row.text
        switch Int.random(in: 0..<8, using: &random) {
        case 0: text = text.replacingOccurrences(of: "\":", with: "\" : ")
        case 1: text = text.replacingOccurrences(of: ",\"", with: " , \"")
        case 2: text = text.replacingOccurrences(of: "-", with: "\\u002d")
        case 3: text = text.replacingOccurrences(of: "model", with: "mod\\u0065l")
        default: break
        }
        return text
    }

    private func compare<Row: DecodableRow>(
        _ replay: Replay<Row>, _ reader: ReplayReader<Row>, _ lines: [String], _ random: inout SeededGenerator
    ) throws {
        let bytes = Array((lines.joined(separator: "\n") + "\n").utf8)
        let window =
            [
                TimeWindow.all, .between("2026-05-19T06:00:00Z", "2026-05-22T18:00:00Z"),
            ].randomElement(using: &random) ?? .all
        let labels = bytes.count.isMultiple(of: 2) ? RowLabelTable.labels : []
        let expected = Result { () throws(UsageError) in
            let (rows, report) = try replay.rows(of: bytes, in: window)
            var ledger = UsageLedger(keeping: labels)
            try ledger.append(contentsOf: rows.map { $0.usageRecord(keeping: labels) })
            return (ledger, report)
        }
        var ledger = UsageLedger(keeping: labels)
        switch expected {
        case .failure(let error):
            #expect(throws: error) { try ledger.ingest(replay, of: bytes, in: window) }
            #expect(ledger.isEmpty)
        case .success(let (rows, report)):
            #expect(try ledger.ingest(replay, of: bytes, in: window) == report)
            let figures = try LedgerFigures.all(of: rows)
            #expect(try LedgerFigures.all(of: ledger) == figures)
            // A row that comes twice is a duplicate, unless it is outside the window.
            let all = try replay.rows(of: bytes).report
            // Rows with fields that cannot be read are judged one by one, too.
            guard all.duplicates == 0, all.revised == 0, all.notes.isEmpty else { return }
            let chunked = ChunkedFileReader(
                file: .bytes(bytes), window: window,
                blockSize: [1500, 5000, 1 << 18].randomElement(using: &random) ?? 1500,
                chunkCount: Int.random(in: 1...9, using: &random), labels: labels)
            var merged = UsageLedger(keeping: labels)
            let chunks = reader.chunks(of: chunked, WithLabels.self)
            #expect(chunks != nil)
            for chunk in chunks ?? [] { merged.append(chunk.columns) }
            #expect(try LedgerFigures.all(of: merged) == figures)
        }
    }

    private func compare(_ provider: RowLedger, _ lines: [String], _ random: inout SeededGenerator) throws {
        switch provider {
        case .aurous, .aurousCredits: try compare(Aurous.replay, SavedRows.aurous, lines, &random)
        case .venice, .veniceRetired: try compare(Venice.replay, SavedRows.venice, lines, &random)
        case .tresor: try compare(Tresor.replay, SavedRows.tresor, lines, &random)
        case .chatBotKit: try compare(ChatBotKit.replay, SavedRows.chatBotKit, lines, &random)
        case .auralytik, .auralytikSigned: try compare(Auralytik.replay, SavedRows.auralytik, lines, &random)
        }
    }

    @Test(arguments: RowLedger.allCases, PropertySeeds.some(2, from: 0))
    func rowsWithAnyEscapesAndSpacesGiveTheSameLedger(_ provider: RowLedger, seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let rows = provider.rows(seed: seed, count: 120)
        try compare(provider, rows.map { Self.spelled($0, &random) }, &random)
        // Most of these changes are refused, so each file has a single changed row.
        for _ in 0..<8 {
            var lines = rows.prefix(30).map(\.text)
            let index = Int.random(in: 0..<30, using: &random)
            lines[index] = Self.changed(rows[index], &random)
            if Int.random(in: 0..<3, using: &random) == 0 { lines.append(Self.spelled(rows[3], &random)) }
            try compare(provider, lines, &random)
        }
    }

    @Test(arguments: RowLedger.allCases, PropertySeeds.some(2, from: 20))
    func aDamagedRowIsRefusedWithTheSameError(_ provider: RowLedger, seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let rows = provider.rows(seed: seed, count: 20).map(\.text)
        for _ in 0..<8 {
            var bytes = Array(rows[7].utf8)
            for _ in 0...Int.random(in: 0...2, using: &random) {
                let index = Int.random(in: 0..<bytes.count, using: &random)
                let other = Array("\"\\{}[],:x09.-e \u{1}n".utf8).randomElement(using: &random) ?? 0
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes.remove(at: index)
                case 1: bytes.insert(other, at: index)
                default: bytes[index] = other
                }
            }
            var lines = rows
            lines[7] = String(decoding: bytes, as: UTF8.self)
            try compare(provider, lines, &random)
        }
    }

    private static func event(_ id: String, model: String = "m") -> String {
        #"{"id":"\#(id)","type":"chat","model":"\#(model)","created_at":"2026-05-20T00:00:00Z"}"#
    }

    private func chunks(_ text: [UInt8]) -> [ChunkResult<Aurous.Event, WithoutLabels>]? {
        SavedRows.aurous.chunks(
            of: ChunkedFileReader(file: .bytes(text), window: .all, blockSize: 256, chunkCount: 2), WithoutLabels.self)
    }

    /// Ids with other bytes are other ids, although Swift treats them as equal.
    @Test(arguments: [("K", "\u{212A}"), ("é", "e\u{301}"), ("é", "e\\u0301")])
    func keepsIDsApartThatDifferInTheirBytes(first: String, second: String) throws {
        let lines = [Self.event("1"), Self.event(first), Self.event("2"), Self.event(second), Self.event("3")]
        var ledger = UsageLedger()
        let report = try ledger.ingest(Aurous.replay, of: Array(lines.joined(separator: "\n").utf8))
        #expect(report.duplicates == 0)
        #expect(ledger.count == 5)
    }

    @Test(arguments: [("a", "\\u0061"), ("é", "\\u00e9"), ("x-1", "x-1"), ("a/b", "a\\/b")])
    func findsADuplicateIDHoweverItIsEscaped(first: String, second: String) throws {
        let lines = [Self.event("1"), Self.event(first), Self.event("2"), Self.event(second), Self.event("3")]
        let bytes = Array(lines.joined(separator: "\n").utf8)
        #expect(chunks(bytes) == nil)
        var ledger = UsageLedger()
        let report = try ledger.ingest(Aurous.replay, of: bytes)
        #expect(report.duplicates == 1)
        #expect(ledger.count == 4)
    }

    @Test func findsOneDuplicateAmongManyIDs() throws {
        let ids = (0..<20_000).map { "cmp_01JX00000000000000\(String(1_000_000 + $0))" }
        var hashed = IDHashSet()
        for id in ids { hashed.append(id) }
        #expect(IDHashSet.areDisjoint([hashed]))
        for again in [0, 7, 19_999] {
            var other = IDHashSet()
            other.append(ids[again])
            #expect(!IDHashSet.areDisjoint([hashed, other]))
        }
    }

    @Test func refusesTextsThatAreNotUTF8() throws {
        for model in [true, false] {
            let row = Self.event(model ? "a" : "?", model: model ? "?" : "a")
            // Not in the first row, which is decoded as a whole to find out whether it is a page.
            var bytes = Array((Self.event("b") + "\n" + row).utf8)
            bytes[try #require(bytes.firstIndex(of: UInt8(ascii: "?")))] = 0xFF
            #expect(chunks(bytes) == nil)
            let error = try #require(throws: UsageError.self) { try Aurous.replay.rows(of: bytes) }
            var ledger = UsageLedger()
            #expect(throws: error) { try ledger.ingest(Aurous.replay, of: bytes) }
        }
    }

    @Test func theHashOfATextDoesNotDependOnItsPosition() {
        for text in ["", "a", "seven..", "eight...", "nine.....", String(repeating: "xyz", count: 9)] {
            let alone = BorrowedBytes.withBytes(of: text) { $0.text(at: 0..<$0.count).hash }
            for padding in 0...9 {
                let document = Array((String(repeating: " ", count: padding) + "\"\(text)\" and more").utf8)
                BorrowedBytes.withBytes(of: document) { bytes in
                    let slice = bytes.plainText(at: padding + 1, .start)
                    #expect(slice.hash == alone)
                    #expect(slice.range == padding + 1..<padding + 1 + text.utf8.count)
                }
            }
        }
    }

    @Test func reportsTheBytesThatWereRead() throws {
        let lines = (0..<200).map { Self.event("\($0)") }
        let pages = [UInt8](#"{"data":[\#(lines.joined(separator: ","))]}"#.utf8)
        for bytes in [Array((lines.joined(separator: "\n") + "\n").utf8), pages] {
            let url = FileManager.default.temporaryDirectory.appending(path: "progress-\(UUID().uuidString)")
            try Data(bytes).write(to: url)
            defer { try? FileManager.default.removeItem(at: url) }
            let progress = ProgressRecorder()
            var ledger = UsageLedger()
            try ledger.ingest(Aurous.replay, from: url) { progress.note($0, $1) }
            #expect(ledger.count == 200)
            #expect(progress.all.last == bytes.count)
            #expect(progress.all == progress.all.sorted())
            #expect(progress.counts == [bytes.count])
        }
    }

    /// A file can be truncated while it is read.
    @Test func readsUpToTheEndOfATruncatedFile() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "blocks-\(UUID().uuidString)")
        try Data((0..<100).map { UInt8($0) }).write(to: url)
        defer { try? FileManager.default.removeItem(at: url) }
        var file = try SavedFile.url(url).open()
        for (range, expected) in [(0..<40, 0..<40), (90..<130, 90..<100), (100..<120, 100..<100), (7..<9, 7..<9)] {
            let count = try file.read(range)
            #expect(count == expected.count)
            #expect(file.bytes(count).elementsEqual(expected.map { UInt8($0) }))
        }
    }
}
