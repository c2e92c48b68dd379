extension Aurous {
    /// The published generations of `GET /v1/usage`.
    public enum UsageGeneration: Int, Hashable, Sendable, CaseIterable {
        /// Lifetime totals without parameters (``Aurous/Client/lifetimeTotals()``).
        case lifetimeTotals = 1
        /// Buckets with nine figures.
        case buckets = 2
        /// Buckets with eleven figures: the tokens of prompts and completions are new.
        case bucketsWithTokens = 3
    }
}

extension Aurous.BucketWidth {
    /// How long a bucket of this width is; nil for a width that this version does not know.
    public var duration: Duration? { Self.seconds[self].map { .seconds($0) } }

    private static let seconds: [Self: Int64] = [
        .minute: 60, .fiveMinutes: 300, .fifteenMinutes: 900, .hour: 3600, .day: 86_400, .sevenDays: 604_800,
        .thirtyDays: 2_592_000,
    ]
}

extension Aurous.Bucket {
    /// How long the bucket is.
    public var duration: Duration { end.duration(since: start) }

    /// The width that the server chose, or was asked for; nil if no documented width is as long as the bucket.
    public var width: Aurous.BucketWidth? {
        let duration = duration
        return Aurous.BucketWidth.known.first { $0.duration == duration }
    }

    /// The generation of `GET /v1/usage` that the server speaks, by the figures of the bucket; nil if it has no groups.
    public var generation: Aurous.UsageGeneration? {
        guard !groups.isEmpty else { return nil }
        let hasTokens = groups.contains { $0.metrics.inputTokens != nil || $0.metrics.outputTokens != nil }
        return hasTokens ? .bucketsWithTokens : .buckets
    }
}
