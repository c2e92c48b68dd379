import Synchronization
import Testing
import UsageKitTesting

@testable import UsageKit

@Suite struct AttemptReportTests {
    private final class Log: Sendable {
        private let entries = Mutex<[AttemptReport]>([])

        var reports: [AttemptReport] { entries.withLock { $0 } }

        func add(_ report: AttemptReport) { entries.withLock { $0.append(report) } }
    }

    /// A transport whose requests take a second on the clock.
    private struct Slow: HTTPTransport {
        let script: ScriptedTransport
        let clock: ManualClock

        func send(_ request: TransportRequest) async throws -> TransportResponse {
            clock.advance(by: .seconds(1))
            return try await script.send(request)
        }
    }

    private let log = Log()
    private let clock = ManualClock()

    private func client(_ stubs: [ScriptedTransport.Stub], retry: RetryPolicy = .standard) throws -> HTTPClient {
        try ScriptedClient.client(
            Slow(script: ScriptedTransport(stubs), clock: clock), on: clock, retry: retry, observer: log.add)
    }

    private func send(_ client: HTTPClient) async throws {
        _ = try await client.fetch("/usage", query: [("cursor", "secret")]) { response in
            guard response.body != Array("half".utf8) else { throw UsageError(.malformedJSON, "ends too early") }
            return response.status
        }
    }

    @Test func reportsASuccess() async throws {
        let headers: HTTPHeaders = ["CF-RAY": "ray-1", "x-request-id": "id-1"]
        try await send(client([.status(200, headers)]))
        let report = try #require(log.reports.first)
        #expect(log.reports.count == 1)
        #expect(report.provider == .aurous)
        #expect(report.method == "GET")
        #expect(report.path == "/v1/usage")
        #expect(report.attempt == 1)
        #expect(report.outcome == .succeeded)
        #expect(report.status == 200)
        #expect(report.duration == .seconds(1))
        #expect(report.receivedBytes == 2)
        #expect(report.requestID == "ray-1")
        #expect(report.retryDelay == nil)
        #expect(!report.isRetried)
        #expect(report.rateLimitWait == .zero)
    }

    @Test func reportsEachAttemptInOrder() async throws {
        let broken = UsageError(.transport, "broken")
        let client = try client(
            [
                .failure(broken), .status(429, ["Retry-After": "7", "Aurous-Request-Id": "req_1"]),
                .response(TransportResponse(status: 200, body: "half")), .status(200),
            ], retry: RetryPolicy(attempts: 4))
        try await send(client)
        #expect(log.reports.map(\.attempt) == [1, 2, 3, 4])
        #expect(
            log.reports.map(\.outcome) == [
                .failed(.transport), .failed(.rateLimited), .failed(.malformedJSON), .succeeded,
            ])
        #expect(log.reports.map(\.status) == [nil, 429, 200, 200])
        #expect(log.reports.map(\.retryDelay) == [.milliseconds(500), .seconds(7), .seconds(2), nil])
        #expect(log.reports.map(\.receivedBytes) == [0, 2, 4, 2])
        #expect(log.reports.map(\.requestID) == [nil, "req_1", nil, nil])
    }

    @Test func reportsARefusalThatIsNotRetried() async throws {
        let client = try client([.status(404, ["x-request-id": "id-1"])])
        let error = await #expect(throws: UsageError.self) { try await send(client) }
        #expect(error?.requestID == "id-1")
        #expect(log.reports.map(\.outcome) == [.failed(.notFound)])
        #expect(log.reports.map(\.isRetried) == [false])
    }

    @Test func reportsThatTheQuotaPreventsARetry() async throws {
        let client = try client([.status(503)], retry: RetryPolicy(quota: RetryPolicy.Quota(capacity: 0)))
        await #expect(throws: UsageError.self) { try await send(client) }
        #expect(log.reports.map(\.isRetried) == [false])
    }

    @Test func reportsTheWaitForARateLimit() async throws {
        let client = try client([
            .status(200, ["RateLimit-Remaining": "0", "RateLimit-Reset": "30"]), .status(200),
        ])
        for _ in 0..<2 { try await send(client) }
        #expect(log.reports.map(\.rateLimitWait) == [.zero, .seconds(30)])
        #expect(log.reports.map(\.duration) == [.seconds(1), .seconds(1)])
    }

    /// A clock that always moves shows a wait of some nanoseconds if the time is only taken twice.
    @Test func aRequestThatDidNotWaitReportsExactlyZero() async throws {
        let client = HTTPClient(
            provider: .aurous, transport: ScriptedTransport(Array(repeating: .status(200), count: 20)),
            baseURL: try BaseURL("https://api.example.com", defaultPrefix: "/v1"),
            authorization: .bearer(try Credential("key")), observer: log.add)
        for _ in 0..<20 { try await send(client) }
        #expect(log.reports.map(\.rateLimitWait) == Array(repeating: .zero, count: 20))
    }

    @Test(.endsSometime)
    func reportsACancelledAttempt() async throws {
        struct Endless: HTTPTransport {
            let gauge: Gauge

            func send(_ request: TransportRequest) async throws -> TransportResponse {
                gauge.enter()
                try await Task.sleep(for: .seconds(600))
                return TransportResponse(status: 200)
            }
        }
        let gauge = Gauge()
        let client = try ScriptedClient.client(Endless(gauge: gauge), on: clock, observer: log.add)
        let task = Task { try await send(client) }
        while gauge.most == 0 { try await Task.sleep(for: .milliseconds(5)) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(log.reports.map(\.outcome) == [.cancelled])
        #expect(log.reports.map(\.status) == [nil])
    }

    @Test func aCancelledDecoderIsACancelledAttempt() async throws {
        let client = try client([.status(200)])
        await #expect(throws: CancellationError.self) {
            try await client.fetch("/usage") { _ -> Int in throw CancellationError() }
        }
        #expect(log.reports.map(\.outcome) == [.cancelled])
        #expect(log.reports.map(\.status) == [200])
    }

    @Test func containsNeitherKeyNorQueryNorBody() async throws {
        let canary = ScriptedClient.canary
        let headers: HTTPHeaders = ["x-request-id": "Bearer \(canary)"]
        let client = try client(
            [
                .response(TransportResponse(status: 400, headers: headers, body: "body of \(canary)")),
                .failure(UsageError(.untrustedServer, canary)), .status(200, headers),
            ], retry: .none)
        for _ in 0..<3 { try? await send(client) }
        #expect(log.reports.count == 3)
        var text = ""
        dump(log.reports, to: &text)
        text += String(reflecting: log.reports) + log.reports.map(\.description).joined()
        for secret in [canary, "secret", "cursor", "body of"] { #expect(!text.contains(secret)) }
        #expect(text.contains("<redacted>"))
    }

    @Test func describesItselfOnOneLine() async throws {
        let client = try client([.status(503, ["x-request-id": "id\n1"]), .status(200)])
        try await send(client)
        #expect(
            log.reports.map(\.description) == [
                "aurous: GET /v1/usage attempt 1 failed (serverFailure) HTTP 503 2 bytes in 1.0 seconds "
                    + "request id 1 retry in 0.5 seconds",
                "aurous: GET /v1/usage attempt 2 succeeded HTTP 200 2 bytes in 1.0 seconds",
            ])
    }

    @Test func aProvidersClientPassesOnTheObserver() async throws {
        let script = ScriptedTransport([.status(404)])
        let client = try Venice.Client(
            apiKey: "key", configuration: ClientConfiguration(transport: script, observer: log.add))
        _ = try? await client.analytics()
        #expect(log.reports.map(\.path) == ["/api/v1/billing/usage-analytics"])
        #expect(log.reports.map(\.provider) == [.venice])
    }
}
