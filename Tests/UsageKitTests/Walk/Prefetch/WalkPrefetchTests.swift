import Synchronization
import Testing
import UsageKitTesting

@testable import UsageKit

@Suite struct WalkPrefetchTests {
    @Test(arguments: RowLedger.allCases, 1...8)
    func deliversTheSameRowsAndReport(ledger: RowLedger, pages: Int) async throws {
        let rows = ledger.rows(seed: 50, count: 130)
        let behavior = FakeBehavior(
            pageLimit: 9, faults: [4: .response(TransportResponse(status: 503, body: "busy"))])
        let plain = try await ledger.walk(.test(ledger.fake(rows, behavior)), pageSize: 20)
        let ahead = try await ledger.walk(
            .test(ledger.fake(rows, behavior)), pageSize: 20, options: .with { $0.prefetch = pages })
        #expect(ahead.error == nil)
        #expect(ahead.rows == plain.rows)
        #expect(ahead.pageSizes == plain.pageSizes)
        #expect(ahead.report == plain.report)
        #expect(ahead.report.isComplete)
    }

    @Test(arguments: 1...8)
    func staysWithinThePrefetchLimit(pages: Int) async throws {
        let ledger = RowLedger.tresor
        let fake = ledger.fake(ledger.rows(seed: 51, count: 150))
        let client = try Tresor.Client(apiKey: TresorFake.testKey, configuration: .test(fake))
        let walk = client.usage(in: RowLedger.week, matching: Tresor.Filter(pageSize: 11)).with(
            WalkOptions(prefetch: pages))
        var iterator = walk.pages.makeAsyncIterator()
        for _ in 0..<50 { await Task.yield() }
        #expect(fake.requests.isEmpty)
        var taken = 0
        while try await iterator.next() != nil {
            taken += 1
            while fake.requests.count < min(15, taken + pages) { await Task.yield() }
            for _ in 0..<50 { await Task.yield() }
            #expect(fake.requests.count == min(15, taken + pages))
        }
        #expect(taken == 15)
    }

    @Test func refusesANegativeNumber() async throws {
        let fake = RowLedger.tresor.fake([])
        let outcome = try await RowLedger.tresor.walk(.test(fake), pageSize: 10, options: .with { $0.prefetch = -1 })
        #expect(outcome.failure?.code == .invalidArgument)
        #expect(fake.requests.isEmpty)
    }

    @Test(arguments: 1...4)
    func cancellingEndsRequestsInFlight(pages: Int) async throws {
        let ledger = RowLedger.tresor
        let barrier = Barrier()
        let server = AlteredServer(ledger.fake(ledger.rows(seed: 52, count: 100))) { number, request, server in
            if number == 3 { try await barrier.pass() }
            return try await server.send(request)
        }
        let configuration = ClientConfiguration.test(server)
        let task = Task {
            try await ledger.walk(configuration, pageSize: 10, options: .with { $0.prefetch = pages })
        }
        while barrier.waitingCount == 0 { await Task.yield() }
        task.cancel()
        let outcome = try await task.value
        #expect(outcome.error is CancellationError)
        #expect(outcome.report.stopped?.message == "the walk was cancelled")
        while barrier.cancelledCount == 0 { await Task.yield() }
        #expect(barrier.waitingCount == 0)
    }

    @Test(arguments: 1...4)
    func throwsTheErrorAfterThePagesBeforeIt(pages: Int) async throws {
        let ledger = RowLedger.aurous
        let behavior = FakeBehavior(faults: [4: .response(TransportResponse(status: 403, body: "{}"))])
        let outcome = try await ledger.walk(
            .test(ledger.fake(ledger.rows(seed: 53, count: 100), behavior)), pageSize: 10,
            options: .with { $0.prefetch = pages })
        #expect(outcome.failure?.code == .forbidden)
        #expect(outcome.pageSizes == [10, 10, 10])
    }

    @Test(arguments: 1...4)
    func findsRowsThatMoveUp(pages: Int) async throws {
        let ledger = RowLedger.tresor
        let rows = TresorFake(rows: ledger.rows(seed: 54, count: 100)).rows
        let left = Countdown(15)
        let fake = ledger.fake(rows, FakeBehavior(changes: [3: [.remove { _ in left.next() }]]))
        let outcome = try await ledger.walk(.test(fake), pageSize: 10, options: .with { $0.prefetch = pages })
        // Of pages in flight at the same time, any may come third, so rows that disappear may not have been read before.
        #expect(outcome.rows.suffix(85).map(\.canonical) == rows.suffix(85).map(\.canonical))
        #expect(Set(outcome.rows.map(\.canonical)).count == outcome.rows.count)
        if pages == 1 {
            #expect(outcome.rows.count == rows.count)
            #expect(outcome.report.gaps > 0)
        }
        #expect(outcome.report.isComplete)
    }
}
