public import Foundation

extension UsageReport {
    /// The figures of the rows that share a bucket and a key.
    public struct Group: UsageGroup {
        let figures: ReportStorage
        /// Nil where no row falls.
        let cell: Int?
        let keyNumber: Int
        /// The span of the whole bucket; nil without buckets and where the rows have no time.
        public let bucket: Range<Timestamp>?

        init(_ figures: ReportStorage, cell: Int?, key: Int, bucket: Range<Timestamp>?) {
            self.figures = figures
            self.cell = cell
            keyNumber = key
            self.bucket = bucket
        }

        /// What the groups are split by.
        public var dimensions: [UsageDimension] { figures.dimensions }

        /// The value of each dimension, in their order; nil where the rows have none.
        public var key: [String?] { figures.texts(ofKey: keyNumber) }

        /// Whether the group stands for all keys that ``ReportQuery/top`` leaves out; its key has no values then.
        public var isOther: Bool { figures.map.isOther(key: keyNumber) }
    }
}

// MARK: - Figures

extension UsageReport.Group {
    /// How many requests there are.
    public var requests: Int { cell.map { figures.cells.requests[$0] } ?? 0 }

    /// How many requests completed; nil where no row has a status.
    public var succeeded: Int? { count(.completed) }
    /// How many requests failed; nil where no row has a status.
    public var failed: Int? { count(.failed) }
    /// How many requests were given up by the caller; nil where no row has a status.
    public var cancelled: Int? { count(.cancelled) }

    /// How many requests have each status; those of the unknown one are left out.
    public var statuses: [UsageStatus: Int] {
        Dictionary(
            zip(figures.statuses, statusCounts).compactMap { status, count in
                count > 0 ? status.map { ($0, count) } : nil
            }, uniquingKeysWith: +)
    }

    /// The tokens of the prompts; nil where no row has them and where the query leaves them out.
    public var inputTokens: Int? { tokens(figures.cells.inputTokens) }
    /// The tokens of the completions; nil where no row has them and where the query leaves them out.
    public var outputTokens: Int? { tokens(figures.cells.outputTokens) }

    /// How long the requests took; empty where the query leaves that out.
    public var latency: LatencyDistribution { figures.latency(ofCell: cell) }

    /// Returns a quantile of ``latency``, exact to the attosecond; nil without a duration.
    public func latency(at quantile: Quantile) -> Duration? { latency.quantile(quantile) }

    /// The exact sum of everything else that was counted, by unit; empty where the query leaves it out.
    ///
    /// - Complexity: O(n), where n is the number of units.
    public var units: [String: Decimal] { exactUnits.mapValues(\.decimal) }

    /// The exact sum of the charges of all rows, also of failed requests, by currency.
    ///
    /// It is empty where no row has a charge and where the query leaves charges out.
    ///
    /// - Complexity: O(n), where n is the number of currencies.
    public var charges: [Currency: Decimal] { exactCharges.mapValues(\.decimal) }

    /// Returns how many different values of a dimension the rows have; nil where the query does not measure it.
    ///
    /// A missing value is none, and two values of different bytes are different.
    public func distinct(_ dimension: UsageDimension) -> Int? {
        figures.distinct(dimension, ofCell: cell)
    }

    /// How much of the figures is known.
    public var coverage: Coverage {
        var coverage = Coverage()
        guard let cell else { return coverage }
        let (cells, measures) = (figures.cells, figures.query.measures)
        coverage.rows = cells.rows[cell]
        coverage.charges = figures.currencies.reduce(0) { count, label in
            count + cells.charges.count(label, ofCell: cell)
        }
        if figures.hasTokens {
            coverage.inputTokens = requests - cells.inputTokens.missing[cell]
            coverage.outputTokens = requests - cells.outputTokens.missing[cell]
        }
        if measures.contains(.latency) { coverage.durations = requests - cells.untimed[cell] }
        return coverage
    }

    private var statusCounts: [Int] {
        cell.map { figures.cells.statuses.counts(ofCell: $0) } ?? []
    }

    private func count(_ wanted: UsageStatus) -> Int? {
        var (known, found) = (0, 0)
        for (status, count) in zip(figures.statuses, statusCounts) {
            guard let status else { continue }
            known += count
            if status == wanted { found += count }
        }
        return known > 0 ? found : nil
    }

    private func tokens(_ tally: IntegerSums) -> Int? {
        guard let cell, figures.hasTokens, tally.missing[cell] < requests else { return nil }
        return Int(tally.totals[cell])
    }
}

// MARK: - Exact sums

extension UsageReport.Group {
    package var exactUnits: [String: ExactDecimal] { exactSums(figures.units, figures.cells.units) { $0 } }
    package var exactCharges: [Currency: ExactDecimal] {
        exactSums(figures.currencies, figures.cells.charges) { Currency(rawValue: $0) }
    }

    func exactSum(
        _ text: String, _ labels: [ReportStorage.Label], _ tally: DecimalSums
    ) -> (sum: ExactDecimal, count: Int)? {
        guard let cell, let label = Self.label(text, labels) else { return nil }
        // The report was refused where a sum cannot be held.
        return try? figures.sum(label, in: tally, ofCell: cell)
    }

    static func label(_ text: String, _ labels: [ReportStorage.Label]) -> ReportStorage.Label? {
        labels.first { $0.isSpelled(text) }
    }

    private func exactSums<Label: Hashable>(
        _ labels: [ReportStorage.Label], _ tally: DecimalSums, _ makeLabel: (String) -> Label
    ) -> [Label: ExactDecimal] {
        guard let cell else { return [:] }
        var sums: [Label: ExactDecimal] = [:]
        for label in labels {
            // The report was refused where a sum cannot be held.
            guard let (sum, _) = try? figures.sum(label, in: tally, ofCell: cell) else { continue }
            sums[makeLabel(label.text)] = sum
        }
        return sums
    }
}

extension DecimalSums {
    /// How many amounts of a label a cell has.
    func count(_ label: ReportStorage.Label, ofCell cell: Int) -> Int {
        label.slots.reduce(0) { count, slot in
            guard slot.exponent == nil else { return count + sum(cell: cell, slot: slot.index).count }
            return count + (wide(cell: cell, slot: slot.index)?.count ?? 0)
        }
    }
}
