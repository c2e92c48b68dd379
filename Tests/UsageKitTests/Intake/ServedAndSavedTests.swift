import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

/// Pages that a server serves and the same pages from a file give the same rows, figures and completeness.
@Suite struct ServedAndSavedTests {
    @Test func aRowOutsideTheWindowThatComesTwiceCountsOnce() async throws {
        let row = { (id: String, day: String) in
            #"{"id":"\#(id)","type":"chat","created_at":"2026-05-\#(day)T00:00:00Z","credits_charged":1}"#
        }
        let pages = [
            #"{"data":[\#(row("1", "20")),\#(row("0", "01"))],"has_more":true,"next_cursor":"a"}"#,
            #"{"data":[\#(row("0", "01")),\#(row("2", "19"))],"has_more":false,"next_cursor":null}"#,
        ]
        let served = Served(pages: pages.map { Array($0.utf8) })
        let client = try Aurous.Client(apiKey: AurousFake.testKey, configuration: .test(served.transport))
        let (rows, walk) = try await client.events(in: RowLedger.week).collect()
        let (saved, replay) = try Aurous.replay.rows(of: served.file, in: RowLedger.week)
        #expect(rows.map(\.id) == ["1", "2"])
        #expect(saved == rows)
        for report in [walk, replay] {
            #expect(report.outsideWindow == 1)
            #expect(report.duplicates == 0)
            #expect(report.isComplete)
        }
    }

    @Test(arguments: [
        #"{"data":[ROW]}"#, #"{"data":[ROW],"has_more":null}"#,
        #"{"data":[],"object":"list"}"#, #"{"data":[ROW],"has_more":true,"next_cursor":null}"#,
    ])
    func aPageOfAurousThatDoesNotSayWhatFollowsIsIncomplete(page: String) async throws {
        let row = #"{"id":"1","type":"chat","created_at":"2026-05-20T00:00:00Z","credits_charged":1}"#
        let served = Served(pages: [Array(page.replacing("ROW", with: row).utf8)])
        let client = try Aurous.Client(apiKey: AurousFake.testKey, configuration: .test(served.transport))
        try await Self.expectIncomplete(client.events(in: RowLedger.week), Aurous.replay, served)
    }

    @Test(arguments: [#"{"data":[ROW]}"#, #"{"data":[ROW],"nextCursor":""}"#, #"{"data":[]}"#])
    func aPageOfVeniceThatDoesNotSayWhatFollowsIsIncomplete(page: String) async throws {
        let row =
            #"{"timestamp":"2026-05-20T00:00:00Z","sku":"m-image-unit","units":1,"pricePerUnitUsd":1,"amount":-1,"#
            + #""currency":"USD","inferenceDetails":null}"#
        let served = Served(pages: [Array(page.replacing("ROW", with: row).utf8)])
        let client = try Venice.Client(apiKey: VeniceFake.testKey, configuration: .test(served.transport))
        try await Self.expectIncomplete(client.history(in: RowLedger.week), Venice.replay, served)
    }

    /// Expects that a walk over pages and a file of the same pages have the same rows and are not complete.
    private static func expectIncomplete<Row: UsageRow>(
        _ walk: Walk<Row>, _ replay: Replay<Row>, _ served: Served
    ) async throws {
        var walked = UsageLedger()
        await #expect(throws: UsageError.self) { try await walked.ingest(walk) }
        var saved = UsageLedger()
        try saved.ingest(replay, of: served.file, in: RowLedger.week)
        let (rows, report) = try replay.rows(of: served.file, in: RowLedger.week)
        #expect(!walked.isComplete)
        #expect(saved.walks == [report])
        #expect(!saved.isComplete)
        #expect(walked.count == rows.count)
        #expect(saved.count == rows.count)
        #expect(report.stopped?.message.contains("more rows follow") == true)
    }

    @Test(arguments: RowLedger.allCases, PropertySeeds.some(13, long: 250))
    func giveTheSame(ledger: RowLedger, seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed &* 31 &+ UInt64(ledger.pageSizes.upperBound))
        let rows = Self.varied(
            ledger.rows(seed: seed, count: Int.random(in: 0...40, using: &random), in: Self.around), ledger, &random)
        var options = WalkOptions()
        if Int.random(in: 0..<4, using: &random) == 0 { options.limits.pages = Int.random(in: 1...4, using: &random) }
        let recording = RecordingServer(ledger.fake(rows))
        let pageSize = max(ledger.pageSizes.lowerBound, Int.random(in: 2...20, using: &random))
        let comparison = Comparison(options: options, ledger: ledger, recording: recording, random: random)
        try await ledger.visit(comparison, .test(recording), pageSize: pageSize)
    }

    /// More than the week, so that some rows are outside.
    private static let around = TimeWindow.between("2026-05-17T00:00:00Z", "2026-05-26T00:00:00Z")

    /// The rows with some of them again, changed, or with ids and models that differ in their Unicode form only.
    private static func varied(
        _ rows: [JSONValue], _ ledger: RowLedger, _ random: inout SeededGenerator
    ) -> [JSONValue] {
        var varied: [JSONValue] = []
        for (index, row) in rows.enumerated() {
            var row = row
            if Int.random(in: 0..<4, using: &random) == 0 {
                let letter = Bool.random(using: &random) ? "\u{E9}" : "e\u{301}"
                if row["id"] != nil, ledger != .aurousCredits {
                    row = row.replacing("id", by: .string("x\(index / 3)\(letter)"))
                }
                row = row.replacing("model", by: .string(letter))
            }
            varied.append(row)
            if Int.random(in: 0..<8, using: &random) == 0 { varied.append(row) }
            if Int.random(in: 0..<12, using: &random) == 0 { varied.append(row.adding("added", .string("\(index)"))) }
        }
        return varied
    }
}

/// Pages that are served one after the other, whatever is asked for.
private struct Served {
    let pages: [[UInt8]]

    var file: [UInt8] { Array(pages.joined(separator: [UInt8(ascii: "\n")])) }

    var transport: ScriptedTransport {
        ScriptedTransport(pages.map { .init(.success(TransportResponse(status: 200, body: $0))) })
    }
}

/// Walks, and reads what was served from a file.
private struct Comparison: WalkVisitor {
    let options: WalkOptions
    let ledger: RowLedger
    let recording: RecordingServer
    let random: SeededGenerator

    private static func isEmpty(_ page: [UInt8]) -> Bool {
        (try? JSONValue(json: page))?["items"] == .array([])
    }

    func visit<Row: UsageRow & JSONRepresentable>(_ walk: Walk<Row>) async throws {
        var walk = walk
        walk.options = options
        var walked = UsageLedger(keeping: RowLabelTable.labels)
        let stopped: Bool
        do {
            try await walked.ingest(walk)
            stopped = false
        } catch {
            stopped = true
        }
        var pages = recording.pages
        // After an empty page, ChatBotKit is asked again for rows that are known.
        if ledger == .chatBotKit, let end = pages.firstIndex(where: Self.isEmpty) { pages.removeSubrange((end + 1)...) }
        // A walk that reads pages again, and one that stops at a page without the others, have no file like them.
        let report = try #require(walked.walks.first)
        guard report.gaps == 0, report.rewalks == 0, report.restarts == 0, !pages.isEmpty else { return }
        #expect(stopped == (report.stopped != nil))
        // At its limit, a walk asks for one more page to learn whether there is any, and delivers none of its rows.
        if report.stopped?.message.contains("the walk has more than") == true {
            pages = Array(pages.prefix(report.pages))
        }
        let file = Array(pages.joined(separator: [UInt8(ascii: "\n")]))
        let read = try ledger.replayed(file, in: walk.window)
        #expect(read.rows.count == report.rows)
        #expect(read.report.outsideWindow == report.outsideWindow)
        // Of two rows with one id, each is a later state of the other whenever it is read.
        if ledger != .chatBotKit { #expect(read.report.revised == report.revised) }
        #expect(read.report.duplicates == report.duplicates)
        // A walk of the credit ledger ends before the window's start, whatever follows; the file is then only a part.
        let isPart = ledger == .aurousCredits && report.isComplete
        // A page of ChatBotKit does not say whether it is the last one.
        // A limit can stop a walk just after the last row; the total shows that the file has all.
        let hasAll = stopped && report.expected.map { report.rows + report.outsideWindow >= $0 } ?? false
        if !isPart, !hasAll, ledger != .chatBotKit {
            #expect(read.report.isComplete == report.isComplete, "\(report) \(read.report)")
        }
        let figures = try LedgerFigures.all(of: walked)
        var fromRows = UsageLedger(keeping: RowLabelTable.labels)
        try fromRows.append(contentsOf: read.rows)
        #expect(try LedgerFigures.all(of: fromRows) == figures)
        #expect(try LedgerFigures.all(of: read.ledger) == figures)
    }
}
