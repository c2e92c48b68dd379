import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

/// Files with text that is not UTF-8, or half of a surrogate pair.
@Suite struct BadTextTests {
    /// How a file holds the rows.
    enum Form: CaseIterable {
        case lines, array, page
    }

    /// A row whose model has bytes in it, on a line of its own.
    private static func row(_ id: String, model: [UInt8]) -> [UInt8] {
        Array(#"{"id":"\#(id)","model":""#.utf8) + model
            + Array(#"","modality":"chat","cost_eur":1.5,"created_at":"2026-05-20T00:00:00Z"}"#.utf8)
    }

    private static func file(_ rows: [[UInt8]], _ form: Form) -> [UInt8] {
        let separator = form == .lines ? "\n" : ",\n"
        let joined = Array(rows.joined(separator: Array(separator.utf8)))
        return switch form {
        case .lines: joined
        case .array: Array("[".utf8) + joined + Array("]".utf8)
        case .page:
            Array(#"{"data":["#.utf8) + joined + Array(#"],"total_count":\#(rows.count),"limit":9,"offset":0}"#.utf8)
        }
    }

    private static let models: [(bytes: [UInt8], read: String)] = [
        (Array("m".utf8), "m"), ([0x61, 0xFF, 0x62], "a\u{FFFD}b"), (Array(#"\ud83d!"#.utf8), "\u{FFFD}!"),
        ([0xE2, 0x82], "\u{FFFD}"), (Array(#"\ud83d\ude00"#.utf8), "\u{1F600}"),
    ]

    private static func bytes(_ form: Form) -> [UInt8] {
        file(models.enumerated().map { row("r\($0.offset)", model: $0.element.bytes) }, form)
    }

    @Test(arguments: Form.allCases) func theFileIsRefusedWithItsLine(form: Form) throws {
        let error = #expect(throws: UsageError.self) { try Tresor.replay.rows(of: Self.bytes(form)) }
        #expect(error?.code == .malformedJSON)
        #expect(error?.message.hasPrefix("line 2: ") == true)
        var ledger = UsageLedger()
        #expect(throws: UsageError.self) { try ledger.ingest(Tresor.replay, of: Self.bytes(form)) }
        #expect(ledger.isEmpty)
    }

    @Test(arguments: Form.allCases) func theTextIsReplacedAndCountedIfTheCallerAsks(form: Form) throws {
        let replay = Tresor.replay.replacingBadText()
        let (rows, report) = try replay.rows(of: Self.bytes(form))
        #expect(rows.map(\.model) == Self.models.map(\.read))
        #expect(report.isComplete)
        let note = try #require(report.notes.first { $0.code == .replacedText })
        #expect(note.count == 3)
        #expect(note.first == ["line 2", "line 3", "line 4"])
        var ledger = UsageLedger()
        #expect(try ledger.ingest(replay, of: Self.bytes(form)).notes == report.notes)
        #expect(try ledger.report().total.charges == [.eur: 7.5])
        // Blocks that end within a character or an escape.
        for size in [1, 2, 3, 7, 64] {
            var stream = replay.stream()
            var streamed: [Tresor.LedgerRow] = []
            let bytes = Self.bytes(form)
            for start in stride(from: 0, to: bytes.count, by: size) {
                streamed += try stream.read(Array(bytes[start..<min(start + size, bytes.count)]))
            }
            streamed += try stream.end()
            #expect(streamed == rows)
            #expect(stream.report.notes == report.notes)
        }
        if form == .page { #expect(try replay.rows(ofPage: Self.bytes(form)) == rows) }
    }

    @Test func aTableIsReadInTheSameWay() throws {
        let header = "timestamp,sku,pricePerUnitUsd,units,amount,currency,notes,inferenceDetails.requestId"
        let names = header.split(separator: ",").map(String.init)
        let entries = LedgerGenerator(seed: 3).veniceEntries(count: 3, in: RowLedger.week)
        #expect(names.count == 8 && entries.count == 3)
        let lines = entries.map { entry -> [UInt8] in
            let time = entry["timestamp"]?.text ?? ""
            return Array(time.utf8.filter { $0 != UInt8(ascii: "\"") }) + Array(",a".utf8) + [0xFF]
                + Array(#"\ud83d,1,1,-1,USD,,"#.utf8)
        }
        let table = Array(header.utf8) + lines.flatMap { [0x0A] + $0 }
        #expect(throws: UsageError.self) { try Venice.replay.rows(of: table) }
        let (rows, report) = try Venice.replay.replacingBadText().rows(of: table)
        // A backslash begins no escape in a table.
        #expect(rows.map(\.sku) == Array(repeating: #"a\#u{FFFD}\ud83d"#, count: 3))
        #expect(report.notes.map(\.count) == [3])
        #expect(report.notes.first?.first == ["line 2", "line 3", "line 4"])
    }

    @Test func whatIsMalformedForAnotherReasonIsRefusedAtItsByteInTheFile() throws {
        let bytes = Self.bytes(.lines) + Array("\n{\"id\":}".utf8)
        for replay in [Tresor.replay.replacingBadText()] {
            let error = #expect(throws: UsageError.self) { try replay.rows(of: bytes) }
            #expect(error?.message.hasPrefix("line 6: ") == true)
            #expect(error?.byteOffset == bytes.count - 1)
        }
        let utf16: [UInt8] = [0xFF, 0xFE, 0x7B, 0, 0x7D, 0]
        let error = #expect(throws: UsageError.self) { try Tresor.replay.replacingBadText().rows(of: utf16) }
        #expect(error?.message.contains("UTF-16") == true)
    }

    /// An interrupted reading gives the rows up to a byte of the file, before which text has grown.
    @Test func aReadingThatIsStoppedGivesTheRowsThatItReached() throws {
        let rows = (0..<4000).map { Self.row("r\($0)", model: [0x61, 0xFF, 0x80, 0xC3, 0x62]) }
        let url = FileManager.default.temporaryDirectory.appending(path: "bad-text-\(UUID().uuidString).ndjson")
        try Data(Self.file(rows, .lines)).write(to: url)
        defer { try? FileManager.default.removeItem(at: url) }
        var reading = try Tresor.replay.replacingBadText().reading(url)
        #expect(try reading.next()?.isEmpty == true)
        try reading.stop()
        var given: [Tresor.LedgerRow] = []
        while let rows = try reading.next() { given += rows }
        #expect(given.count > 100 && given.count < 4000)
        #expect(given.map(\.id) == (0..<given.count).map { "r\($0)" })
        #expect(reading.report.rows == given.count)
    }

    /// Ids that differ in their bytes are different, and those bytes may be the ones that are replaced; rows without
    /// one are known again by their ids.
    @Test(arguments: [([0xFF], [0xFE]), (Array(#"\ud800"#.utf8), Array(#"\ud801"#.utf8))] as [([UInt8], [UInt8])])
    func idsThatBecomeEqualMakeTheFileIncomplete(_ one: [UInt8], _ two: [UInt8]) throws {
        let rest = Array(#"","model":"m","cost_eur":1.5,"created_at":"2026-05-20T00:00:00Z"}"#.utf8)
        func row(_ id: [UInt8]) -> [UInt8] { Array(#"{"modality":"chat","id":"a"#.utf8) + id + rest }
        let replay = Tresor.replay.replacingBadText()
        let bytes = row(one) + [0x0A] + row(two) + [0x0A] + row(Array("b".utf8)) + [0x0A] + row(Array("b".utf8))
        let (rows, report) = try replay.rows(of: bytes)
        #expect(rows.map(\.id) == ["a\u{FFFD}", "ab"])
        #expect((report.duplicates, report.revised) == (2, 0))
        #expect(report.stopped?.code == .replacedText)
        var ledger = UsageLedger()
        #expect(try ledger.ingest(replay, of: bytes) == report)
        #expect(try !ledger.report().isComplete)
    }
}
