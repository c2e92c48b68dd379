import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

@Suite struct LiveReportsTests {
    private let tresor = RowLedger.tresor

    private func walk(_ fake: any HTTPTransport) throws -> Walk<Tresor.LedgerRow> {
        try Tresor.Client(apiKey: TresorFake.testKey, configuration: .test(fake, retry: .none))
            .usage(in: RowLedger.week, matching: Tresor.Filter(pageSize: 20))
    }

    @Test func reportsAfterTheFirstAndTheLastPage() async throws {
        let rows = tresor.rows(seed: 70, count: 90)
        var seen: [Int] = []
        var last: LiveReports<Tresor.LedgerRow>.Element?
        // The clock does not move, so no report in between is due.
        for try await live in UsageLedger().reports(
            during: try walk(tresor.fake(rows)), interval: .seconds(1), clock: ManualClock())
        {
            seen.append(live.report.total.requests)
            #expect(live.ledger.count == live.report.total.requests)
            last = live
        }
        #expect(seen == [20, 90])
        #expect(last?.report.isComplete == true)
        #expect(last?.report.total.charges[.eur] == tresor.charges(rows)["EUR"])
    }

    @Test func reportsAfterEveryPageIfTheIntervalHasPassed() async throws {
        let clock = ManualClock()
        var seen: [Int] = []
        let rows = tresor.rows(seed: 71, count: 90)
        for try await live in UsageLedger().reports(
            during: try walk(tresor.fake(rows)), interval: .seconds(1), clock: clock)
        {
            seen.append(live.report.total.requests)
            try await clock.sleep(for: .seconds(1))
        }
        #expect(seen == [20, 39, 58, 77, 90])
    }

    @Test func addsTheRowsToThoseOfTheLedger() async throws {
        var ledger = UsageLedger()
        try await ledger.ingest(walk(tresor.fake(tresor.rows(seed: 72, count: 30))))
        let more = ledger.reports(during: try walk(tresor.fake(tresor.rows(seed: 73, count: 30))))
        var last: UsageLedger?
        for try await live in more { last = live.ledger }
        #expect(last?.count == 60)
        #expect(last?.walks.count == 2)
        #expect(ledger.count == 30)
    }

    @Test func throwsAFailureAfterAReportOfTheRowsSoFar() async throws {
        let fault = FakeBehavior(faults: [3: .response(TransportResponse(status: 500, body: "{}"))])
        let reports = UsageLedger().reports(
            during: try walk(tresor.fake(tresor.rows(seed: 74, count: 90), fault)), interval: .seconds(1),
            clock: ManualClock())
        var seen: [Int] = []
        var isComplete = true
        var iterator = reports.makeAsyncIterator()
        let error = await #expect(throws: UsageError.self) {
            while let live = try await iterator.next() {
                seen.append(live.report.total.requests)
                isComplete = live.report.isComplete
            }
        }
        #expect(error?.code == .serverFailure)
        #expect(seen == [20, 39])
        #expect(!isComplete)
        #expect(try await iterator.next() == nil)
    }

    @Test func cancellingEndsTheWalkWithAnIncompleteReport() async throws {
        let reports = UsageLedger().reports(during: try walk(tresor.fake(tresor.rows(seed: 75, count: 90))))
        let seen = await withTaskGroup(of: [Bool].self) { group in
            group.cancelAll()
            group.addTask {
                var seen: [Bool] = []
                do {
                    for try await live in reports { seen.append(live.report.isComplete) }
                } catch {
                    return error is CancellationError ? seen : []
                }
                return []
            }
            return await group.next()
        }
        #expect(seen == [false])
    }

    @Test(arguments: [0, 4])
    func eachCopyOfAnIteratorReportsEveryRow(prefetch: Int) async throws {
        let rows = tresor.rows(seed: 76, count: 90)
        let reports = UsageLedger().reports(
            during: try walk(tresor.fake(rows)).with(WalkOptions(prefetch: prefetch)), interval: .zero,
            clock: ManualClock())
        var first = reports.makeAsyncIterator()
        _ = try await first.next()
        var second = first
        var counts: [[Int]] = [[], []]
        var isOpen = true
        while isOpen {
            let elements = [try await first.next(), try await second.next()]
            for (index, element) in elements.enumerated() {
                guard let element else { continue }
                counts[index].append(element.report.total.requests)
                #expect(element.ledger.walks.count == 1)
            }
            isOpen = elements.contains { $0 != nil }
        }
        #expect(counts[0].last == 90)
        #expect(counts[0] == counts[1])
    }
}
