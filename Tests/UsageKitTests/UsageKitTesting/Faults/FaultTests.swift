import Foundation
import Synchronization
import Testing
import UsageKit
import UsageKitTesting

/// Each fault in memory and over a socket.
@Suite(.serialized, .sockets, .endsSometime) struct FaultTests {
    private static let rows = LedgerGenerator(seed: 4).tresorRows(count: 50, in: RowLedger.week)
    private let clock = ManualClock()

    /// Hands a client of the fake to a body, and stops the server afterwards.
    private func withClient<Result>(
        of transport: any HTTPTransport, over route: Route, retry: RetryPolicy = .standard,
        attemptTimeout: Duration = .farAway, _ body: (Tresor.Client) async throws -> Result
    ) async throws -> Result {
        let server = try route == .loopback ? LoopbackServer(transport) : nil
        defer { server?.stop() }
        var configuration = ClientConfiguration.test(
            server == nil ? transport : URLSessionTransport.shared, baseURL: server?.baseURL, retry: retry, clock: clock
        )
        configuration.attemptTimeout = attemptTimeout
        return try await body(Tresor.Client(apiKey: TresorFake.testKey, configuration: configuration))
    }

    private func walk(_ client: Tresor.Client) -> Walk<Tresor.LedgerRow> {
        client.usage(in: RowLedger.week, matching: Tresor.Filter(pageSize: 20))
    }

    private static let passing: [Fault] = [
        .drop, .truncated, .truncated(after: 0), .truncated(after: 1_000_000), .status(503),
        .status(429, retryAfter: .seconds(2)), .error(UsageError(.transport, "reset")),
        .error(URLError(.networkConnectionLost)),
    ]

    @Test(arguments: passing.indices, Route.allCases)
    func aFaultThatPassesCostsOneMoreRequestAndNoRow(fault: Int, route: Route) async throws {
        let fake = TresorFake(rows: Self.rows, behavior: FakeBehavior(faults: [2: Self.passing[fault]]))
        let (rows, report) = try await withClient(of: fake, over: route) { try await walk($0).collect() }
        #expect(report.isComplete)
        #expect(Set(rows.map(\.id)).count == 50)
        #expect(rows.count == 50)
        #expect(fake.requests.count == 4)
        #expect(fake.unusedFaults.isEmpty)
    }

    @Test(arguments: [Fault.drop, .truncated], Route.allCases)
    func aConnectionThatEndsIsBroken(fault: Fault, route: Route) async throws {
        let fake = TresorFake(rows: Self.rows, behavior: FakeBehavior(faults: [.all: fault]))
        let error = try await withClient(of: fake, over: route, retry: .none) { client in
            await #expect(throws: UsageError.self) { try await walk(client).collect() }
        }
        #expect(error?.code == .transport)
        #expect(error?.connectionFailure == .broken)
    }

    @Test(arguments: Route.allCases)
    func aStatusCanAskForAWait(route: Route) async throws {
        let busy = Fault.status(429, retryAfter: .milliseconds(1500))
        let fake = TresorFake(rows: Self.rows, behavior: FakeBehavior(faults: [1: busy]))
        let report = try await withClient(of: fake, over: route) { try await walk($0).collect().report }
        #expect(report.isComplete)
        #expect(clock.sleeps == [.seconds(2)])
    }

    @Test(arguments: Route.allCases)
    func aStatusNamesItself(route: Route) async throws {
        let fake = TresorFake(rows: Self.rows, behavior: FakeBehavior(faults: [1: .status(403)]))
        let error = try await withClient(of: fake, over: route) { client in
            await #expect(throws: UsageError.self) { try await walk(client).collect() }
        }
        #expect(error?.code == .forbidden)
        #expect(error?.message.contains("403") == true)
    }

    @Test(arguments: Route.allCases)
    func aDelayTakesTimeOnTheClockOnly(route: Route) async throws {
        let fake = TresorFake(
            rows: Self.rows, behavior: FakeBehavior(faults: [2: .delay(.seconds(40), on: clock)]))
        let report = try await withClient(of: fake, over: route) { try await walk($0).collect().report }
        #expect(report.isComplete)
        #expect(fake.requests.count == 3)
        #expect(clock.now.offset == .seconds(40))
        #expect(clock.sleeps.isEmpty)
    }

    @Test func aDelayBeyondTheTimeoutEndsTheAttempt() async throws {
        let fake = TresorFake(
            rows: Self.rows, behavior: FakeBehavior(faults: [2: .delay(.seconds(90), on: clock)]))
        let attempts = Mutex<[AttemptReport.Outcome]>([])
        var configuration = ClientConfiguration.test(fake, clock: clock)
        configuration.attemptTimeout = .seconds(60)
        configuration.observer = { report in attempts.withLock { $0.append(report.outcome) } }
        let client = try Tresor.Client(apiKey: TresorFake.testKey, configuration: configuration)
        #expect(try await walk(client).collect().report.isComplete)
        #expect(attempts.withLock { $0.count } == 4)
        #expect(fake.requests.count == 4)
    }

    @Test(arguments: Route.allCases)
    func aDelayCanEndInAnotherFault(route: Route) async throws {
        let late = Fault.delay(.seconds(40), on: clock).then(.status(404))
        let fake = TresorFake(rows: Self.rows, behavior: FakeBehavior(faults: [1: late]))
        let error = try await withClient(of: fake, over: route) { client in
            await #expect(throws: UsageError.self) { try await walk(client).collect() }
        }
        #expect(error?.code == .notFound)
        #expect(clock.now.offset == .seconds(40))
    }

    @Test func aServerThatHangsIsGivenUpAtTheTimeout() async throws {
        let fake = TresorFake(rows: Self.rows, behavior: FakeBehavior(faults: [2: .hang]))
        let walking = Task {
            try await withClient(of: fake, over: .inProcess, attemptTimeout: .seconds(60)) {
                try await walk($0).collect().report
            }
        }
        while fake.requests.count < 2 { await Task.yield() }
        clock.advance(by: .seconds(61))
        #expect(try await walking.value.isComplete)
        #expect(fake.requests.count == 4)
    }

    @Test(arguments: Route.allCases)
    func aRequestThatHangsCanBeCancelled(route: Route) async throws {
        let fake = TresorFake(rows: Self.rows, behavior: FakeBehavior(faults: [.requests(2...): .hang]))
        let walking = Task {
            try await withClient(of: fake, over: route) { try await walk($0).collect().report }
        }
        while fake.requests.count < 2 { await Task.yield() }
        walking.cancel()
        await #expect(throws: CancellationError.self) { try await walking.value }
    }

    @Test(arguments: Route.allCases)
    func aLedgerChangesInTheMiddleOfAWalk(route: Route) async throws {
        let fake = TresorFake(rows: Self.rows)
        let oldest = try #require(fake.rows.last?["id"])
        fake.behavior.faults = [.path("/v1/usage").after(1).first(): .change(.remove { $0["id"] == oldest })]
        let rows = try await withClient(of: fake, over: route) { try await walk($0).collect().rows }
        #expect(rows.count == 49)
        #expect(fake.rows.count == 49)
        #expect(fake.unusedFaults.isEmpty)
    }

    @Test(arguments: Route.allCases)
    func anActionRunsBeforeTheAnswer(route: Route) async throws {
        let script = ScriptedTransport()
        let page = #"{"data":[],"total_count":0,"limit":20,"offset":0}"#
        let faulty = FaultyTransport(script, faults: [1: .perform { script.append(.json(page)) }])
        let rows = try await withClient(of: faulty, over: route) { try await walk($0).collect().rows }
        #expect(rows.isEmpty)
        try script.verify()
    }
}
