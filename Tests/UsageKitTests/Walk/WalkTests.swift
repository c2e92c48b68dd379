import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

/// How the client reaches the fake.
enum Route: CaseIterable, Sendable {
    case inProcess, loopback
}

/// Serialized: each walk over a socket holds descriptors, which another suite counts.
@Suite(.serialized, .sockets) struct WalkTests {
    /// Walks a fake, in process or over a socket.
    private func walk(
        _ ledger: RowLedger, _ fake: any LedgerFake, over route: Route, pageSize: Int,
        limits: WalkLimits = WalkLimits()
    ) async throws -> WalkOutcome {
        switch route {
        case .inProcess: return try await ledger.walk(.test(fake), pageSize: pageSize, limits: limits)
        case .loopback:
            let server = try LoopbackServer(fake)
            let configuration = ClientConfiguration.test(URLSessionTransport.shared, baseURL: server.baseURL)
            let outcome = try await ledger.walk(configuration, pageSize: pageSize, limits: limits)
            server.stop()
            return outcome
        }
    }

    @Test(arguments: RowLedger.allCases, Route.allCases)
    func deliversEveryRowOnceWithEveryField(ledger: RowLedger, route: Route) async throws {
        let rows = ledger.rows(seed: 1, count: 230)
        let fake = ledger.fake(rows)
        let outcome = try await walk(ledger, fake, over: route, pageSize: 50)
        #expect(outcome.error == nil)
        #expect(outcome.rows.map(\.canonical).sorted() == rows.map(\.canonical).sorted())
        #expect(outcome.report.isComplete)
        #expect(outcome.report.rows == 230)
        #expect(outcome.report.duplicates == 0)
        #expect(outcome.report.outsideWindow == 0)
        #expect(outcome.report.expected == (ledger.hasTotal ? 230 : nil))
        #expect(outcome.report.pages == fake.requests.count)
        #expect(outcome.report.pages >= 5)
    }

    @Test(arguments: RowLedger.allCases, Route.allCases)
    func walksAnEmptyLedger(ledger: RowLedger, route: Route) async throws {
        let outcome = try await walk(ledger, ledger.fake([]), over: route, pageSize: 50)
        #expect(outcome.error == nil)
        #expect(outcome.rows.isEmpty)
        #expect(outcome.report.isComplete)
        #expect(outcome.report.pages == 1)
    }

    @Test(arguments: RowLedger.allCases, Route.allCases)
    func losesNoRowIfTheServerGivesSmallerPages(ledger: RowLedger, route: Route) async throws {
        let rows = ledger.rows(seed: 2, count: 90)
        let outcome = try await walk(ledger, ledger.fake(rows, FakeBehavior(pageLimit: 7)), over: route, pageSize: 100)
        #expect(outcome.error == nil)
        #expect(outcome.rows.map(\.canonical).sorted() == rows.map(\.canonical).sorted())
        #expect(outcome.report.pages >= 13)
    }

    @Test(arguments: RowLedger.allCases, Route.allCases)
    func countsAPageOnceAfterFailedAndTruncatedAttempts(ledger: RowLedger, route: Route) async throws {
        let rows = ledger.rows(seed: 3, count: 60)
        let behavior = FakeBehavior(faults: [
            1: .response(TransportResponse(status: 500, body: #"{"error":{"message":"later"}}"#)),
            3: .response(TransportResponse(status: 200, body: #"{"data":[{"id":"half","#)),
            5: .response(TransportResponse(status: 503, headers: ["Retry-After": "2"], body: "busy")),
        ])
        let outcome = try await walk(ledger, ledger.fake(rows, behavior), over: route, pageSize: 20)
        #expect(outcome.error == nil)
        #expect(outcome.rows.map(\.canonical).sorted() == rows.map(\.canonical).sorted())
        #expect(outcome.report.duplicates == 0)
    }

    /// What can happen once to each page of a healthy server.
    private static let onceOff: [Fault] = [
        .error(UsageError(.transport, "the connection failed or was lost")),
        .response(TransportResponse(status: 200, body: #"{"data":[{"id":"half","#)),
        .response(TransportResponse(status: 200, body: "")),
        .response(TransportResponse(status: 200, headers: ["Content-Type": "text/html"], body: "<html>Wait</html>")),
    ]

    @Test(arguments: RowLedger.allCases, onceOff.indices)
    func aFaultThatComesOnceCostsNoRow(ledger: RowLedger, fault: Int) async throws {
        let rows = ledger.rows(seed: 15, count: 60)
        let behavior = FakeBehavior(faults: [1: Self.onceOff[fault], 3: Self.onceOff[fault], 5: Self.onceOff[fault]])
        let outcome = try await ledger.walk(.test(ledger.fake(rows, behavior)), pageSize: 20)
        #expect(outcome.error == nil)
        #expect(outcome.rows.map(\.canonical).sorted() == rows.map(\.canonical).sorted())
        #expect(outcome.report.isComplete)
        #expect(outcome.report.duplicates == 0)
    }

    @Test(arguments: RowLedger.allCases, [429, 503])
    func aWaitAboveTwoMinutesEndsTheWalkAtOnce(ledger: RowLedger, status: Int) async throws {
        let busy = TransportResponse(status: status, headers: ["Retry-After": "121"], body: "busy")
        let fake = ledger.fake(ledger.rows(seed: 16, count: 60), FakeBehavior(faults: [2: .response(busy)]))
        let clock = ManualClock()
        let outcome = try await ledger.walk(.test(fake, clock: clock), pageSize: 20)
        #expect(outcome.failure?.retryAfter == .seconds(121))
        #expect(outcome.report.stopped?.message.contains("retry after 121 s") == true)
        #expect(clock.sleeps.isEmpty)
        #expect(fake.requests.count == 2)
    }

    @Test(arguments: RowLedger.allCases.filter(\.hasCursor), Route.allCases)
    func followsCursorsOfEmptyPages(ledger: RowLedger, route: Route) async throws {
        guard ledger != .aurousCredits else { return }
        let rows = ledger.rows(seed: 4, count: 60)
        let behavior = FakeBehavior(emptyPages: [1, 3, 4, 5, 6])
        let outcome = try await walk(ledger, ledger.fake(rows, behavior), over: route, pageSize: 20)
        #expect(outcome.error == nil)
        #expect(outcome.rows.map(\.canonical).sorted() == rows.map(\.canonical).sorted())
        #expect(outcome.pageSizes.filter { $0 == 0 }.count == 5)
    }

    @Test(arguments: [RowLedger.aurous, .aurousCredits], Route.allCases)
    func deliversTheLastGoodRowsBeforeAMissingCursorIsThrown(ledger: RowLedger, route: Route) async throws {
        let rows = ledger.rows(seed: 5, count: 60)
        let outcome = try await walk(
            ledger, ledger.fake(rows, FakeBehavior(withheldCursors: [2])), over: route, pageSize: 20)
        #expect(outcome.failure?.code == .missingCursor)
        #expect(outcome.failure?.provider == .aurous)
        #expect(outcome.rows.count == 40)
        #expect(!outcome.report.isComplete)
        #expect(outcome.report.stopped?.message.contains("no cursor") == true)
    }

    @Test(arguments: [RowLedger.aurous, .venice], Route.allCases)
    func throwsIfACursorRepeats(ledger: RowLedger, route: Route) async throws {
        let rows = ledger.rows(seed: 6, count: 90)
        let outcome = try await walk(
            ledger, ledger.fake(rows, FakeBehavior(repeatedCursors: [2, 3, 4, 5])), over: route, pageSize: 20)
        #expect(outcome.failure?.code == .paginationStalled)
        #expect(outcome.rows.count == 40)
        #expect(Set(outcome.rows.map(\.canonical)).isSubset(of: Set(rows.map(\.canonical))))
        #expect(!outcome.report.isComplete)
    }

    @Test(arguments: [RowLedger.venice, .veniceRetired], Route.allCases)
    func doesNotCountARepeatedPageWithoutIDsTwice(ledger: RowLedger, route: Route) async throws {
        let rows = ledger.rows(seed: 15, count: 90)
        let fake = ledger.fake(rows, FakeBehavior(repeatedCursors: [1]))
        // The retired listing has page numbers, which a server may ignore.
        let transport: any HTTPTransport = ledger == .venice ? fake : FirstPageOnly(fake)
        let outcome =
            switch route {
            case .inProcess: try await ledger.walk(.test(transport), pageSize: 20)
            case .loopback:
                try await {
                    let server = try LoopbackServer(transport)
                    defer { server.stop() }
                    return try await ledger.walk(
                        .test(URLSessionTransport.shared, baseURL: server.baseURL), pageSize: 20)
                }()
            }
        #expect(outcome.failure?.code == .paginationStalled)
        #expect(outcome.rows.count == 20)
        #expect(outcome.report.duplicates == 20)
        #expect(!outcome.report.isComplete)
    }

    @Test(arguments: RowLedger.allCases, Route.allCases)
    func doesNotRetryAWrongKey(ledger: RowLedger, route: Route) async throws {
        let refusal = FakeBehavior(faults: [1: .response(TransportResponse(status: 401, body: #"{"error":"no"}"#))])
        let fake = ledger.fake([], refusal)
        let outcome = try await walk(ledger, fake, over: route, pageSize: 20)
        #expect(outcome.failure?.code == .unauthorized)
        #expect(outcome.failure?.message == "no")
        #expect(fake.requests.count == 1)
        #expect(outcome.report.pages == 0)
        #expect(outcome.report.stopped != nil)
    }

    @Test(arguments: RowLedger.allCases, Route.allCases)
    func throwsAtTheLimitOfPages(ledger: RowLedger, route: Route) async throws {
        let fake = ledger.fake(ledger.rows(seed: 7, count: 90))
        let outcome = try await walk(ledger, fake, over: route, pageSize: 20, limits: WalkLimits(pages: 2))
        #expect(outcome.failure?.code == .ceilingReached)
        // Tresor's second page begins with the last row of the first.
        #expect(outcome.rows.count == (ledger == .tresor ? 39 : 40))
        // ChatBotKit's next page may be the empty one that ends the listing.
        #expect(fake.requests.count == (ledger == .chatBotKit ? 3 : 2))
    }

    @Test(arguments: [RowLedger.tresor, .auralytik, .auralytikSigned], Route.allCases)
    func findsRowsThatMoveUpUnseen(ledger: RowLedger, route: Route) async throws {
        let rows = ledger.rows(seed: 8, count: 60)
        let fake = ledger.fake(rows, FakeBehavior(changes: [1: [.remove(removesFirst(3))]]))
        let outcome = try await walk(ledger, fake, over: route, pageSize: 20)
        #expect(outcome.error == nil)
        #expect(outcome.rows.map(\.canonical).sorted() == rows.map(\.canonical).sorted())
        #expect(outcome.report.expected == 60)
        #expect(outcome.report.gaps + outcome.report.rewalks == 1)
        #expect(outcome.report.isComplete)
    }

    @Test(arguments: Route.allCases)
    func namesMissingRowsIfRowsHaveNoIDs(route: Route) async throws {
        let ledger = RowLedger.veniceRetired
        let fake = ledger.fake(
            ledger.rows(seed: 8, count: 60), FakeBehavior(changes: [1: [.remove(removesFirst(3))]]))
        let outcome = try await walk(ledger, fake, over: route, pageSize: 20)
        #expect(outcome.error == nil)
        #expect(!outcome.report.isComplete)
        #expect(outcome.report.isFinished)
        #expect(outcome.report.expected == 60)
        #expect(outcome.report.stopped?.message == "the provider reports 60 rows but returned 57")
    }

    /// Removes the first rows that it sees: the newest, which have been delivered.
    private func removesFirst(_ count: Int) -> @Sendable (JSONValue) -> Bool {
        let left = Countdown(count)
        return { _ in left.next() }
    }

    @Test(arguments: 1...5)
    func countsRowsWrittenDuringATresorWalkOnce(inserted: Int) async throws {
        let ledger = RowLedger.tresor
        let rows = ledger.rows(seed: 9, count: 100)
        let late = (0..<inserted).map { index in
            rows[0].replacing("id", by: .string("late-\(index)"))
                .replacing("created_at", by: "2026-05-24T23:59:59Z")
        }
        let fake = ledger.fake(rows, FakeBehavior(changes: [2: [.insert(late)]]))
        let outcome = try await ledger.walk(.test(fake), pageSize: 20)
        #expect(outcome.error == nil)
        #expect(outcome.report.duplicates == inserted)
        #expect(outcome.report.revised == 0)
        #expect(outcome.rows.count == 100)
        #expect(ledger.charges(outcome.rows) == ledger.charges(rows))
        #expect(outcome.report.isComplete)
    }

    @Test func fetchesNothingBeforeTheFirstRowIsAskedFor() async throws {
        let transport = ScriptedTransport([try .response(Fixture.response("Tresor/usage-page"))])
        let client = try Tresor.Client(apiKey: "k", configuration: .test(transport))
        let walk = client.usage(in: .all)
        var rows = walk.makeAsyncIterator()
        let pages = walk.pages.makeAsyncIterator()
        #expect(transport.requests.isEmpty)
        #expect(pages.report == WalkReport(provider: .tresor, endpoint: "usage", window: .all))
        _ = try await rows.next()
        #expect(transport.requests.count == 1)
    }

    @Test func leavingTheLoopStopsTheFetching() async throws {
        let ledger = RowLedger.tresor
        let fake = ledger.fake(ledger.rows(seed: 10, count: 100))
        let client = try Tresor.Client(apiKey: TresorFake.testKey, configuration: .test(fake))
        var count = 0
        for try await _ in client.usage(in: RowLedger.week, matching: Tresor.Filter(pageSize: 20)) {
            count += 1
            if count == 25 { break }
        }
        #expect(fake.requests.count == 2)
    }

    @Test func eachIterationStartsFromTheBeginning() async throws {
        let ledger = RowLedger.tresor
        let fake = ledger.fake(ledger.rows(seed: 11, count: 30))
        let walk = try Tresor.Client(apiKey: TresorFake.testKey, configuration: .test(fake)).usage(in: RowLedger.week)
        let first = try await walk.collect()
        let second = try await walk.collect()
        #expect(first.rows == second.rows)
        #expect(first.report == second.report)
        #expect(first.rows.count == 30)
    }

    @Test func cancellingThrows() async throws {
        let fake = RowLedger.tresor.fake(RowLedger.tresor.rows(seed: 12, count: 100))
        let client = try Tresor.Client(apiKey: TresorFake.testKey, configuration: .test(fake))
        let (begun, beginning) = AsyncStream<Void>.makeStream()
        let task = Task {
            defer { beginning.finish() }
            var pages = client.usage(in: RowLedger.week, matching: Tresor.Filter(pageSize: 20)).pages
                .makeAsyncIterator()
            _ = try await pages.next()
            beginning.finish()
            while !Task.isCancelled { await Task.yield() }
            var isCancelled = false
            do { _ = try await pages.next() } catch is CancellationError { isCancelled = true }
            return (isCancelled, try await pages.next() == nil, pages.report)
        }
        for await _ in begun {}
        task.cancel()
        let (isCancelled, isOver, report) = try await task.value
        #expect(isCancelled)
        #expect(isOver)
        #expect(!report.isComplete)
        #expect(report.stopped?.message == "the walk was cancelled")
        #expect(report.rows == 20)
        #expect(fake.requests.count == 1)
    }

    @Test func anErrorEndsTheSequence() async throws {
        let transport = ScriptedTransport([.json("{}", status: 403)])
        let client = try Tresor.Client(apiKey: "k", configuration: .test(transport))
        var rows = client.usage(in: .all).makeAsyncIterator()
        await #expect(throws: UsageError.self) { try await rows.next() }
        #expect(try await rows.next() == nil)
        #expect(rows.report.stopped != nil)
        #expect(transport.requests.count == 1)
    }

    @Test func collectThrowsAboveItsMaximum() async throws {
        let fake = RowLedger.tresor.fake(RowLedger.tresor.rows(seed: 13, count: 50))
        let client = try Tresor.Client(apiKey: TresorFake.testKey, configuration: .test(fake))
        let walk = client.usage(in: RowLedger.week, matching: Tresor.Filter(pageSize: 20))
        #expect(try await walk.collect(max: 50).rows.count == 50)
        let error = await #expect(throws: UsageError.self) { try await walk.collect(max: 49) }
        #expect(error?.code == .ceilingReached)
        #expect(error?.message.contains("49") == true)
    }

    @Test func throwsWhenTheTimeLimitIsReached() async throws {
        let clock = ManualClock()
        let fake = RowLedger.tresor.fake(RowLedger.tresor.rows(seed: 14, count: 50))
        let client = try Tresor.Client(apiKey: TresorFake.testKey, configuration: .test(fake, clock: clock))
        let walk = client.usage(in: RowLedger.week, matching: Tresor.Filter(pageSize: 20))
            .with(WalkOptions(limits: WalkLimits(time: .seconds(10))))
        var pages = walk.pages.makeAsyncIterator()
        clock.advance(by: .seconds(60))
        #expect(try await pages.next()?.rows.count == 20)
        clock.advance(by: .milliseconds(9_999))
        #expect(try await pages.next()?.rows.count == 19)
        clock.advance(by: .milliseconds(1))
        let error = await #expect(throws: UsageError.self) { try await pages.next() }
        #expect(error?.code == .deadlineExceeded)
        #expect(fake.requests.count == 2)
    }

    @Test func doesNotWaitBeyondTheTimeLimit() async throws {
        let clock = ManualClock()
        let busy = TransportResponse(status: 503, headers: ["Retry-After": "30"], body: "busy")
        let transport = ScriptedTransport([.response(busy), .json(#"{"data":[],"has_more":false}"#)])
        let client = try Tresor.Client(apiKey: "k", configuration: .test(transport, clock: clock))
        let walk = client.usage(in: .all).with(WalkOptions(limits: WalkLimits(time: .seconds(10))))
        let error = await #expect(throws: UsageError.self) { try await walk.collect() }
        #expect(error?.code == .serverFailure)
        #expect(error?.retryAfter == .seconds(30))
        #expect(clock.sleeps.isEmpty)
    }
}

/// A server that has only its first page.
private struct FirstPageOnly: HTTPTransport {
    private let server: any HTTPTransport

    init(_ server: any HTTPTransport) {
        self.server = server
    }

    func send(_ request: TransportRequest) async throws -> TransportResponse {
        var request = request
        let items = request.url.query(percentEncoded: true)?.split(separator: "&") ?? []
        let kept = items.map { $0.hasPrefix("page=") ? "page=1" : String($0) }.joined(separator: "&")
        request.url = try #require(URL(string: "http://127.0.0.1\(request.url.path(percentEncoded: true))?\(kept)"))
        return try await server.send(request)
    }
}
