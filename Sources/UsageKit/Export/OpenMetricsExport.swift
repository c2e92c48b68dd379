/// Writes a report as metrics, in a text that is OpenMetrics 1.0 and Prometheus' classic text format at once.
///
/// It is made for the textfile collector of Prometheus' node exporter, and for what else reads either format.
///
/// - *Groups:* each has its own series, whose labels are the dimensions of the report in snake case: `apiKey` becomes
///   `api_key`. A missing value has no label. The group that combines all keys beyond ``ReportQuery/top`` has
///   `other="true"`.
/// - *Gauges:* every metric is one. The figures are sums over the window of a report. They fall if the window moves, or
///   if a provider changes or deletes a row, which a counter must not.
/// - *Values* are exact, with all digits. Prometheus rounds them to the nearest 64-bit number. Durations are in
///   seconds, instants in seconds since 1970. Each currency has series of its own; none is converted.
/// - *Unknown figures* have no series, and are not 0. A report without rows has only the metrics of its walks.
///
/// | Metric | Further labels | Figure |
/// |---|---|---|
/// | `usagekit_requests` | | ``UsageReport/Group/requests`` |
/// | `usagekit_ended_requests` | `outcome`: `succeeded`, `failed`, `cancelled` | Requests by how they ended |
/// | `usagekit_input_tokens`, `usagekit_output_tokens` | | Tokens |
/// | `usagekit_charges` | `currency` | ``UsageReport/Group/charges`` |
/// | `usagekit_quantity` | `unit` | ``UsageReport/Group/units`` |
/// | `usagekit_latency_percentile_seconds` | `percentile`: `50`, `90`, `95`, `99` | ``UsageReport/Group/latency`` |
/// | `usagekit_latency_sum_seconds` | | The sum of the durations |
/// | `usagekit_timed_requests` | | The number of the durations |
/// | `usagekit_window_start_timestamp_seconds`, `…_end_…` | none of a group | Bounds of ``ReportQuery/window`` |
/// | `usagekit_report_complete` | none of a group | 1 if all walks are complete, otherwise 0 |
/// | `usagekit_walk_complete` | `walk`, `provider`, `endpoint` | 1 if ``WalkReport/isComplete``, otherwise 0 |
/// | `usagekit_walk_read_timestamp_seconds` | the same | ``WalkReport/readAt`` |
/// | `usagekit_walk_start_timestamp_seconds`, `…_end_…` | the same | Bounds of what was read, see below |
///
/// What was read is ``WalkReport/window``. If a store has nothing of it, there is no start, and the end is
/// ``WalkReport/readThrough``.
///
/// The label `walk` is the number of the walk, from 1. A dimension whose name would not begin with a letter, or is
/// `outcome`, `unit`, `percentile`, `other`, `quantile` or `le`, has the prefix `label_`.
///
/// Percentiles are gauges, too: a summary of Prometheus has a sum and a count that only grow, and only a summary may
/// have the label `quantile`.
///
/// If several entries describe one request, as Venice's do, a sum over groups counts that request and its tokens in each
/// group that has one of its entries.
public struct OpenMetricsExport: Sendable {
    /// Labels that every series has, with their texts; the label `provider` of a walk is its own.
    ///
    /// They tell the series of two files apart, which a collector refuses if they have the same labels.
    public var labels: [String: String]
    /// The greatest number of series.
    public var seriesLimit: Int

    /// Creates an export.
    ///
    /// - Parameters:
    ///   - labels: Labels that every series has: a letter, then letters, digits and underscores.
    ///   - seriesLimit: The greatest number of series; a report that needs more is refused and never cut off.
    public init(labels: [String: String] = [:], seriesLimit: Int = 10_000) {
        self.labels = labels
        self.seriesLimit = seriesLimit
    }

    /// Returns the metrics of a report; equal reports have the same bytes.
    ///
    /// - Parameters:
    ///   - report: A report without buckets of time.
    ///   - walks: The walks that the rows came from; nil for those that the report knows.
    /// - Returns: The text, which ends with the line `# EOF`.
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` if the report has buckets of time, if it needs
    ///   more than ``seriesLimit`` series, if two dimensions have the same label, if one of ``labels`` is no name or is
    ///   taken, or if two groups have the same labels: an empty text is no value to Prometheus.
    public func text(of report: UsageReport, walks: [WalkReport]? = nil) throws(UsageError) -> String {
        guard report.query.bucket == nil else {
            throw UsageError(
                .invalidArgument, "metrics have no buckets of time: leave out the bucket of the report's query")
        }
        var text = MetricText(labels: try checkedLabels(of: report), limit: seriesLimit)
        // Each group has one series at least, so a report that is far too large is refused before it is gone through.
        try text.checkCount(adding: report.count)
        let groups = try Self.labelled(report)
        let storage = report.total.storage
        for texts in [storage.currencies.map(\.text), storage.units.map(\.text)] {
            try Self.checkDistinct(texts)
        }
        try Self.write(groups, currencies: storage.currencies, units: storage.units, to: &text)
        try Self.write(report.query.window, to: &text)
        try Self.write(walks ?? report.walks, to: &text)
        return text.finished
    }
}

// MARK: - Groups

extension OpenMetricsExport {
    /// The labels of every series in the order of their names.
    private func checkedLabels(of report: UsageReport) throws(UsageError) -> [MetricLabel] {
        let taken = MetricLabel.reserved.union(["currency", "walk", "endpoint"])
            .union(report.query.dimensions.map(MetricLabel.name))
        let names = labels.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        for name in names {
            guard MetricLabel.isName(name), !taken.contains(name) else {
                throw UsageError(
                    .invalidArgument,
                    "expected a label that is a letter with letters, digits and underscores after it, and that no "
                        + "series has already, found \"\(name)\"")
            }
        }
        return names.map { MetricLabel($0, labels[$0] ?? "") }
    }

    private typealias LabelledGroup = (labels: [MetricLabel], group: UsageReport.Group)

    private static func labelled(_ report: UsageReport) throws(UsageError) -> [LabelledGroup] {
        var named: [String: UsageDimension] = [:]
        for dimension in report.query.dimensions {
            let name = MetricLabel.name(of: dimension)
            if let other = named[name], other != dimension {
                throw UsageError(
                    .invalidArgument,
                    "the dimensions \(other.rawValue) and \(dimension.rawValue) have the same label \(name): "
                        + "leave one out")
            }
            named[name] = dimension
        }
        var known: Set<[UInt8]> = []
        var groups: [LabelledGroup] = []
        for group in report {
            var labels = group.labels.compactMap { label in
                label.text.map { MetricLabel(MetricLabel.name(of: label.dimension), $0) }
            }
            if group.isOther { labels.append(MetricLabel("other", "true")) }
            guard known.insert(MetricLabel.bytes(labels)).inserted else {
                throw UsageError(
                    .invalidArgument,
                    "two groups have the same labels {\(String(decoding: MetricLabel.bytes(labels), as: UTF8.self))}: "
                        + "an empty text is no value to Prometheus; filter one of them out")
            }
            groups.append((labels, group))
        }
        return groups
    }

    /// Throws if two texts are one to readers of metrics.
    private static func checkDistinct(_ texts: [String]) throws(UsageError) {
        var known: Set<[UInt8]> = []
        for text in texts {
            guard known.insert(MetricLabel.bytes([MetricLabel("label", text)])).inserted else {
                throw UsageError(
                    .invalidArgument,
                    "two currencies or units are the same label \(text.debugDescription): filter one of them out")
            }
        }
    }

    private static func write(
        _ groups: [LabelledGroup], currencies: [AmountLabel], units: [AmountLabel], to text: inout MetricText
    ) throws(UsageError) {
        /// Writes what a function gives for each group: values, each with its further label or none.
        func write(
            _ family: MetricFamily, _ values: (UsageReport.Group) -> [(label: MetricLabel?, value: ExactDecimal?)]
        ) throws(UsageError) {
            for (labels, group) in groups {
                for (label, value) in values(group) {
                    guard let value else { continue }
                    guard let label else {
                        try text.add(labels, value, to: family)
                        continue
                    }
                    // In a report by currency, the charges of a group are in that currency, and one label says it.
                    try text.add(labels.filter { $0.name != label.name } + [label], value, to: family)
                }
            }
        }
        try write(.requests) { [(nil, ExactDecimal($0.requests))] }
        try write(.endedRequests) { group in
            guard let outcomes = group.outcomes else { return [] }
            let counts = [
                ("succeeded", outcomes.succeeded), ("failed", outcomes.failed), ("cancelled", outcomes.cancelled),
            ]
            return counts.map { (MetricLabel("outcome", $0), ExactDecimal($1)) }
        }
        try write(.inputTokens) { [(nil, $0.inputTokens.map(ExactDecimal.init))] }
        try write(.outputTokens) { [(nil, $0.outputTokens.map(ExactDecimal.init))] }
        try write(.charges) { group in
            currencies.map { (MetricLabel("currency", $0.text), group.charge(in: $0)) }
        }
        try write(.quantity) { group in units.map { (MetricLabel("unit", $0.text), group.quantity(in: $0)) } }
        try write(.latencyPercentile) { group in
            let latency = group.latency
            let percentiles = [("50", latency.p50), ("90", latency.p90), ("95", latency.p95), ("99", latency.p99)]
            return percentiles.map { (MetricLabel("percentile", $0), $1.map(ExactDecimal.init(seconds:))) }
        }
        try write(.latencySum) { group in
            [(nil, group.latency.totalNanoseconds.flatMap { ExactDecimal(mantissa: $0, exponent: -9) })]
        }
        try write(.timedRequests) { group in
            // Without a duration, it is not known whether there was anything to measure.
            let count = group.latency.count
            return [(nil, count > 0 ? ExactDecimal(count) : nil)]
        }
    }
}

// MARK: - Walks

extension OpenMetricsExport {
    private static func write(_ window: TimeWindow, to text: inout MetricText) throws(UsageError) {
        if let start = window.start { try text.add([], ExactDecimal(sinceEpoch: start), to: .windowStart) }
        if let end = window.end { try text.add([], ExactDecimal(sinceEpoch: end), to: .windowEnd) }
    }

    private static func write(_ walks: [WalkReport], to text: inout MetricText) throws(UsageError) {
        let isComplete = walks.allSatisfy(\.isComplete)
        try text.add([], ExactDecimal(isComplete ? 1 : 0), to: .reportComplete)
        let families: [(family: MetricFamily, value: (WalkReport) -> ExactDecimal?)] = [
            (.walkComplete, { ExactDecimal($0.isComplete ? 1 : 0) }),
            (.walkRead, { $0.readAt.map(ExactDecimal.init(sinceEpoch:)) }),
            (.walkStart, { $0.isUnread == true ? nil : $0.window.start.map(ExactDecimal.init(sinceEpoch:)) }),
            (.walkEnd, { ($0.isUnread == true ? $0.readThrough : $0.window.end).map(ExactDecimal.init(sinceEpoch:)) }),
        ]
        for (family, value) in families {
            for (index, walk) in walks.enumerated() {
                guard let value = value(walk) else { continue }
                let labels = [
                    MetricLabel("walk", "\(index + 1)"), MetricLabel("provider", walk.provider.rawValue),
                    MetricLabel("endpoint", walk.endpoint),
                ]
                try text.add(labels, value, to: family)
            }
        }
    }
}

extension ExactDecimal {
    /// The seconds from 1970-01-01T00:00:00Z to an instant, with all digits.
    fileprivate init(sinceEpoch instant: Timestamp) {
        let nanoseconds = Int128(instant.seconds) * 1_000_000_000 + Int128(instant.nanoseconds)
        // At most 29 digits.
        self = ExactDecimal(mantissa: nanoseconds, exponent: -9) ?? .zero
    }
}
