import Foundation
import Synchronization
import Testing
import UsageKitTesting

@testable import UsageKit

/// Pages that are requested before the rows of the page before them are decoded.
@Suite struct CursorLookaheadTests {
    @Test func requestsAnAnnouncedPageBeforeThePresentOneIsDecoded() async throws {
        let second = PagePosition.cursor(parameter: "after", value: Cursor("c2"))
        let requested = Mutex<[PagePosition]>([])
        let lookahead = CursorLookahead<String>(capacity: { 2 }) { position, announceNext in
            requested.withLock { $0.append(position) }
            if position == .first {
                announceNext(second)
                // The first page is decoded only after the second one was requested.
                while requested.withLock({ $0.count < 2 }) { await Task.yield() }
            }
            let info = PageInfo(next: position == .first ? .page(second) : .end)
            return FetchedPage(
                page: SummarizedPage(
                    summary: PageSummary(info: info, keys: []) { _ in nil }, content: "\(position == .first)"),
                position: position, receivedAt: .at("2026-05-20T00:00:00Z"))
        }
        #expect(try await lookahead.page(at: .first).page.content == "true")
        #expect(try await lookahead.page(at: second).page.content == "false")
        #expect(requested.withLock(\.self) == [.first, second])
    }

    static let showing: [RowLedger] = [.aurous, .aurousCredits, .venice]

    private func options(_ pages: Int) -> WalkOptions { .with { $0.prefetch = pages } }

    @Test(arguments: showing, PropertySeeds.some(12))
    func deliversAndRequestsTheSameAsAWalkPageByPage(ledger: RowLedger, seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let rows = ledger.rows(seed: seed, count: Int.random(in: 0...150, using: &random))
        let pageSize = Int.random(in: 10...30, using: &random)
        var behavior = FakeBehavior()
        if Bool.random(using: &random) { behavior.faults[3] = .response(TransportResponse(status: 503, body: "busy")) }
        let plainFake = ledger.fake(rows, behavior)
        let plain = try await ledger.walk(.test(plainFake), pageSize: pageSize)
        let fake = ledger.fake(rows, behavior)
        let crowd = CrowdedServer(fake, seed: seed)
        let pages = Int.random(in: 2...6, using: &random)
        let outcome = try await ledger.walk(.test(crowd), pageSize: pageSize, options: options(pages))
        #expect(outcome.error == nil)
        #expect(outcome.rows == plain.rows)
        #expect(outcome.pageSizes == plain.pageSizes)
        #expect(outcome.report == plain.report)
        #expect(crowd.most == 1)
        // After the window's start the credit ledger shows a cursor that the walk does not follow.
        let spare = ledger == .aurousCredits ? 1 : 0
        #expect((0...spare).contains(fake.requests.count - plainFake.requests.count))
    }

    /// Walks over a server whose second page has an invalid row at first, so that it is requested a second time.
    ///
    /// The second response waits for a request with an expected cursor, and only a while if none is due; the result says
    /// whether that came.
    private func walk(
        _ ledger: RowLedger, _ fake: any LedgerFake, pages: Int,
        expecting isExpected: @escaping @Sendable (String) -> Bool,
        edit: @escaping @Sendable (String) -> String = { $0 }
    ) async throws -> (outcome: WalkOutcome, isEarly: Bool) {
        let second = Mutex<(cursor: String, attempts: Int)?>(nil)
        let hasCome = Mutex(false)
        let isFirstTaken = Mutex(false)
        let isEarly = Mutex(false)
        let server = AlteredServer(fake) { number, request, server in
            var response = try await server.send(request)
            guard number > 1, let cursor = request["cursor"] ?? request["starting_after"] else { return response }
            response.body = Array(edit(String(decoding: response.body, as: UTF8.self)).utf8)
            let attempt = second.withLock { second in
                if second == nil { second = (cursor, 0) }
                guard second?.cursor == cursor else { return 0 }
                second?.attempts += 1
                return second?.attempts ?? 0
            }
            if attempt == 1 {
                // As long as the first page waits to be taken, there may be no room for one that is asked for early.
                while pages > 1, !isFirstTaken.withLock(\.self) { await Task.yield() }
                let text = String(decoding: response.body, as: UTF8.self)
                response.body = Array(text.replacing("\"data\":[", with: "\"data\":[1,").utf8)
            } else if attempt == 2 {
                var rounds = 0
                while !hasCome.withLock(\.self), pages > 1 || rounds < 2000 {
                    await Task.yield()
                    rounds += 1
                }
                isEarly.withLock { $0 = hasCome.withLock(\.self) }
            } else if isExpected(cursor) {
                hasCome.withLock { $0 = true }
            }
            return response
        }
        let outcome = try await ledger.walk(.test(server), pageSize: 10, options: options(pages)) {
            isFirstTaken.withLock { $0 = true }
        }
        return (outcome, isEarly.withLock(\.self))
    }

    @Test(arguments: showing, 1...4)
    func requestsTheNextPageBeforeTheRowsAreDecoded(ledger: RowLedger, pages: Int) async throws {
        let rows = ledger.rows(seed: 90, count: 60)
        let plainFake = ledger.fake(rows)
        let plain = try await ledger.walk(.test(plainFake), pageSize: 10)
        let fake = ledger.fake(rows)
        let (outcome, isEarly) = try await walk(ledger, fake, pages: pages, expecting: { _ in true })
        #expect(isEarly == (pages > 1))
        #expect(outcome.rows == plain.rows)
        #expect(outcome.report == plain.report)
        #expect(fake.requests.count == plainFake.requests.count + 1)
    }

    @Test(arguments: showing, 2...5)
    func aWrongGuessCostsOneRequestAndNoRow(ledger: RowLedger, pages: Int) async throws {
        let rows = ledger.rows(seed: 91, count: 100)
        let plainFake = ledger.fake(rows)
        let plain = try await ledger.walk(.test(plainFake), pageSize: 10)
        let fake = ledger.fake(rows)
        // The decoy that looks like the cursor is inside an unknown member.
        let (outcome, isEarly) = try await walk(ledger, fake, pages: pages, expecting: { $0 == "decoy" }) { body in
            let decoy = "\"meta\":{\"next_cursor\":\"decoy\",\"nextCursor\":\"decoy\"}"
            return body.replacing("],\"", with: "],\(decoy),\"", maxReplacements: 1)
        }
        #expect(isEarly)
        #expect(outcome.error == nil)
        #expect(outcome.rows == plain.rows)
        #expect(outcome.pageSizes == plain.pageSizes)
        #expect(outcome.report == plain.report)
        #expect(fake.requests.count { ($0["cursor"] ?? $0["starting_after"]) == "decoy" } == 1)
        #expect(fake.requests.count == plainFake.requests.count + 2)
    }

    @Test(arguments: showing, 2...4)
    func throwsTheErrorOfAnEarlyRequestInItsTurn(ledger: RowLedger, pages: Int) async throws {
        let rows = ledger.rows(seed: 92, count: 100)
        let behavior = FakeBehavior(faults: [5: .response(TransportResponse(status: 403, body: "{}"))])
        let plain = try await ledger.walk(.test(ledger.fake(rows, behavior)), pageSize: 10)
        let outcome = try await ledger.walk(
            .test(ledger.fake(rows, behavior)), pageSize: 10, options: options(pages))
        #expect(outcome.failure?.code == .forbidden)
        #expect(outcome.rows == plain.rows)
        #expect(outcome.pageSizes == plain.pageSizes)
        #expect(outcome.report == plain.report)
    }

    @Test(arguments: showing, 2...6)
    func staysWithinThePrefetchLimit(ledger: RowLedger, pages: Int) async throws {
        let fake = ledger.fake(ledger.rows(seed: 93, count: 150))
        let outcome = try await ledger.walk(.test(ledger.fake(ledger.rows(seed: 93, count: 150))), pageSize: 10)
        let all = outcome.pageSizes.count

        func check<Row>(_ walk: Walk<Row>) async throws {
            var iterator = walk.with(WalkOptions(prefetch: pages)).pages.makeAsyncIterator()
            var taken = 0
            while try await iterator.next() != nil {
                taken += 1
                while fake.requests.count < min(all, taken + pages) { await Task.yield() }
                for _ in 0..<50 { await Task.yield() }
                #expect(fake.requests.count == min(all, taken + pages))
            }
            #expect(taken == all)
        }

        let configuration = ClientConfiguration.test(fake)
        if ledger == .venice {
            let client = try Venice.Client(apiKey: VeniceFake.testKey, configuration: configuration)
            try await check(client.history(in: RowLedger.week, matching: Venice.HistoryQuery(pageSize: 10)))
        } else {
            let client = try Aurous.Client(apiKey: AurousFake.testKey, configuration: configuration)
            try await check(client.events(in: RowLedger.week, matching: Aurous.EventQuery(pageSize: 10)))
        }
    }

    @Test(arguments: showing, 2...4)
    func cancellingEndsEarlyRequests(ledger: RowLedger, pages: Int) async throws {
        let barrier = Barrier()
        let server = AlteredServer(ledger.fake(ledger.rows(seed: 94, count: 100))) { number, request, server in
            if number == 4 { try await barrier.pass() }
            return try await server.send(request)
        }
        let configuration = ClientConfiguration.test(server)
        let task = Task { try await ledger.walk(configuration, pageSize: 10, options: options(pages)) }
        while barrier.waitingCount == 0 { await Task.yield() }
        task.cancel()
        let outcome = try await task.value
        #expect(outcome.error is CancellationError)
        #expect(outcome.report.stopped?.message == "the walk was cancelled")
        while barrier.cancelledCount == 0 { await Task.yield() }
        #expect(barrier.waitingCount == 0)
    }

    @Test func leavingTheLoopEndsEarlyRequests() async throws {
        let ledger = RowLedger.aurous
        let barrier = Barrier()
        let server = AlteredServer(ledger.fake(ledger.rows(seed: 95, count: 100))) { number, request, server in
            if number == 3 { try await barrier.pass() }
            return try await server.send(request)
        }
        let client = try Aurous.Client(apiKey: AurousFake.testKey, configuration: .test(server))
        let walk = client.events(in: RowLedger.week, matching: Aurous.EventQuery(pageSize: 10)).with(
            WalkOptions(prefetch: 4))
        for try await _ in walk.pages {
            while barrier.waitingCount == 0 { await Task.yield() }
            break
        }
        while barrier.cancelledCount == 0 { await Task.yield() }
        #expect(barrier.waitingCount == 0)
    }

    @Test(arguments: showing, 1...10)
    func resumesAfterEveryPage(ledger: RowLedger, pages: Int) async throws {
        let rows = ledger.rows(seed: 96, count: 75)
        let whole = try await ledger.walk(.test(ledger.fake(rows)), pageSize: 10)
        for ahead in [2, 5] {
            let first = try await ledger.walk(
                .test(ledger.fake(rows)), pageSize: 10, options: options(ahead), pages: pages)
            #expect(first.error == nil)
            guard let checkpoint = first.checkpoint else {
                #expect(first.rows == whole.rows)
                continue
            }
            let second = try await ledger.walk(
                .test(ledger.fake(rows)), pageSize: 10, options: options(ahead), from: checkpoint)
            #expect(first.rows + second.rows == whole.rows)
            #expect(second.report == whole.report)
        }
    }

    @Test(arguments: [RowLedger.aurous, .venice], [2, 8])
    func shardsRequestEarlyToo(ledger: RowLedger, shards: Int) async throws {
        let rows = ledger.rows(seed: 97, count: 200)
        let whole = try await ledger.walk(.test(ledger.fake(rows)), pageSize: 10)
        let crowd = CrowdedServer(ledger.fake(rows), seed: 97)
        let outcome = try await ledger.walk(
            .test(crowd), pageSize: 10,
            options: .with {
                $0.shards = shards
                $0.prefetch = 3
            })
        #expect(outcome.error == nil)
        #expect(outcome.rows.map(\.canonical) == whole.rows.map(\.canonical))
        #expect(outcome.report.isComplete)
    }
}
