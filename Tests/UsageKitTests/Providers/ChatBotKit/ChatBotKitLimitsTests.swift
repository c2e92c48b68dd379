import Synchronization
import Testing
import UsageKitTesting

@testable import UsageKit

/// The limit `rate/poll` of ChatBotKit: its refusals do not say when a call is allowed again.
@Suite(.endsSometime) struct ChatBotKitLimitsTests {
    /// A server that allows a number of calls in a sliding window of 60 s.
    private final class PollLimitedServer: HTTPTransport {
        private struct State {
            var calls: [Duration] = []
            var refused = 0
        }

        private let server: any HTTPTransport
        private let limit: Int
        private let clock: ManualClock
        private let countsRefusals: Bool
        private let status: Int
        private let state = Mutex(State())

        init(
            _ server: any HTTPTransport, limit: Int, clock: ManualClock, countsRefusals: Bool = false, status: Int = 429
        ) {
            self.server = server
            self.limit = limit
            self.clock = clock
            self.countsRefusals = countsRefusals
            self.status = status
        }

        var refused: Int { state.withLock(\.refused) }

        func send(_ request: TransportRequest) async throws -> TransportResponse {
            let isAllowed = state.withLock { state in
                let now = clock.now.offset
                state.calls.removeAll { $0 <= now - .seconds(60) }
                let isAllowed = state.calls.count < limit
                if isAllowed || countsRefusals { state.calls.append(now) }
                state.refused += isAllowed ? 0 : 1
                return isAllowed
            }
            if isAllowed { return try await server.send(request) }
            let body = #"{"message":"You have reached the limit rate/poll","code":"LIMITS_REACHED"}"#
            return TransportResponse(status: status, headers: ["Content-Type": "application/json"], body: body)
        }
    }

    private let clock = ManualClock()
    private let rows = RowLedger.chatBotKit.rows(seed: 93, count: 240)

    private func walk(
        _ transport: any HTTPTransport, retry: RetryPolicy = .standard, options: WalkOptions = WalkOptions()
    ) async throws -> WalkOutcome {
        try await RowLedger.chatBotKit.walk(
            .test(transport, retry: retry, clock: clock), pageSize: 10, options: options)
    }

    /// Also if a refused call counts as a call, and if the refusal comes with status 200.
    @Test(arguments: [false, true], [429, 200])
    func waitsUntilTheLimitIsLifted(countsRefusals: Bool, status: Int) async throws {
        let server = PollLimitedServer(
            RowLedger.chatBotKit.fake(rows), limit: 10, clock: clock, countsRefusals: countsRefusals, status: status)
        let outcome = try await walk(server)
        #expect(outcome.error == nil)
        #expect(outcome.report.isComplete)
        #expect(outcome.rows.map(\.canonical).sorted() == rows.map(\.canonical).sorted())
        #expect(server.refused > 0)
        // Twenty-five calls at ten a minute; what is polled too often makes it longer.
        #expect(clock.now.offset >= .seconds(120))
        #expect(clock.now.offset < .seconds(360))
    }

    @Test func givesUpWhenTheWindowHasPassed() async throws {
        let server = PollLimitedServer(RowLedger.chatBotKit.fake(rows), limit: 0, clock: clock)
        let outcome = try await walk(server)
        #expect(outcome.failure?.code == .rateLimited)
        #expect(outcome.failure?.providerCode == "LIMITS_REACHED")
        #expect(outcome.failure?.message.contains("rate/poll") == true)
        #expect(outcome.failure?.message.contains("not lifted within its window") == true)
        #expect(clock.sleeps == [1, 2, 4, 8, 16, 29].map { .seconds($0) })
        #expect(server.refused == 7)
    }

    /// The waits are no failures: neither the attempts nor the quota pays for them.
    @Test func theWaitsCostNeitherAttemptsNorQuota() async throws {
        let retry = RetryPolicy(attempts: 2, quota: RetryPolicy.Quota(capacity: 14))
        let limit = #"{"message":"rate/poll","code":"LIMITS_REACHED"}"#
        let script = ScriptedTransport(
            Array(repeating: .json(limit, status: 429), count: 4) + [
                .json("", status: 503), .json(#"{"items":[]}"#),
            ])
        let outcome = try await walk(script, retry: retry)
        #expect(outcome.report.isComplete)
        #expect(script.unconsumed.isEmpty)
        #expect(clock.sleeps == [.seconds(1), .seconds(2), .seconds(4), .seconds(8), .milliseconds(250)])
    }

    @Test func aWaitThatTheServerNamesWins() async throws {
        let limit = TransportResponse(
            status: 429, headers: ["Retry-After": "7"], body: #"{"message":"m","code":"LIMITS_REACHED"}"#)
        let outcome = try await walk(ScriptedTransport([.response(limit), .json(#"{"items":[]}"#)]))
        #expect(outcome.report.isComplete)
        #expect(clock.sleeps == [.seconds(7)])
    }

    @Test(arguments: [
        (429, "TOO_MANY_REQUESTS", RetryPolicy.standard, 3), (402, "LIMITS_REACHED", .standard, 1),
        (429, "LIMITS_REACHED", .none, 1),
    ])
    func waitsForNothingElse(status: Int, code: String, retry: RetryPolicy, requests: Int) async throws {
        let body = #"{"message":"no","code":"\#(code)"}"#
        let script = ScriptedTransport(Array(repeating: .json(body, status: status), count: 9))
        let outcome = try await walk(script, retry: retry)
        #expect(outcome.failure?.providerCode == code)
        #expect(script.requests.count == requests)
        #expect(clock.now.offset < .seconds(2))
    }

    @Test func doesNotWaitBeyondTheTimeLimitOfTheWalk() async throws {
        let server = PollLimitedServer(RowLedger.chatBotKit.fake(rows), limit: 3, clock: clock)
        let outcome = try await walk(server, options: .with { $0.limits.time = .seconds(20) })
        #expect(outcome.failure?.code == .rateLimited)
        #expect(outcome.rows.count == 30)
        #expect(clock.now.offset < .seconds(20))
    }

    @Test func cancellingEndsTheWait() async throws {
        let limit = #"{"message":"rate/poll","code":"LIMITS_REACHED"}"#
        let script = ScriptedTransport([.json(limit, status: 429)])
        let client = try ChatBotKit.Client(
            apiKey: ChatBotKitFake.testKey, configuration: ClientConfiguration(transport: script))
        let task = Task { try await client.usage(in: .all).collect() }
        while script.requests.isEmpty { await Task.yield() }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
