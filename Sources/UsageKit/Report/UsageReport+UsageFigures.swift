extension UsageReport.Group {
    /// The sums of ``charges`` as amounts: national currencies first, then virtual units, each by the bytes of its name.
    public var amounts: [Money] { [Money](exactCharges) }

    /// The figures of the group as a value that does not need its report.
    ///
    /// - Complexity: That of all figures of ``latency``.
    public var figures: UsageFigures {
        UsageFigures(
            bucket: bucket, dimensions: dimensions, key: key, isOther: isOther, requests: requests,
            succeeded: succeeded, failed: failed, cancelled: cancelled, inputTokens: inputTokens,
            outputTokens: outputTokens, charges: amounts, units: [Quantity](exactUnits), latency: latency.figures,
            coverage: coverage)
    }
}

extension LatencyDistribution {
    /// The figures as a value; nil if there is no duration.
    fileprivate var figures: UsageFigures.Latency? {
        guard let total, let minimum, let maximum, let p50, let p90, let p95, let p99 else { return nil }
        return UsageFigures.Latency(
            count: count, total: total, minimum: minimum, p50: p50, p90: p90, p95: p95, p99: p99, maximum: maximum)
    }
}
