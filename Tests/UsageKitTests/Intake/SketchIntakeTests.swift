import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

/// Walks and files that a sketch takes in.
@Suite struct SketchIntakeTests {
    private static let query = ReportQuery(every: .day, by: [.provider, .model])

    private struct Visitor: WalkVisitor {
        func visit<Row: UsageRow & JSONRepresentable>(
            _ walk: Walk<Row>
        ) async throws -> (sketch: UsageSketch, ledger: UsageLedger, pages: Int) {
            var sketch = try UsageSketch(SketchIntakeTests.query)
            var pages = 0
            let report = try await sketch.ingest(walk) { _ in pages += 1 }
            let ledger = try await UsageLedger(of: walk)
            #expect(report == ledger.walks.first)
            let (same, sameReport) = try await UsageSketch(SketchIntakeTests.query).ingesting(walk)
            #expect(same == sketch)
            #expect(sameReport == report)
            return (sketch, ledger, pages)
        }
    }

    private func expectEqualSums(_ sketch: UsageSketch, _ ledger: UsageLedger) throws {
        let report = try ledger.report(Self.query)
        #expect(sketch.count == report.count)
        for (group, expected) in zip(sketch, report) {
            #expect(group.bucket == expected.bucket)
            #expect(group.key == expected.key)
            #expect(group.charges == expected.charges)
            #expect(group.units == expected.units)
        }
        #expect(sketch.total.charges == report.total.charges)
        #expect(sketch.total.coverage.rows == report.total.coverage.rows)
    }

    @Test(arguments: RowLedger.allCases) func aWalkGivesTheSumsOfALedger(ledger: RowLedger) async throws {
        let rows = ledger.rows(seed: 31, count: 85)
        let taken = try await ledger.visit(Visitor(), .test(ledger.fake(rows)), pageSize: 10)
        #expect(taken.pages >= 9)
        try expectEqualSums(taken.sketch, taken.ledger)
    }

    @Test func aFileCountsEachRowInItsLastState() throws {
        let rows = RowLedger.tresor.rows(seed: 32, count: 50)
        let changed = rows[7].text.replacing(/"cost_eur":[^,}]*/, with: #""cost_eur":99"#)
        let text = (rows.map(\.text) + [changed, rows[3].text]).joined(separator: "\n")
        let file = FileManager.default.temporaryDirectory.appending(path: "sketch-\(UUID().uuidString).ndjson")
        try Data(text.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        var sketch = try UsageSketch(Self.query)
        let report = try sketch.ingest(Tresor.replay, from: file)
        #expect(report.isComplete)
        #expect((report.rows, report.revised, report.duplicates) == (50, 1, 1))
        var ledger = UsageLedger()
        try ledger.ingest(Tresor.replay, from: file)
        try expectEqualSums(sketch, ledger)
    }

    /// Labels in the key and in the filter, and the account.
    @Test func rowsHaveTheLabelsThatTheQueryAsksFor() async throws {
        let rows = RowLedger.tresor.rows(seed: 34, count: 60)
        var configuration = ClientConfiguration.test(RowLedger.tresor.fake(rows))
        configuration.account = "acme"
        let walk = try Tresor.Client(apiKey: TresorFake.testKey, configuration: configuration)
            .usage(in: RowLedger.week)
        let query = ReportQuery(where: .not(.isOne(.failover, ["true"])), by: [.region, .account])
        var walked = try UsageSketch(query)
        _ = try await walked.ingest(walk)
        let file = FileManager.default.temporaryDirectory.appending(path: "sketch-\(UUID().uuidString).ndjson")
        try Data(rows.map(\.text).joined(separator: "\n").utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        var saved = try UsageSketch(query)
        _ = try saved.ingest(Tresor.replay, from: file, account: "acme")
        #expect(saved == walked)
        let kept = rows.filter { $0["failover"] == false }
        let expected = Dictionary(grouping: kept) { $0["region"]?.string }.mapValues(\.count)
        #expect(walked.count == expected.count)
        for group in walked { #expect(group.requests == expected[group[.region]]) }
        #expect(walked.allSatisfy { $0[.account] == "acme" })
    }

    @Test func aLaterStateInAWalkMakesItIncomplete() async throws {
        func page(_ state: String, _ credits: Int, cursor: String?) -> ScriptedTransport.Stub {
            let next =
                cursor.map { #""has_more":true,"next_cursor":"\#($0)""# } ?? #""has_more":false,"next_cursor":null"#
            return .json(
                #"{"object":"list","data":[{"id":"a","type":"chat","status":"\#(state)","credits_charged":\#(credits),"#
                    + #""created_at":"2026-05-20T00:00:00Z"}],\#(next)}"#)
        }
        let server = ScriptedTransport([page("processing", 1, cursor: "c"), page("completed", 5, cursor: nil)])
        let client = try Aurous.Client(apiKey: AurousFake.testKey, configuration: .test(server))
        var sketch = try UsageSketch()
        let report = try await sketch.ingest(client.events(in: RowLedger.week))
        #expect(report.stopped?.code == .revisedRows)
        #expect(sketch.total.charges == [.credits: 6])
    }

    @Test func aWalkThatFailsLeavesTheRowsBefore() async throws {
        let rows = RowLedger.tresor.rows(seed: 33, count: 40)
        let refusal = TransportResponse(status: 403, body: #"{"error":{"message":"no"}}"#)
        let fake = TresorFake(rows: rows, behavior: FakeBehavior(faults: [.request(3): .response(refusal)]))
        let client = try Tresor.Client(apiKey: TresorFake.testKey, configuration: .test(fake))
        var sketch = try UsageSketch()
        let walk = client.usage(in: RowLedger.week, matching: Tresor.Filter(pageSize: 10))
        await #expect(throws: UsageError.self) { try await sketch.ingest(walk) }
        #expect(sketch.total.coverage.rows == 19)
    }
}
