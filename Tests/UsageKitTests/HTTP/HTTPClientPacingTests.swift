import Testing
import UsageKitTesting

@testable import UsageKit

@Suite(.endsSometime) struct HTTPClientPacingTests {
    private let exhausted: HTTPHeaders = ["X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "30"]

    @Test func waitsBeforeAnAttemptIfNothingRemains() async throws {
        let scripted = try ScriptedClient([.status(200, exhausted), .status(200)])
        _ = try await scripted.fetch()
        #expect(scripted.clock.sleeps.isEmpty)
        _ = try await scripted.fetch()
        #expect(scripted.clock.sleeps == [.seconds(30)])
    }

    @Test(
        arguments: [
            ["RateLimit-Remaining": "0", "RateLimit-Reset": "30"],
            ["X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1696004827"],
            ["x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "1696004827000"],
            ["x-ratelimit-remaining": "0", "x-ratelimit-resets": "1696004827000"],
        ] as [HTTPHeaders])
    func readsTheFamiliesOfAllProviders(headers: HTTPHeaders) async throws {
        let scripted = try ScriptedClient([.status(200, headers), .status(200)])
        for _ in 0..<2 { _ = try await scripted.fetch() }
        #expect(scripted.clock.sleeps == [.seconds(30)])
    }

    @Test(
        arguments: [
            ["X-RateLimit-Remaining": "0"], ["X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "soon"],
            ["X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "121"], ["X-RateLimit-Reset": "30"],
            ["X-RateLimit-Remaining": "-0x", "X-RateLimit-Reset": "30"],
        ] as [HTTPHeaders])
    func anUnknownLimitDelaysNothing(headers: HTTPHeaders) async throws {
        let scripted = try ScriptedClient([.status(200, headers), .status(200)])
        for _ in 0..<2 { _ = try await scripted.fetch() }
        #expect(scripted.clock.sleeps.isEmpty)
    }

    @Test(
        arguments: [
            ["X-RateLimit-Remaining": "-1", "X-RateLimit-Reset": "30"],
            ["X-RateLimit-Remaining": "0", "X-RateLimit-Limit": "0", "X-RateLimit-Reset": "30"],
        ] as [HTTPHeaders])
    func aLimitThatIsLiftedDelaysNothingMore(headers: HTTPHeaders) async throws {
        let client = try ScriptedClient([.status(200, ["X-RateLimit-Remaining": "1", "X-RateLimit-Reset": "30"])])
        client.script.append(.status(200, headers))
        for _ in 0..<3 { client.script.append(.status(200)) }
        for _ in 0..<5 { _ = try await client.fetch() }
        #expect(client.clock.sleeps.isEmpty)
    }

    @Test func aWaitBeyondTheDeadlineIsAnErrorThatNamesIt() async throws {
        let scripted = try ScriptedClient([.status(200, exhausted), .status(200)])
        _ = try await scripted.fetch()
        let error = await scripted.failure(deadline: HTTPDeadline(after: .seconds(10), on: scripted.clock))
        #expect(error?.code == .rateLimited)
        #expect(error?.retryAfter == .seconds(30))
        #expect(error?.endpoint == "GET /v1/usage")
        #expect(scripted.script.requests.count == 1)
        #expect(scripted.clock.sleeps.isEmpty)
    }

    /// The refusal of the first request delays the second one.
    @Test(arguments: [
        ("Retry-After", "7", 7000), ("retry-after-ms", "1500", 1500),
        ("Retry-After", "Fri, 29 Sep 2023 16:26:57 GMT", 20_000), ("X-RateLimit-Reset", "1696004802", 5000),
    ])
    func aRefusalDelaysOtherRequests(name: String, value: String, milliseconds: Int) async throws {
        let scripted = try ScriptedClient([.status(429, [name: value]), .status(200)], retry: .none)
        #expect(await scripted.failure()?.code == .rateLimited)
        #expect(scripted.clock.sleeps.isEmpty)
        _ = try await scripted.fetch()
        #expect(scripted.clock.sleeps == [.milliseconds(milliseconds)])
    }

    @Test func aWaitInTheBodyDelaysOtherRequests() async throws {
        let refusal: @Sendable (TransportResponse) -> UsageError? = { response in
            var error = UsageError(refusal: response)
            error.retryAfter = .seconds(9)
            return error
        }
        let scripted = try ScriptedClient([.status(429), .status(200)], retry: .none, refusal: refusal)
        #expect(await scripted.failure()?.retryAfter == .seconds(9))
        _ = try await scripted.fetch()
        #expect(scripted.clock.sleeps == [.seconds(9)])
    }

    @Test func theRetryItselfWaitsOnlyOnce() async throws {
        let scripted = try ScriptedClient([.status(429, ["Retry-After": "7"]), .status(200)])
        _ = try await scripted.fetch()
        #expect(scripted.clock.sleeps == [.seconds(7)])
    }

    @Test func aPauseThatIsTooLongDelaysNothing() async throws {
        let scripted = try ScriptedClient([.status(429, ["Retry-After": "121"]), .status(200)])
        #expect(await scripted.failure()?.retryAfter == .seconds(121))
        _ = try await scripted.fetch()
        #expect(scripted.clock.sleeps.isEmpty)
    }

    /// A server that allows five requests a second refuses no request of twelve concurrent walks after the first second.
    @Test func concurrentWalksStayWithinTheLimit() async throws {
        let clock = ManualClock()
        let server = LimitedServer(limit: 5, period: .seconds(1), clock: clock)
        // All walks sleep on one clock, and each sleep advances it, so the last walk has enough time.
        let retry = RetryPolicy(attempts: 1, totalTime: .seconds(1_000_000), quota: nil)
        let client = try ScriptedClient.client(server, on: clock, retry: retry)
        _ = try await client.fetch("/usage") { $0.status }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<12 {
                group.addTask {
                    for _ in 0..<5 { _ = try await client.fetch("/usage") { $0.status } }
                }
            }
            try await group.waitForAll()
        }
        #expect(server.answered == 61)
        #expect(server.refused == 0)
    }

    @Test func cancellingEndsTheWait() async throws {
        /// A clock whose sleeps end by being cancelled only.
        struct Standstill: Clock {
            let gauge: Gauge
            var now: ManualClock.Instant { ManualClock().now }
            var minimumResolution: Duration { .nanoseconds(1) }

            func sleep(until deadline: ManualClock.Instant, tolerance: Duration?) async throws {
                gauge.enter()
                try await Barrier().pass()
            }
        }
        let script = ScriptedTransport([.status(200, exhausted), .status(200)])
        let gauge = Gauge()
        let client = HTTPClient(
            provider: .aurous, transport: script,
            baseURL: try BaseURL("https://api.example.com", defaultPrefix: ""),
            authorization: .bearer(try Credential("key")),
            environment: HTTPEnvironment(
                clock: Standstill(gauge: gauge), now: { Timestamp(seconds: 1_696_004_797) }, random: { 1 }))
        _ = try await client.fetch("/usage") { $0.status }
        let task = Task { try await client.fetch("/usage") { $0.status } }
        // One sleep is the timeout of the first request, the other the wait.
        while gauge.most < 2 { await Task.yield() }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(script.requests.count == 1)
    }

    @Test func sendsVeniceFewerThanTwentyFailures() async throws {
        let script = ScriptedTransport(Array(repeating: .status(404), count: 40))
        var configuration = ClientConfiguration(transport: script)
        let clock = ManualClock()
        configuration.environment = HTTPEnvironment(
            clock: clock, now: { Timestamp(seconds: 0).advanced(by: clock.now.offset) }, random: { 1 })
        let client = try Venice.Client(apiKey: "key", configuration: configuration)
        for _ in 0..<19 { _ = try? await client.analytics() }
        #expect(clock.sleeps.isEmpty)
        _ = try? await client.analytics()
        #expect(clock.sleeps == [.seconds(30)])
        #expect(script.requests.count == 20)
    }
}
