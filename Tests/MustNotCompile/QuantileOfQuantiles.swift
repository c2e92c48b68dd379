import UsageKit

func p95OfGroups(_ report: UsageReport) -> Duration? {
    LatencyDistribution(report.compactMap(\.latency.p95)).p95  // error
}

func p95OfBuckets(_ buckets: [Aurous.BucketMetrics]) throws -> Duration? {
    try Aurous.BucketTotals(buckets).p95  // error
}

func sumOfLatencies(_ report: UsageReport) -> LatencyDistribution {
    report.map(\.latency).reduce(report.total.latency, +)  // error
}
