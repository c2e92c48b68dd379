import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

/// Listings that are counted and have a total, so that several of their pages are in flight at the same time.
@Suite struct PagePrefetcherTests {
    @Test func deliversPagesInTheirOrder() async throws {
        // Five rows in pages of two.
        let prefetcher = PagePrefetcher<String>(
            from: .page(1, period: nil, received: 0), capacity: 2, concurrency: 2, lookahead: 0
        ) { position, _ in
            let page: (rows: [String], next: PageInfo.Continuation) =
                switch position {
                case .page(1, _, _): (["a", "b"], .page(.page(2, period: nil, received: 2)))
                case .page(2, _, _): (["c", "d"], .page(.page(3, period: nil, received: 4)))
                default: (["e"], .end)
                }
            let keys = page.rows.map { RowKey(id: RowID($0), time: nil, contentHash: 0) }
            let summary = PageSummary(info: PageInfo(next: page.next, total: 5, pageSize: 2), keys: keys) { _ in nil }
            return FetchedPage(
                page: SummarizedPage(summary: summary, content: page.rows.joined()), position: position,
                receivedAt: .at("2026-05-20T00:00:00Z"))
        }
        var contents: [String] = []
        while let page = try await prefetcher.next() { contents.append(page.page.content) }
        #expect(contents == ["ab", "cd", "e"])
    }

    static let counted = RowLedger.allCases.filter(\.hasTotal)

    /// A window of three billing periods.
    private static let spring = TimeWindow.between("2026-03-10T00:00:00Z", "2026-05-25T00:00:00Z")

    /// The rows with copies of some: under other ids, or equal ones if rows have no ids.
    private static func tied(_ rows: [JSONValue], _ ledger: RowLedger) -> [JSONValue] {
        rows
            + rows.enumerated().filter { $0.offset % 4 == 0 }.map { index, row in
                ledger.hasIDs ? row.replacing("id", by: .string("tie-\(index)")) : row
            }
    }

    @Test(arguments: counted, PropertySeeds.some(12))
    func deliversAndRequestsTheSameAsAWalkPageByPage(ledger: RowLedger, seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let window = Bool.random(using: &random) ? RowLedger.week : Self.spring
        let pageSize = Int.random(in: 1...30, using: &random)
        // Often a multiple of the page size, so that the end shows only on one more page.
        let rest = Bool.random(using: &random) ? 0 : Int.random(in: 1...3, using: &random)
        let count = Int.random(in: 0...12, using: &random) * pageSize + rest
        var rows = ledger.rows(seed: seed, count: count, in: window)
        if Bool.random(using: &random) { rows = Self.tied(rows, ledger) }
        var behavior = FakeBehavior()
        if Bool.random(using: &random) { behavior.pageLimit = Int.random(in: 2...35, using: &random) }
        let width = Int.random(in: 2...9, using: &random)
        let plainFake = ledger.fake(rows, behavior)
        let plain = try await ledger.walk(.test(plainFake), in: window, pageSize: pageSize)
        let fake = ledger.fake(rows, behavior)
        let crowd = CrowdedServer(fake, seed: seed)
        let outcome = try await ledger.walk(
            .test(crowd), in: window, pageSize: pageSize, options: .with { $0.prefetch = width })
        #expect(outcome.error == nil)
        #expect(outcome.rows == plain.rows)
        #expect(outcome.pageSizes == plain.pageSizes)
        #expect(outcome.report == plain.report)
        #expect(ledger.charges(outcome.rows) == ledger.charges(rows))
        #expect(crowd.most <= width)
        #expect(fake.requests.map(\.target).sorted() == plainFake.requests.map(\.target).sorted())
    }

    @Test(arguments: counted, PropertySeeds.some(10))
    func retriesFailedRequests(ledger: RowLedger, seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let rows = ledger.rows(seed: seed, count: 150)
        var behavior = FakeBehavior()
        for _ in 0..<2 {
            let status = [429, 500, 502, 503].randomElement(using: &random) ?? 500
            behavior.faults[Int.random(in: 1...15, using: &random)] =
                Bool.random(using: &random)
                ? .response(TransportResponse(status: status, body: "{}")) : .error(URLError(.networkConnectionLost))
        }
        let plain = try await ledger.walk(.test(ledger.fake(rows)), pageSize: 10)
        let crowd = CrowdedServer(ledger.fake(rows, behavior), seed: seed)
        let outcome = try await ledger.walk(.test(crowd), pageSize: 10, options: .with { $0.prefetch = 5 })
        #expect(outcome.error == nil)
        #expect(outcome.rows == plain.rows)
        #expect(outcome.report == plain.report)
    }

    @Test(arguments: counted, [2, 3, 7])
    func keepsAsManyPagesInFlightAsAllowed(ledger: RowLedger, width: Int) async throws {
        let barrier = Barrier()
        let rows = ledger.rows(seed: 70, count: 100)
        let server = AlteredServer(ledger.fake(rows)) { number, request, server in
            if number > 1 { try await barrier.pass() }
            return try await server.send(request)
        }
        let configuration = ClientConfiguration.test(server)
        let task = Task { try await ledger.walk(configuration, pageSize: 10, options: .with { $0.prefetch = width }) }
        while barrier.waitingCount < width { await Task.yield() }
        for _ in 0..<50 { await Task.yield() }
        #expect(barrier.waitingCount == width)
        barrier.open()
        let outcome = try await task.value
        #expect(outcome.error == nil)
        #expect(outcome.rows.count == 100)
        #expect(outcome.report.isComplete)
    }

    @Test(arguments: [RowLedger.aurous, .venice, .chatBotKit])
    func fetchesPagesOfCursorsOneAfterTheOther(ledger: RowLedger) async throws {
        let crowd = CrowdedServer(ledger.fake(ledger.rows(seed: 71, count: 100)), seed: 71)
        let outcome = try await ledger.walk(.test(crowd), pageSize: 10, options: .with { $0.prefetch = 5 })
        #expect(outcome.report.isComplete)
        #expect(crowd.most == 1)
    }

    @Test(arguments: [1, 64, 65, Int.max])
    func keepsAtMost64PagesInFlight(pages: Int) async throws {
        let ledger = RowLedger.tresor
        let barrier = Barrier()
        let server = AlteredServer(ledger.fake(ledger.rows(seed: 72, count: 240))) { number, request, server in
            if number > 1 { try await barrier.pass() }
            return try await server.send(request)
        }
        let configuration = ClientConfiguration.test(server)
        let task = Task { try await ledger.walk(configuration, pageSize: 3, options: .with { $0.prefetch = pages }) }
        while barrier.waitingCount < min(pages, 64) { await Task.yield() }
        for _ in 0..<50 { await Task.yield() }
        #expect(barrier.waitingCount == min(pages, 64))
        barrier.open()
        #expect(try await task.value.report.isComplete)
    }

    @Test func keepsAsManyPagesInFlightForEachShard() async throws {
        let ledger = RowLedger.tresor
        let barrier = Barrier()
        let rows = ledger.rows(seed: 73, count: 300)
        let server = AlteredServer(ledger.fake(rows)) { _, request, server in
            if request["offset"] != "0" { try await barrier.pass() }
            return try await server.send(request)
        }
        let configuration = ClientConfiguration.test(server)
        let task = Task {
            try await ledger.walk(
                configuration, pageSize: 10,
                options: .with {
                    $0.shards = 3
                    $0.prefetch = 4
                })
        }
        while barrier.waitingCount < 12 { await Task.yield() }
        for _ in 0..<50 { await Task.yield() }
        #expect(barrier.waitingCount == 12)
        barrier.open()
        let outcome = try await task.value
        let whole = try await ledger.walk(.test(ledger.fake(rows)), pageSize: 10)
        #expect(outcome.rows == whole.rows)
        #expect(outcome.report.isComplete)
    }

    @Test(arguments: counted, 1...10)
    func resumesAfterEveryPage(ledger: RowLedger, pages: Int) async throws {
        let rows = Self.tied(ledger.rows(seed: 74, count: 75), ledger)
        let whole = try await ledger.walk(.test(ledger.fake(rows)), pageSize: 10)
        for width in [2, 5] {
            let options = WalkOptions.with { $0.prefetch = width }
            let seed = UInt64(pages * width)
            let first = try await ledger.walk(
                .test(CrowdedServer(ledger.fake(rows), seed: seed)), pageSize: 10, options: options, pages: pages)
            #expect(first.error == nil)
            guard let checkpoint = first.checkpoint else {
                #expect(first.rows == whole.rows)
                continue
            }
            let crowd = CrowdedServer(ledger.fake(rows), seed: seed + 1)
            let second = try await ledger.walk(.test(crowd), pageSize: 10, options: options, from: checkpoint)
            #expect(first.rows + second.rows == whole.rows)
            #expect(second.report == whole.report)
        }
    }

    @Test(.sockets)
    func fetchesPagesOverSeveralConnections() async throws {
        let ledger = RowLedger.tresor
        let rows = ledger.rows(seed: 75, count: 200)
        let barrier = Barrier()
        let altered = AlteredServer(ledger.fake(rows)) { number, request, server in
            if number > 1 { try await barrier.pass() }
            return try await server.send(request)
        }
        let server = try LoopbackServer(altered)
        defer { server.stop() }
        let configuration = ClientConfiguration(baseURL: server.baseURL)
        let task = Task { try await ledger.walk(configuration, pageSize: 10, options: .with { $0.prefetch = 4 }) }
        while barrier.waitingCount < 4 { try await Task.sleep(for: .milliseconds(5)) }
        barrier.open()
        let outcome = try await task.value
        let plain = try await ledger.walk(.test(ledger.fake(rows)), pageSize: 10)
        #expect(outcome.rows == plain.rows)
        #expect(outcome.report == plain.report)
    }

    // MARK: Ends

    @Test(arguments: counted)
    func cancellingEndsAllRequestsInFlight(ledger: RowLedger) async throws {
        let barrier = Barrier()
        let server = AlteredServer(ledger.fake(ledger.rows(seed: 76, count: 100))) { number, request, server in
            if number > 2 { try await barrier.pass() }
            return try await server.send(request)
        }
        let configuration = ClientConfiguration.test(server)
        let task = Task { try await ledger.walk(configuration, pageSize: 10, options: .with { $0.prefetch = 4 }) }
        while barrier.waitingCount < 3 { await Task.yield() }
        task.cancel()
        let outcome = try await task.value
        #expect(outcome.error is CancellationError)
        #expect(outcome.report.stopped?.message == "the walk was cancelled")
        while barrier.waitingCount > 0 { await Task.yield() }
        #expect(barrier.cancelledCount >= 3)
    }

    @Test func leavingTheLoopEndsAllRequestsInFlight() async throws {
        let ledger = RowLedger.tresor
        let barrier = Barrier()
        let server = AlteredServer(ledger.fake(ledger.rows(seed: 77, count: 100))) { number, request, server in
            if number > 1 { try await barrier.pass() }
            return try await server.send(request)
        }
        let client = try Tresor.Client(apiKey: TresorFake.testKey, configuration: .test(server))
        let walk = client.usage(in: RowLedger.week, matching: Tresor.Filter(pageSize: 10)).with(
            WalkOptions(prefetch: 4))
        for try await _ in walk.pages {
            while barrier.waitingCount < 4 { await Task.yield() }
            break
        }
        while barrier.cancelledCount < 4 { await Task.yield() }
        #expect(barrier.waitingCount == 0)
    }

    @Test(arguments: counted)
    func throwsTheErrorOfALaterPageInItsTurn(ledger: RowLedger) async throws {
        let barrier = Barrier()
        let rows = ledger.rows(seed: 78, count: 100)
        // The fifth page is refused while the third is still in flight.
        let server = AlteredServer(ledger.fake(rows)) { number, request, server in
            if number == 3 { try await barrier.pass() }
            guard ["40", "5"].contains(request["offset"] ?? request["page"]) else {
                return try await server.send(request)
            }
            return TransportResponse(status: 403, body: "{}")
        }
        let configuration = ClientConfiguration.test(server)
        let refused = Countdown(1)
        let task = Task {
            let pageSize = ledger == .tresor ? 11 : 10
            let outcome = try await ledger.walk(
                configuration, pageSize: pageSize, options: .with { $0.prefetch = 6 })
            _ = refused.next()
            return outcome
        }
        while barrier.waitingCount == 0 { await Task.yield() }
        for _ in 0..<200 { await Task.yield() }
        #expect(refused.next())
        barrier.open()
        let outcome = try await task.value
        let plain = try await ledger.walk(.test(ledger.fake(rows)), pageSize: ledger == .tresor ? 11 : 10)
        #expect(outcome.failure?.code == .forbidden)
        #expect(outcome.pageSizes == Array(plain.pageSizes.prefix(4)))
        #expect(outcome.rows == Array(plain.rows.prefix(outcome.rows.count)))
        #expect(!outcome.report.isComplete)
    }
}
