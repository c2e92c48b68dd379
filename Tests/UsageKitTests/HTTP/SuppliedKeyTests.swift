import Foundation
import Synchronization
import Testing
import UsageKitTesting

@testable import UsageKit

/// Keys that a closure supplies.
@Suite struct SuppliedKeyTests {
    /// A server that accepts one key, which can be rotated, and has the ledger of a fake.
    private final class Server: HTTPTransport {
        private let ledger: RowLedger
        private let fake: any LedgerFake
        private let state: Mutex<(keys: [String], requests: Int, refusals: Int)>
        /// The number of requests after which the next key of the list is the valid one.
        private let rotation: Int

        init(_ ledger: RowLedger, keys: [String], rotatingAfter rotation: Int = .max) {
            self.ledger = ledger
            fake = ledger.fake(ledger.rows(seed: 7, count: 65))
            state = Mutex((keys, 0, 0))
            self.rotation = rotation
        }

        var key: String { state.withLock { $0.keys.first ?? "" } }
        var requests: Int { state.withLock(\.requests) }
        var refusals: Int { state.withLock(\.refusals) }

        func send(_ request: TransportRequest) async throws -> TransportResponse {
            let isAccepted = state.withLock { state in
                state.requests += 1
                if state.requests - 1 == rotation { state.keys.removeFirst() }
                let isAccepted = ledger.sentKey(request) == state.keys.first
                if !isAccepted { state.refusals += 1 }
                return isAccepted
            }
            guard isAccepted else {
                let sent = ledger.sentKey(request) ?? ""
                return TransportResponse(status: 401, body: #"{"error":{"message":"the key \#(sent) is unknown"}}"#)
            }
            var request = request
            ledger.setKey(&request)
            return try await fake.send(request)
        }
    }

    /// Supplies keys, and counts how often it is asked.
    private final class Keys: Sendable {
        private let count = Mutex(0)
        private let supply: @Sendable (_ number: Int) async throws -> String

        init(_ supply: @escaping @Sendable (_ number: Int) async throws -> String) { self.supply = supply }

        var asked: Int { count.withLock { $0 } }

        func next() async throws -> String {
            let number = count.withLock { count in
                count += 1
                return count
            }
            return try await supply(number)
        }
    }

    private static let ledgers: [RowLedger] = [.aurous, .venice, .tresor, .chatBotKit, .auralytik, .auralytikSigned]

    /// Each ledger with the ways in which it can be walked.
    private static let walks: [(RowLedger, WalkOptions)] =
        ledgers.flatMap { ledger in
            [WalkOptions(), WalkOptions(prefetch: 4)].map { (ledger, $0) }
        } + [RowLedger.aurous, .venice, .tresor].map { ($0, WalkOptions(shards: 4)) }

    private func walk(
        _ ledger: RowLedger, _ server: any HTTPTransport, _ keys: Keys, options: WalkOptions = WalkOptions(),
        retry: RetryPolicy = .standard, clock: ManualClock = ManualClock()
    ) async throws -> WalkOutcome {
        let visitor = Visitor(options: options)
        return try await ledger.visit(visitor, .test(server, retry: retry, clock: clock), supplying: keys.next)
    }

    private struct Visitor: WalkVisitor {
        let options: WalkOptions
        func visit<Row: UsageRow & JSONRepresentable>(_ walk: Walk<Row>) async throws -> WalkOutcome {
            await WalkOutcome(of: walk.with(options))
        }
    }

    @Test(arguments: walks)
    func theKeyIsAskedForOnce(ledger: RowLedger, options: WalkOptions) async throws {
        let server = Server(ledger, keys: ["one"])
        let keys = Keys { _ in "one" }
        let outcome = try await walk(ledger, server, keys, options: options)
        #expect(outcome.report.isComplete)
        #expect(outcome.rows.count == 65)
        #expect(keys.asked == 1)
        #expect(server.refusals == 0)
    }

    @Test(arguments: walks)
    func aRotatedKeyIsAskedForAgain(ledger: RowLedger, options: WalkOptions) async throws {
        let server = Server(ledger, keys: ["one", "two"], rotatingAfter: 3)
        let keys = Keys { [server] _ in server.key }
        let outcome = try await walk(ledger, server, keys, options: options)
        #expect(outcome.report.isComplete)
        #expect(outcome.rows.count == 65)
        #expect(keys.asked == 2)
        #expect(server.refusals >= 1)
    }

    @Test(arguments: ledgers) func aKeyThatStaysTheSameIsSentOnce(ledger: RowLedger) async throws {
        let server = Server(ledger, keys: ["one"])
        let keys = Keys { _ in "other" }
        let outcome = try await walk(ledger, server, keys)
        #expect(outcome.failure?.code == .unauthorized)
        #expect((server.requests, keys.asked) == (1, 2))
    }

    @Test func aSecondKeyThatIsRefusedEndsTheWalk() async throws {
        let server = Server(.tresor, keys: ["right"])
        let keys = Keys { "wrong\($0)" }
        let outcome = try await walk(.tresor, server, keys)
        #expect(outcome.failure?.code == .unauthorized)
        #expect((server.requests, keys.asked) == (2, 2))
        // The server repeats the key, which no error shows.
        #expect(outcome.failure?.message == "the key <redacted> is unknown")
    }

    /// A key that was rotated does not make the request fail.
    @Test(arguments: [RetryPolicy.none, RetryPolicy(attempts: 1)])
    func aClientWithoutRetriesTakesTheNextKey(retry: RetryPolicy) async throws {
        let server = Server(.tresor, keys: ["one", "two"], rotatingAfter: 3)
        let keys = Keys { [server] _ in server.key }
        let outcome = try await walk(.tresor, server, keys, retry: retry)
        #expect(outcome.report.isComplete)
        #expect((server.refusals, keys.asked) == (1, 2))
    }

    @Test func aClientWithoutRetriesAsksOnceMore() async throws {
        let server = Server(.tresor, keys: ["one"])
        let keys = Keys { "key\($0)" }
        let outcome = try await walk(.tresor, server, keys, retry: .none)
        #expect(outcome.failure?.code == .unauthorized)
        #expect((server.requests, keys.asked) == (2, 2))
    }

    private struct Locked: Error {}

    @Test func anErrorOfTheClosureEndsTheRequest() async throws {
        let server = Server(.aurous, keys: ["one"])
        let outcome = try await walk(.aurous, server, Keys { _ in throw Locked() })
        let failure = try #require(outcome.failure)
        #expect(failure.code == .keyUnavailable)
        #expect(failure.message == "the key could not be supplied: Locked")
        #expect(failure.underlyingError is Locked)
        #expect(failure.isRetryable)
        #expect(failure.provider == .aurous)
        #expect(server.requests == 0)
    }

    /// The text of the caller's error may hold the key, and its status is not that of a response.
    @Test func aUsageErrorOfTheClosureIsWrapped() async throws {
        var inner = UsageError(.requestRefused, "the token abc has expired")
        inner.status = 404
        let server = Server(.aurous, keys: ["one"])
        let outcome = try await walk(.aurous, server, Keys { [inner] _ in throw inner })
        #expect(outcome.failure?.code == .keyUnavailable)
        #expect(outcome.failure?.status == nil)
        #expect(outcome.failure?.message.contains("abc") == false)
    }

    @Test func requestsAtTheSameTimeShareOneCall() async throws {
        let gate = Barrier()
        let calls = Mutex(0)
        let supplied = SuppliedAuthorization.bearer {
            calls.withLock { $0 += 1 }
            try await gate.pass()
            return "one"
        }
        let environment = ClientConfiguration.test(ScriptedTransport([])).environment
        let requests = (0..<20).map { _ in
            Task { try await supplied.authorization(within: .farAway, in: environment) }
        }
        while gate.waitingCount == 0 { await Task.yield() }
        gate.open()
        for request in requests { #expect(try await request.value.secrets == ["one"]) }
        #expect(calls.withLock { $0 } == 1)
    }

    /// A call that never ends costs the requests that wait for it, and no later one.
    @Test func aLaterRequestAsksAgain() async throws {
        let never = Barrier()
        let keys = Keys { number in
            if number == 1 { try await never.pass() }
            return "key\(number)"
        }
        let supplied = SuppliedAuthorization.bearer { try await keys.next() }
        let environment = ClientConfiguration.test(ScriptedTransport([])).environment
        let first = Task { try await supplied.authorization(within: .farAway, in: environment) }
        while never.waitingCount == 0 { await Task.yield() }
        first.cancel()
        await #expect(throws: CancellationError.self) { try await first.value }
        let second = try await supplied.authorization(within: .farAway, in: environment)
        #expect(second.secrets == ["key2"])
        never.open()
        #expect(try await supplied.authorization(within: .farAway, in: environment).secrets == ["key2"])
    }

    @Test func anErrorWhenAskedAgainLeavesTheRefusal() async throws {
        let server = Server(.aurous, keys: ["one"])
        let keys = Keys { number in if number == 1 { "old" } else { throw Locked() } }
        let outcome = try await walk(.aurous, server, keys)
        #expect(outcome.failure?.code == .unauthorized)
        #expect((server.requests, keys.asked) == (1, 2))
    }

    @Test(arguments: ["", "two words", "line\n", "schlüssel"]) func aKeyThatCannotBeSentIsRefused(key: String)
        async throws
    {
        let server = Server(.tresor, keys: ["one"])
        let outcome = try await walk(.tresor, server, Keys { _ in key })
        #expect(outcome.failure?.code == .invalidCredential)
        #expect(key.isEmpty || outcome.failure?.message.contains(key) == false)
        #expect(server.requests == 0)
    }

    @Test func aClosureThatDoesNotAnswerEndsWithTheTimeout() async throws {
        let clock = ManualClock()
        let never = Barrier()
        let server = Server(.tresor, keys: ["one"])
        let keys = Keys { _ in
            try await never.pass()
            return "one"
        }
        let task = Task { try await walk(.tresor, server, keys, clock: clock) }
        while never.waitingCount == 0 { await Task.yield() }
        clock.advance(by: .farAway)
        let outcome = try await task.value
        #expect(outcome.failure?.code == .deadlineExceeded)
        #expect(server.requests == 0)
        never.open()
    }

    @Test func cancellingDoesNotWaitForTheClosure() async throws {
        let never = Barrier()
        let keys = Keys { _ in
            try await never.pass()
            return "one"
        }
        let server = Server(.tresor, keys: ["one"])
        let task = Task { try await walk(.tresor, server, keys) }
        while never.waitingCount == 0 { await Task.yield() }
        task.cancel()
        #expect(try await task.value.error is CancellationError)
        never.open()
    }

    @Test func anEmptyLabelIsRefused() {
        let error = #expect(throws: UsageError.self) { try Tresor.Client(account: "") { "key" } }
        #expect(error?.code == .invalidArgument)
    }

    /// The label identifies the account, so a checkpoint is not bound to the key.
    @Test func aWalkIsResumedWithAnotherKey() async throws {
        let server = Server(.tresor, keys: ["one", "two"], rotatingAfter: 2)
        func pages(_ keys: Keys) throws -> Walk<Tresor.LedgerRow> {
            let client = try Tresor.Client(account: "team", configuration: .test(server)) { try await keys.next() }
            return client.usage(in: RowLedger.week, matching: Tresor.Filter(pageSize: 10))
        }
        let first = await WalkOutcome(of: try pages(Keys { _ in "one" }), pages: 2)
        let checkpoint = try #require(first.checkpoint)
        let rest = await WalkOutcome(of: try pages(Keys { _ in "two" }).resumed(from: checkpoint))
        #expect(rest.report.isComplete)
        #expect(first.rows.count + rest.rows.count == 65)
        let other = try Tresor.Client(account: "other", configuration: .test(server)) { "two" }
        let refused = await WalkOutcome(
            of: other.usage(in: RowLedger.week, matching: Tresor.Filter(pageSize: 10)).resumed(from: checkpoint))
        #expect(refused.failure?.code == .accountMismatch)
    }
}

extension RowLedger {
    fileprivate func sentKey(_ request: TransportRequest) -> String? {
        if let key = request.headers["X-Api-Key"] { return key }
        return request.headers["Authorization"].map { String($0.dropFirst("Bearer ".count)) }
    }

    /// Authorizes a request as the fake expects it.
    fileprivate func setKey(_ request: inout TransportRequest) {
        switch self {
        case .aurous, .aurousCredits: request.headers["X-Api-Key"] = AurousFake.testKey
        case .venice, .veniceRetired: request.headers["Authorization"] = "Bearer \(VeniceFake.testKey)"
        case .tresor: request.headers["Authorization"] = "Bearer \(TresorFake.testKey)"
        case .chatBotKit: request.headers["Authorization"] = "Bearer \(ChatBotKitFake.testKey)"
        case .auralytik: request.headers["Authorization"] = "Bearer \(AuralytikFake.testKey)"
        case .auralytikSigned:
            // The signature does not cover the key.
            request.headers["X-Api-Key"] = AuralytikFake.testKey
        }
    }

    /// Passes the walk of a client with a closure for its key to a visitor.
    fileprivate func visit<Visitor: WalkVisitor>(
        _ visitor: Visitor, _ configuration: ClientConfiguration,
        supplying key: @escaping @Sendable () async throws -> String
    ) async throws -> Visitor.Value {
        let (window, size) = (Self.week, 10)
        switch self {
        case .aurous, .aurousCredits:
            let client = try Aurous.Client(account: "team", configuration: configuration, apiKey: key)
            return try await visitor.visit(client.events(in: window, matching: Aurous.EventQuery(pageSize: size)))
        case .venice, .veniceRetired:
            let client = try Venice.Client(account: "team", configuration: configuration, apiKey: key)
            return try await visitor.visit(client.history(in: window, matching: Venice.HistoryQuery(pageSize: size)))
        case .tresor:
            let client = try Tresor.Client(account: "team", configuration: configuration, apiKey: key)
            return try await visitor.visit(client.usage(in: window, matching: Tresor.Filter(pageSize: size)))
        case .chatBotKit:
            let client = try ChatBotKit.Client(account: "team", configuration: configuration, apiKey: key)
            return try await visitor.visit(client.usage(in: window, matching: ChatBotKit.Filter(pageSize: size)))
        case .auralytik:
            let client = try Auralytik.Client(account: "team", configuration: configuration, apiKey: key)
            return try await visitor.visit(client.details(in: window, matching: Auralytik.DetailsQuery(pageSize: size)))
        case .auralytikSigned:
            let client = try Auralytik.Client(
                account: "team", configuration: configuration, signingKeys: { (try await key(), "secret") })
            return try await visitor.visit(client.details(in: window, matching: Auralytik.DetailsQuery(pageSize: size)))
        }
    }
}
