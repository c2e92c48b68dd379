import Testing
import UsageKitTesting

@testable import UsageKit

/// Deadlines and cancellation hold even if the transport ignores both.
@Suite(.endsSometime) struct HTTPClientExchangeTests {
    private let clock = ManualClock()
    private let deaf = DeafTransport()

    private func client(_ transport: any HTTPTransport, retry: RetryPolicy = .none) throws -> HTTPClient {
        try ScriptedClient.client(transport, on: clock, retry: retry)
    }

    private func fetch(_ client: HTTPClient, deadline: HTTPDeadline? = nil) -> Task<Int, any Error> {
        Task { try await client.fetch("/usage", deadline: deadline) { $0.status } }
    }

    private func failure<Value>(_ task: Task<Value, any Error>) async throws -> UsageError {
        try #require(await #expect(throws: UsageError.self) { try await task.value })
    }

    @Test func returnsAtTheTimeoutOfTheAttempt() async throws {
        let task = fetch(try client(deaf))
        await deaf.wait(for: 1)
        clock.advance(by: .seconds(60))
        let error = try await failure(task)
        #expect(error.code == .deadlineExceeded)
        #expect(error.message == "api.example.com did not respond within the timeout")
        deaf.answer()
    }

    @Test func doesNotReturnBeforeTheTimeout() async throws {
        let task = fetch(try client(deaf))
        await deaf.wait(for: 1)
        clock.advance(by: .milliseconds(59_999))
        deaf.answer(TransportResponse(status: 204))
        #expect(try await task.value == 204)
    }

    @Test func returnsAtTheTotalTimeAndAtTheDeadlineOfTheOperation() async throws {
        let total = fetch(try client(deaf, retry: RetryPolicy(attempts: 1, totalTime: .seconds(7))))
        let outer = fetch(try client(deaf), deadline: HTTPDeadline(after: .seconds(7), on: clock))
        await deaf.wait(for: 2)
        clock.advance(by: .seconds(7))
        #expect(try await failure(total).code == .deadlineExceeded)
        #expect(try await failure(outer).code == .deadlineExceeded)
        deaf.answer()
    }

    @Test func anAbandonedAttemptIsRetried() async throws {
        let transport = AlteredServer(ScriptedTransport([.status(200)])) { [deaf] number, request, server in
            number == 1 ? await deaf.send(request) : try await server.send(request)
        }
        let task = fetch(try client(transport, retry: .standard))
        await deaf.wait(for: 1)
        clock.advance(by: .seconds(60))
        #expect(try await task.value == 200)
        #expect(clock.sleeps == [.milliseconds(500)])
        // The answer that comes too late is dropped.
        deaf.answer(TransportResponse(status: 500))
    }

    @Test func cancellingReturnsAtOnce() async throws {
        let task = fetch(try client(deaf))
        await deaf.wait(for: 1)
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        deaf.answer()
    }

    @Test func aSystemClockEndsTheWait() async throws {
        let client = HTTPClient(
            provider: .aurous, transport: deaf, baseURL: try BaseURL("https://api.example.com", defaultPrefix: ""),
            authorization: .bearer(try Credential("key")), retry: .none, attemptTimeout: .milliseconds(20))
        #expect(try await failure(fetch(client)).code == .deadlineExceeded)
        deaf.answer()
    }

    @Test(arguments: [Duration.zero, .seconds(-1)])
    func refusesATimeoutOfZeroOrLess(timeout: Duration) async throws {
        let client = HTTPClient(
            provider: .aurous, transport: deaf, baseURL: try BaseURL("https://api.example.com", defaultPrefix: ""),
            authorization: .bearer(try Credential("key")), attemptTimeout: timeout)
        #expect(try await failure(fetch(client)).code == .invalidArgument)
        #expect(deaf.count == 0)
    }

    /// The answer, the deadline and the cancellation come at the same time, in any order; one of them counts.
    @Test func resumesItsCallerOnce() async throws {
        let client = try client(deaf)
        for round in 1...300 {
            let task = fetch(client)
            await deaf.wait(for: round)
            await withTaskGroup(of: Void.self) { group in
                group.addTask { [deaf] in deaf.answer() }
                group.addTask { [clock] in clock.advance(by: .seconds(60)) }
                group.addTask { task.cancel() }
            }
            switch await task.result {
            case .success(let status): #expect(status == 200)
            case .failure(let error as UsageError): #expect(error.code == .deadlineExceeded)
            case .failure(let error): #expect(error is CancellationError)
            }
        }
    }

    // MARK: Walks

    /// How the pages of a walk are fetched.
    enum Fetching: CaseIterable, Sendable { case oneByOne, ahead, inShards, intoALedger, intoLiveReports }

    /// Walks a ledger whose server answers one page and nothing after it.
    private func walk(_ fetching: Fetching, limits: WalkLimits) throws -> Task<Void, any Error> {
        let tresor = RowLedger.tresor
        let transport = AlteredServer(tresor.fake(tresor.rows(seed: 90, count: 100))) {
            [deaf] number, request, server in
            number > 1 ? await deaf.send(request) : try await server.send(request)
        }
        let client = try Tresor.Client(
            apiKey: TresorFake.testKey, configuration: .test(transport, retry: .none, clock: clock))
        let walk = client.usage(in: RowLedger.week, matching: Tresor.Filter(pageSize: 10)).with(
            WalkOptions(limits: limits))
        return Task {
            switch fetching {
            case .oneByOne: for try await _ in walk {}
            case .ahead: for try await _ in walk.with(WalkOptions(prefetch: 4)) {}
            case .inShards: for try await _ in walk.with(WalkOptions(shards: 4)) {}
            case .intoALedger:
                var ledger = UsageLedger()
                try await ledger.ingest(walk.with(WalkOptions(prefetch: 2)))
            case .intoLiveReports: for try await _ in UsageLedger().reports(during: walk) {}
            }
        }
    }

    @Test(arguments: Fetching.allCases)
    func aWalkEndsAtItsTimeLimit(fetching: Fetching) async throws {
        let isOver = Gauge()
        let task = try walk(fetching, limits: WalkLimits(time: .seconds(10)))
        let ending = Task {
            defer { isOver.enter() }
            return try await failure(task)
        }
        await deaf.wait(for: 1)
        // Again and again: a request may be sent after the clock was advanced.
        while isOver.most == 0 {
            clock.advance(by: .seconds(10))
            await Task.yield()
        }
        #expect(try await ending.value.code == .deadlineExceeded)
        deaf.answer()
    }

    @Test(arguments: Fetching.allCases)
    func cancellingEndsAWalkAtOnce(fetching: Fetching) async throws {
        let task = try walk(fetching, limits: WalkLimits())
        await deaf.wait(for: 1)
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        deaf.answer()
    }
}
