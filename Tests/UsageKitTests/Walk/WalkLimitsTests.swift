import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

/// Limits of walks that continue after a checkpoint: they count what one run does.
@Suite struct WalkLimitsTests {
    /// The rows of a week, some of them exactly on its end: a service that includes the end gives those, too.
    private func rows(_ ledger: RowLedger) -> [JSONValue] {
        let rows = ledger.rows(seed: 98, count: 44)
        let onTheEnd = rows.prefix(3).enumerated().map { (index, row) in
            row.replacing("id", by: .string("end-\(index)")).replacing("created_at", by: "2026-05-25T00:00:00Z")
                .replacing("timestamp", by: "2026-05-25T00:00:00Z").replacing("createdAt", by: 1_779_667_200_000)
        }
        return rows + onTheEnd
    }

    /// Walks run by run, each with the same limits, until a run reaches the last row.
    private func runs(
        _ ledger: RowLedger, _ limits: WalkLimits
    ) async throws -> (rows: [[JSONValue]], pages: [Int], last: WalkOutcome) {
        var rows: [[JSONValue]] = []
        var pages: [Int] = []
        var checkpoint: WalkCheckpoint?
        while true {
            let run = Run(limits: limits, checkpoint: checkpoint)
            let (outcome, last) = try await ledger.visit(run, .test(ledger.fake(self.rows(ledger))), pageSize: 10)
            rows.append(outcome.rows)
            pages.append(outcome.pageSizes.count)
            guard outcome.failure?.code == .ceilingReached, rows.count < 60 else { return (rows, pages, outcome) }
            #expect(outcome.failure?.message.contains("\(min(limits.rows, limits.pages))") == true)
            checkpoint = last
        }
    }

    private struct Run: WalkVisitor {
        let limits: WalkLimits
        let checkpoint: WalkCheckpoint?

        func visit<Row: UsageRow & JSONRepresentable>(
            _ walk: Walk<Row>
        ) async throws -> (outcome: WalkOutcome, last: WalkCheckpoint?) {
            var walk = walk.with(WalkOptions(limits: limits))
            if let checkpoint { walk = walk.resumed(from: checkpoint) }
            var pages = walk.pages.makeAsyncIterator()
            var last: WalkCheckpoint?
            // The same walk again, up to the page before the error, for its checkpoint.
            let outcome = await WalkOutcome(of: walk)
            for _ in outcome.pageSizes { last = try await pages.next()?.checkpoint() }
            return (outcome, last)
        }
    }

    @Test func aLimitOfRowsCountsFromTheCheckpoint() async throws {
        let run = try await runs(.tresor, WalkLimits(rows: 15))
        #expect(run.rows.map(\.count) == [15, 15, 14])
        #expect(run.last.report.rows == 44)
        #expect(run.last.report.isComplete)
    }

    @Test(arguments: RowLedger.allCases, [1, 7, 10, 15, 43, 44])
    func runsWithALimitOfRowsGiveEachRowOnce(ledger: RowLedger, limit: Int) async throws {
        let whole = try await ledger.walk(.test(ledger.fake(rows(ledger))), pageSize: 10)
        #expect(whole.rows.count == 44)
        let run = try await runs(ledger, WalkLimits(rows: limit))
        #expect(run.last.error == nil)
        #expect(run.rows.dropLast().allSatisfy { $0.count == limit })
        #expect(run.rows.flatMap { $0 } == whole.rows)
        // A page that is read again brings no duplicates and no rows outside that were not counted before.
        #expect(run.last.report.rows == whole.report.rows)
        #expect(run.last.report.duplicates == whole.report.duplicates)
        #expect(run.last.report.outsideWindow == whole.report.outsideWindow)
        #expect(run.last.report.expected == whole.report.expected)
        #expect(run.last.report.isComplete)
    }

    @Test(arguments: RowLedger.allCases, [1, 2, 3])
    func runsWithALimitOfPagesGiveEachRowOnce(ledger: RowLedger, limit: Int) async throws {
        let whole = try await ledger.walk(.test(ledger.fake(rows(ledger))), pageSize: 10)
        let run = try await runs(ledger, WalkLimits(pages: limit))
        #expect(run.last.error == nil)
        #expect(run.pages.dropLast().allSatisfy { $0 == limit })
        #expect(run.pages.count > 1)
        #expect(run.rows.flatMap { $0 } == whole.rows)
        #expect(run.last.report == whole.report)
    }

    @Test(arguments: [Int.min, -1, 0]) func aLimitBelowOneStopsAtOnce(limit: Int) async throws {
        for limits in [WalkLimits(pages: limit), WalkLimits(rows: limit)] {
            let outcome = try await RowLedger.tresor.walk(
                .test(RowLedger.tresor.fake(rows(.tresor))), pageSize: 10, limits: limits)
            #expect(outcome.failure?.code == .ceilingReached)
            #expect(outcome.rows.count <= 10)
        }
    }
}
