import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

/// Rows that two walks or files of one source may both bring: a ledger keeps no ids between them, so it says so.
@Suite struct OverlappingIntakeTests {
    private static let first = TimeWindow.between("2026-05-18T00:00:00Z", "2026-05-22T00:00:00Z")
    private static let second = TimeWindow.between("2026-05-21T00:00:00Z", "2026-05-25T00:00:00Z")
    private static let rest = TimeWindow.between("2026-05-22T00:00:00Z", "2026-05-25T00:00:00Z")

    private struct Intake: WalkVisitor {
        let ledger: UsageLedger

        func visit<Row: UsageRow & JSONRepresentable>(_ walk: Walk<Row>) async throws -> UsageLedger {
            var ledger = ledger
            let report = try await ledger.ingest(walk)
            #expect(report == ledger.walks.last)
            return ledger
        }
    }

    private func adding(
        _ window: TimeWindow, of ledger: RowLedger, to rows: UsageLedger, from fake: any HTTPTransport,
        account: String? = nil, baseURL: String? = nil
    ) async throws -> UsageLedger {
        var configuration = ClientConfiguration.test(fake, baseURL: baseURL)
        configuration.account = account
        return try await ledger.visit(Intake(ledger: rows), configuration, in: window, pageSize: 50)
    }

    private func expectNamed(_ ledger: UsageLedger, _ bounds: String, sourceLocation: SourceLocation = #_sourceLocation)
        throws
    {
        #expect(!ledger.isComplete, sourceLocation: sourceLocation)
        #expect(try !ledger.report().isComplete, sourceLocation: sourceLocation)
        let stopped = try #require(ledger.walks.last?.stopped, sourceLocation: sourceLocation)
        #expect(stopped.message.contains("rows from \(bounds) may count twice"), sourceLocation: sourceLocation)
        #expect(ledger.walks.first?.isComplete == true, sourceLocation: sourceLocation)
    }

    @Test(arguments: RowLedger.allCases) func walksWhoseWindowsOverlapAreNamed(_ ledger: RowLedger) async throws {
        let fake = ledger.fake(ledger.rows(seed: 12, count: 90))
        let one = try await adding(Self.first, of: ledger, to: UsageLedger(), from: fake)
        #expect(one.isComplete)
        let two = try await adding(Self.second, of: ledger, to: one, from: fake)
        try expectNamed(two, "2026-05-21T00:00:00Z to 2026-05-22T00:00:00Z")
        // The walk that comes second by time may come first by order, and ledgers may be filled apart.
        let other = try await adding(Self.second, of: ledger, to: UsageLedger(), from: fake)
        try expectNamed(one.merging(other), "2026-05-21T00:00:00Z to 2026-05-22T00:00:00Z")
        try expectNamed(other.merging(one), "2026-05-21T00:00:00Z to 2026-05-22T00:00:00Z")
    }

    @Test(arguments: RowLedger.allCases) func walksWhoseWindowsTouchAreComplete(_ ledger: RowLedger) async throws {
        let fake = ledger.fake(ledger.rows(seed: 13, count: 90))
        let one = try await adding(Self.rest, of: ledger, to: UsageLedger(), from: fake)
        let two = try await adding(Self.first, of: ledger, to: one, from: fake)
        #expect(two.isComplete)
        #expect(two.walks.count == 2)
        let whole = try await adding(RowLedger.week, of: ledger, to: UsageLedger(), from: fake)
        #expect(two.count == whole.count)
        #expect(try two.report().total.charges == whole.report().total.charges)
    }

    @Test func otherAccountsServersAndQueriesAreOtherSources() async throws {
        let ledger = RowLedger.tresor
        let fake = ledger.fake(ledger.rows(seed: 14, count: 30))
        let one = try await adding(RowLedger.week, of: ledger, to: UsageLedger(), from: fake, account: "a")
        #expect(try await adding(RowLedger.week, of: ledger, to: one, from: fake, account: "b").isComplete)
        let elsewhere = try await adding(
            RowLedger.week, of: ledger, to: one, from: fake, account: "a", baseURL: "https://other.example/v1")
        #expect(elsewhere.isComplete)
        #expect(try await !adding(RowLedger.week, of: ledger, to: one, from: fake, account: "a").isComplete)
        // Without a label, the key says whose rows they are.
        #expect(try await !adding(RowLedger.week, of: ledger, to: one, from: fake).isComplete)
        let client = try Tresor.Client(apiKey: TresorFake.testKey, configuration: .test(fake))
        var filtered = one
        try await filtered.ingest(client.usage(in: RowLedger.week, matching: Tresor.Filter(keyPrefix: "none")))
        #expect(filtered.isComplete)
    }

    @Test func aWalkThatGoesOnFromACheckpointIsNoOverlap() async throws {
        let ledger = RowLedger.tresor
        let rows = ledger.rows(seed: 15, count: 90)
        let client = try Tresor.Client(apiKey: TresorFake.testKey, configuration: .test(ledger.fake(rows)))
        let walk = client.usage(in: RowLedger.week, matching: Tresor.Filter(pageSize: 20))
        var pages = walk.pages.makeAsyncIterator()
        _ = try await pages.next()
        let checkpoint = try #require(try await pages.next()?.checkpoint())
        var interrupted = UsageLedger()
        await #expect(throws: UsageError.self) {
            try await interrupted.ingest(walk.with(WalkOptions(limits: WalkLimits(pages: 2))))
        }
        let report = try await interrupted.ingest(walk.resumed(from: checkpoint))
        #expect(report.isComplete)
        #expect(interrupted.count == rows.count)
        // The report of the interrupted walk is continued.
        #expect(interrupted.isComplete)
        #expect(interrupted.walks == [report])
    }

    /// A walk to its second page, the walk, and its checkpoint.
    private func interruption(
        of rows: [JSONValue], account: String? = nil
    ) async throws -> (walk: Walk<Tresor.LedgerRow>, rows: [Tresor.LedgerRow], checkpoint: WalkCheckpoint) {
        var configuration = ClientConfiguration.test(TresorFake(rows: rows))
        configuration.account = account
        let client = try Tresor.Client(apiKey: TresorFake.testKey, configuration: configuration)
        let walk = client.usage(in: RowLedger.week, matching: Tresor.Filter(pageSize: 20))
        var pages = walk.pages.makeAsyncIterator()
        let first = try #require(try await pages.next())
        let second = try #require(try await pages.next())
        return (walk, first.rows + second.rows, try #require(second.checkpoint()))
    }

    @Test func theRestOfAWalkIsNotTheWhole() async throws {
        let rows = RowLedger.tresor.rows(seed: 15, count: 90)
        let (walk, before, checkpoint) = try await interruption(of: rows)
        let rest = walk.resumed(from: checkpoint)
        let ledger = try await UsageLedger(of: rest)
        #expect(!ledger.isComplete)
        #expect(ledger.walks.first?.stopped?.code == .missingRows)
        #expect(
            ledger.walks.first?.stopped?.message
                == "the walk delivered 39 rows before its checkpoint, and the ledger has 0 rows of tresor: add them first"
        )
        var sketch = try UsageSketch()
        #expect(try await sketch.ingest(rest).stopped?.code == .missingRows)
        for try await element in UsageLedger().reports(during: rest) { #expect(!element.report.isComplete) }

        var whole = UsageLedger()
        try whole.append(contentsOf: before.map(\.usageRecord))
        try await whole.ingest(rest)
        #expect(whole.isComplete && whole.count == 90)
        var wholeSketch = try UsageSketch()
        try wholeSketch.add(contentsOf: before.map(\.usageRecord))
        #expect(try await wholeSketch.ingest(rest).isComplete)
    }

    /// The rows of another account are not those before the checkpoint.
    @Test func theRowsOfAnotherAccountDoNotCount() async throws {
        let rows = RowLedger.tresor.rows(seed: 15, count: 90)
        let (walk, before, checkpoint) = try await interruption(of: rows, account: "one")
        let other = try Tresor.Client(
            account: "two", configuration: .test(TresorFake(rows: rows)), apiKey: { TresorFake.testKey })
        var ledger = try await UsageLedger(of: other.usage(in: RowLedger.week))
        var withRows = ledger
        try await ledger.ingest(walk.resumed(from: checkpoint))
        #expect(!ledger.isComplete)
        for row in before {
            var record = row.usageRecord
            record.labels[.account] = "one"
            try withRows.append(record)
        }
        try await withRows.ingest(walk.resumed(from: checkpoint))
        #expect(withRows.isComplete)
    }

    private func line(_ id: String, _ instant: String, cost: String = "1") -> String {
        #"{"id":"\#(id)","model":"m","modality":"chat","cost_eur":\#(cost),"created_at":"\#(instant)"}"#
    }

    private func file(_ instants: [String]) -> [UInt8] {
        Array(instants.map { line($0, "2026-05-\($0):00:00Z") }.joined(separator: "\n").utf8)
    }

    /// Exports of Monday and Tuesday, with the days of rows in each, and the bounds that both have.
    @Test(arguments: [
        (["18T01", "19T01", "20T01"], ["19T01", "20T01", "21T01"], "2026-05-19T01:00:00Z to 2026-05-20T01:00:00Z"),
        (["18T01", "22T01"], ["19T01"], "2026-05-19T01:00:00Z to 2026-05-19T01:00:00Z"),
        (["18T01"], ["18T01"], "2026-05-18T01:00:00Z to 2026-05-18T01:00:00Z"),
        (["18T01", "19T01"], ["19T01", "20T01"], nil), (["20T01"], ["18T01", "19T23"], nil),
    ])
    func filesWhoseRowsLieInTheSameTimeAreNamed(_ one: [String], _ two: [String], bounds: String?) throws {
        var ledger = UsageLedger()
        try ledger.ingest(Tresor.replay, of: file(one))
        var labelled = ledger
        let report = try ledger.ingest(Tresor.replay, of: file(two))
        #expect(report == ledger.walks.last)
        #expect(ledger.count == one.count + two.count)
        if let bounds { try expectNamed(ledger, bounds) } else { #expect(ledger.isComplete) }

        // A label for one file only does not say that the other one is of another account.
        try labelled.ingest(Tresor.replay, of: file(two), account: "b")
        #expect(labelled.isComplete == (bounds == nil))
        var apart = UsageLedger()
        try apart.ingest(Tresor.replay, of: file(one), account: "a")
        try apart.ingest(Tresor.replay, of: file(two), account: "b")
        #expect(apart.isComplete)
    }

    @Test func aFileAndAWalkOfTheSameTimeAreNamed() async throws {
        let ledger = RowLedger.tresor
        let fake = ledger.fake(ledger.rows(seed: 16, count: 30))
        var saved = UsageLedger()
        try saved.ingest(Tresor.replay, of: file(["19T01", "23T01"]))
        try expectNamed(
            try await adding(Self.second, of: ledger, to: saved, from: fake),
            "2026-05-21T00:00:00Z to 2026-05-23T01:00:00Z")
        let before = TimeWindow.between("2026-05-18T00:00:00Z", "2026-05-19T01:00:00Z")
        #expect(try await adding(before, of: ledger, to: saved, from: fake).isComplete)
        let walked = try await adding(Self.first, of: ledger, to: UsageLedger(), from: fake)
        try expectNamed(walked.merging(saved), "2026-05-19T01:00:00Z to 2026-05-22T00:00:00Z")
    }
}
