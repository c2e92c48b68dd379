public import Foundation

extension UsageReport {
    /// The figures of the rows that share a bucket and a key.
    public struct Group: UsageGroup {
        let storage: ReportStorage
        /// Nil if the group has no rows.
        let cell: Int?
        let keyNumber: Int
        /// The range of the bucket; nil if the report has no buckets or the rows have no time.
        public let bucket: Range<Timestamp>?

        init(_ storage: ReportStorage, cell: Int?, key: Int, bucket: Range<Timestamp>?) {
            self.storage = storage
            self.cell = cell
            keyNumber = key
            self.bucket = bucket
        }

        /// The dimensions of the report.
        public var dimensions: [UsageDimension] { storage.dimensions }

        /// The value of each dimension, in the order of ``dimensions``; nil if the rows have no value.
        public var key: [String?] { storage.texts(ofKey: keyNumber) }

        /// Whether the group combines all keys that ``ReportQuery/top`` leaves out; all values of its key are then nil.
        public var isOther: Bool { storage.map.isOther(key: keyNumber) }
    }
}

// MARK: - Figures

extension UsageReport.Group {
    /// The number of requests.
    public var requests: Int { cell.map { storage.accumulators.requests[$0] } ?? 0 }

    /// The number of requests that completed; nil if no row has a status.
    public var succeeded: Int? { outcomes?.succeeded }
    /// The number of requests that failed; nil if no row has a status.
    public var failed: Int? { outcomes?.failed }
    /// The number of requests that the caller cancelled; nil if no row has a status.
    public var cancelled: Int? { outcomes?.cancelled }

    /// The number of requests by status, without the requests of unknown status.
    public var statuses: [UsageStatus: Int] {
        Dictionary(
            zip(storage.statuses, statusCounts).compactMap { status, count in
                count > 0 ? status.map { ($0, count) } : nil
            }, uniquingKeysWith: +)
    }

    /// The tokens of the prompts; nil if no row has them or if the query does not measure tokens.
    public var inputTokens: Int? { tokens(storage.accumulators.inputTokens) }
    /// The tokens of the completions; nil if no row has them or if the query does not measure tokens.
    public var outputTokens: Int? { tokens(storage.accumulators.outputTokens) }

    /// The durations of the requests; empty if the query does not measure latency.
    public var latency: LatencyDistribution { storage.latency(ofCell: cell) }

    /// Returns a quantile of ``latency``, exact to the attosecond; nil without a duration.
    public func latency(at quantile: Quantile) -> Duration? { latency.quantile(quantile) }

    /// The exact sums of all other quantities by unit; empty if the query does not measure units.
    ///
    /// - Complexity: O(n), where n is the number of units.
    public var units: [UsageUnit: Decimal] { exactUnits.mapValues(\.decimal) }

    /// The exact sums of the charges by currency, including the charges of failed requests.
    ///
    /// It is empty if no row has a charge or if the query does not measure charges.
    ///
    /// - Complexity: O(n), where n is the number of currencies.
    public var charges: [Currency: Decimal] { exactCharges.mapValues(\.decimal) }

    /// Returns the number of different values of a dimension; nil if the query does not measure it.
    ///
    /// A missing value does not count. Values are different if their UTF-8 bytes are.
    public func distinct(_ dimension: UsageDimension) -> Int? {
        storage.distinct(dimension, ofCell: cell)
    }

    /// How many rows and requests the figures are based on.
    public var coverage: Coverage {
        var coverage = Coverage()
        guard let cell else { return coverage }
        coverage.rows = storage.accumulators.rows[cell]
        coverage.charges = storage.currencies.reduce(0) { count, label in
            count + storage.accumulators.charges.count(of: label, inCell: cell)
        }
        if storage.hasTokens {
            coverage.inputTokens = requests - storage.accumulators.inputTokens.missing[cell]
            coverage.outputTokens = requests - storage.accumulators.outputTokens.missing[cell]
        }
        if storage.hasLatency { coverage.durations = requests - storage.accumulators.untimed[cell] }
        return coverage
    }

    private var statusCounts: [Int] {
        cell.map { storage.accumulators.statuses.counts(ofCell: $0) } ?? []
    }

    /// The number of requests by how they ended; nil if no row has a status.
    var outcomes: (succeeded: Int, failed: Int, cancelled: Int)? {
        guard let cell else { return nil }
        var (succeeded, failed, cancelled, other) = (0, 0, 0, 0)
        for (symbol, outcome) in storage.outcomes.enumerated() {
            guard let outcome else { continue }
            let count = storage.accumulators.statuses.count(symbol, ofCell: cell)
            switch outcome {
            case .succeeded: succeeded += count
            case .failed: failed += count
            case .cancelled: cancelled += count
            case .other: other += count
            }
        }
        return succeeded + failed + cancelled + other > 0 ? (succeeded, failed, cancelled) : nil
    }

    private func tokens(_ sums: IntegerSums) -> Int? {
        guard let cell, storage.hasTokens, sums.missing[cell] < requests else { return nil }
        return Int(sums.totals[cell])
    }
}

// MARK: - Exact sums

extension UsageReport.Group {
    package var exactUnits: [UsageUnit: ExactDecimal] {
        exactSums(storage.units, storage.accumulators.units) { UsageUnit(rawValue: $0) }
    }
    package var exactCharges: [Currency: ExactDecimal] {
        exactSums(storage.currencies, storage.accumulators.charges) { Currency(rawValue: $0) }
    }

    func exactSum(
        _ text: String, _ labels: [AmountLabel], _ sums: DecimalSums
    ) -> (sum: ExactDecimal, count: Int)? {
        guard let cell, let label = Self.label(text, labels) else { return nil }
        // The report would have been refused if a sum could not be represented.
        return try? sums.sum(of: label, inCell: cell)
    }

    static func label(_ text: String, _ labels: [AmountLabel]) -> AmountLabel? {
        labels.first { $0.matches(text) }
    }

    private func exactSums<Label: Hashable>(
        _ labels: [AmountLabel], _ sums: DecimalSums, _ makeLabel: (String) -> Label
    ) -> [Label: ExactDecimal] {
        guard let cell else { return [:] }
        var result: [Label: ExactDecimal] = [:]
        for label in labels {
            // The report would have been refused if a sum could not be represented.
            guard let (sum, _) = try? sums.sum(of: label, inCell: cell) else { continue }
            result[makeLabel(label.text)] = sum
        }
        return result
    }
}
