import InMemoryLogging
import Logging
import Metrics
import MetricsTestKit
import Testing
import UsageKit
import UsageKitTesting
import WarehouseSync

@Suite struct AttemptObserverTests {
    /// A process has one metrics system, so all tests share it and have tenants of their own.
    private static let metrics: TestMetrics = {
        let metrics = TestMetrics()
        MetricsSystem.bootstrap(metrics)
        return metrics
    }()

    @Test func eachAttemptIsCountedAndEachFailureIsLogged() async throws {
        let metrics = Self.metrics
        let handler = InMemoryLogHandler()
        var logger = Logger(label: "test") { _ in handler }
        logger.logLevel = .debug
        let fake = TresorFake(
            rows: [TresorFake.row(at: instant("2026-05-20T08:00:00Z"))], apiKey: "tr-secret",
            behavior: FakeBehavior(faults: [1: .status(429, retryAfter: .zero), 2: .drop, 3: .status(503)]))
        let client = try Tresor.Client(
            apiKey: "tr-secret",
            configuration: ClientConfiguration(
                transport: fake, retry: RetryPolicy(attempts: 4, base: .milliseconds(1), totalTime: .seconds(86_400)),
                observer: AttemptObserver(tenant: "observed", logger: logger).observe))
        #expect(try await client.usage(in: .all).collect().rows.count == 1)

        let source = [("tenant", "observed"), ("provider", "tresor")]
        func requests(_ outcome: String) -> Int64 {
            metrics.counterTotal(label: "usage_requests", dimensions: source + [("outcome", outcome)])
        }
        #expect(requests("succeeded") == 1)
        #expect(requests("rateLimited") == 1)
        #expect(requests("transport") == 1)
        #expect(requests("serverFailure") == 1)
        #expect(try metrics.expectTimer("usage_request_duration", source).values.count == 4)
        #expect(metrics.counterTotal(label: "usage_received_bytes", dimensions: source) > 100)

        let entries = handler.entries
        #expect(entries.map(\.level) == [.notice, .notice, .notice, .debug])
        #expect(entries.allSatisfy { $0.metadata["tenant"] == "observed" && $0.metadata["provider"] == "tresor" })
        #expect(entries.first?.metadata["status"] == "429")
        #expect(entries.allSatisfy { !"\($0.message) \($0.metadata)".contains("tr-secret") })
    }

    @Test func changedRowsAndAlertsAreCounted() async throws {
        let metrics = Self.metrics
        let handler = InMemoryLogHandler()
        let logger = Logger(label: "test") { _ in handler }
        let window = try TimeWindow(from: Tenant.start, to: Tenant.end)
        let tenant = Tenant("counted", seed: 1, rows: 0, in: window)
        tenant.tresor.apply(.insert([TresorFake.row(at: instant("2026-05-24T08:00:00Z"), cost: 4)]))
        try await withDatabase { path in
            _ = try await SyncJob(
                tenant.sources(), into: Warehouse(path: path), SyncOptions(start: Tenant.start, end: Tenant.end),
                bounds: SpendBounds(["counted": [.eur: ExactAmount("1")]], today: "2026-05-24"), logger: logger
            ).run()
        }
        let source = [("tenant", "counted"), ("provider", "tresor")]
        #expect(metrics.counterTotal(label: "usage_rows", dimensions: source + [("change", "added")]) == 1)
        let alert = [("tenant", "counted"), ("currency", "EUR")]
        #expect(metrics.counterTotal(label: "usage_alerts", dimensions: alert) == 1)
        #expect(handler.entries.filter { $0.level == .critical }.map { $0.metadata["amount"] } == ["4"])
    }
}
