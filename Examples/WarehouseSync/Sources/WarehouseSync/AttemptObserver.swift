public import Logging
import Metrics
public import UsageKit

/// Writes each attempt at a request to swift-log and swift-metrics.
///
/// A report of an attempt has no key, no query and no body, and the labels of metrics come from small fixed sets and the
/// configuration. The counters and timers are:
///
/// | Label | Kind | Dimensions |
/// |---|---|---|
/// | `usage_requests` | counter of attempts | `tenant`, `provider`, `outcome` |
/// | `usage_request_duration` | timer | `tenant`, `provider` |
/// | `usage_rate_limit_wait` | timer, of attempts that waited | `tenant`, `provider` |
/// | `usage_received_bytes` | counter | `tenant`, `provider` |
/// | `usage_rows` | counter of rows that a walk changed | `tenant`, `provider`, `change` |
/// | `usage_alerts` | counter | `tenant`, `currency` |
public struct AttemptObserver: Sendable {
    private let tenant: String
    private let logger: Logger

    /// Creates an observer of a tenant's requests.
    public init(tenant: String, logger: Logger) {
        self.tenant = tenant
        self.logger = logger
    }

    /// The value of ``ClientConfiguration/observer``.
    public var observe: @Sendable (AttemptReport) -> Void {
        { [self] attempt in
            count(attempt)
            log(attempt)
        }
    }

    private func count(_ attempt: AttemptReport) {
        let source = [("tenant", tenant), ("provider", attempt.provider.rawValue)]
        let outcome = attempt.outcome.failure.map { "\($0)" } ?? "\(attempt.outcome)"
        Counter(label: "usage_requests", dimensions: source + [("outcome", outcome)]).increment()
        Counter(label: "usage_received_bytes", dimensions: source).increment(by: attempt.receivedBytes)
        Metrics.Timer(label: "usage_request_duration", dimensions: source).record(duration: attempt.duration)
        if attempt.rateLimitWait > .zero {
            Metrics.Timer(label: "usage_rate_limit_wait", dimensions: source).record(duration: attempt.rateLimitWait)
        }
    }

    private func log(_ attempt: AttemptReport) {
        let level: Logger.Level =
            attempt.outcome.failure == nil ? .debug : attempt.isRetried ? .notice : .warning
        var metadata: Logger.Metadata = [
            "tenant": "\(tenant)", "provider": "\(attempt.provider)", "path": "\(attempt.path)",
            "attempt": "\(attempt.attempt)", "duration": "\(attempt.duration)",
        ]
        metadata["status"] = attempt.status.map { "\($0)" }
        metadata["request-id"] = attempt.requestID.map { "\($0)" }
        metadata["retry-delay"] = attempt.retryDelay.map { "\($0)" }
        logger.log(level: level, "request \(attempt.outcome)", metadata: metadata)
    }
}

/// The counts of what syncs changed.
enum SyncMetrics {
    static func count(_ summary: SyncSummary, of source: SourceID) {
        let changes = [("added", summary.added), ("revised", summary.revised), ("removed", summary.removed)]
        for (change, count) in changes where count > 0 {
            let dimensions = [("tenant", source.tenant), ("provider", source.provider), ("change", change)]
            Counter(label: "usage_rows", dimensions: dimensions).increment(by: count)
        }
    }

    static func count(_ alert: SpendAlert) {
        let dimensions = [("tenant", alert.tenant), ("currency", alert.currency.rawValue)]
        Counter(label: "usage_alerts", dimensions: dimensions).increment()
    }
}
