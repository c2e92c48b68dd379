/// The computed values of all groups of a report; each group reads the values of its cell.
final class ReportStorage: Sendable {
    let query: ReportQuery
    let dimensions: [UsageDimension]
    let hasTokens: Bool
    let hasLatency: Bool
    let map: CellMap
    let accumulators: GroupAccumulators
    let currencies: [AmountLabel]
    let units: [AmountLabel]
    /// The status of each symbol; nil for the unknown status.
    let statuses: [UsageStatus?]
    /// What the status of each symbol counts as; nil for the unknown status.
    let outcomes: [Outcome?]
    /// The cells that have rows, in ascending order.
    let nonEmptyCells: [Int]
    /// How a request ended, as the groups count it.
    enum Outcome: Sendable {
        case succeeded, failed, cancelled, other

        fileprivate init(_ status: UsageStatus) {
            switch status {
            case .completed: self = .succeeded
            case .failed: self = .failed
            case .cancelled: self = .cancelled
            default: self = .other
            }
        }
    }

    private let distinctCounts: [UsageDimension: [Int]]
    /// The texts of each key if there are few keys and at least as many groups; otherwise empty.
    private let keyTexts: [[String?]]
    private let latencyRuns: LatencyRuns

    /// Maximum number of keys whose texts are kept.
    private static let keyTextsLimit = 1 << 12

    /// Stores what was computed.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/inexactNumber`` if a sum cannot be represented.
    init(
        _ accumulators: GroupAccumulators, _ map: CellMap, _ columns: RecordColumns, query: ReportQuery,
        dimensions: [UsageDimension], parts: Int
    ) throws(UsageError) {
        self.query = query
        self.dimensions = dimensions
        hasTokens = query.measures.contains(.tokens)
        hasLatency = query.measures.contains(.latency)
        self.map = map
        self.accumulators = accumulators
        currencies = AmountLabel.labels(of: columns.charges)
        units = AmountLabel.labels(of: columns.quantities)
        statuses = columns.dimension(.status).texts.map { $0.map(UsageStatus.init(rawValue:)) }
        outcomes = statuses.map { $0.map(Outcome.init) }
        distinctCounts = accumulators.distinct.mapValues { $0.counts(cells: map.count) }
        let nonEmptyCells = accumulators.rows.indices.filter { accumulators.rows[$0] > 0 }
        self.nonEmptyCells = nonEmptyCells
        let keepsTexts =
            map.keyCount <= Self.keyTextsLimit && nonEmptyCells.count >= map.keyCount && !dimensions.isEmpty
        keyTexts = keepsTexts ? (0..<map.keyCount).map { map.texts(ofKey: $0) } : []
        latencyRuns = LatencyRuns(
            accumulators.latencies.runs, of: accumulators.latencies.batches, cells: map.count, parts: parts)
        try checkSums()
    }

    /// The text of each dimension of a key.
    func texts(ofKey key: Int) -> [String?] {
        if !keyTexts.isEmpty { return keyTexts[key] }
        return dimensions.isEmpty ? [] : map.texts(ofKey: key)
    }

    func latency(ofCell cell: Int?) -> LatencyDistribution {
        let scale = accumulators.latencies.scale
        return LatencyDistribution(
            cell.map { latencyRuns[$0] } ?? CellDurations([], of: []), origin: scale.origin, unit: scale.unit,
            method: query.quantileMethod)
    }

    func distinct(_ dimension: UsageDimension, ofCell cell: Int?) -> Int? {
        distinctCounts[dimension].map { counts in cell.map { counts[$0] } ?? 0 }
    }

    /// Throws if a sum cannot be represented; groups can then compute their sums without errors.
    private func checkSums() throws(UsageError) {
        let (charges, quantities) = (accumulators.charges, accumulators.units)
        for cell in nonEmptyCells {
            do throws(UsageError) {
                try Self.check(accumulators.inputTokens.totals[cell], "the input tokens")
                try Self.check(accumulators.outputTokens.totals[cell], "the output tokens")
                for label in currencies where !charges.hasPlainSum(of: label, inCell: cell) {
                    try Self.check(charges, label, cell, "the charges in")
                }
                for label in units where !quantities.hasPlainSum(of: label, inCell: cell) {
                    try Self.check(quantities, label, cell, "the quantities in")
                }
            } catch {
                throw error.inGroup(words(forCell: cell))
            }
        }
    }

    private static func check(_ total: Int128, _ figure: String) throws(UsageError) {
        if Int(exactly: total) == nil { throw .unfit("\(figure), \(total),", in: UsageError.integer) }
    }

    private static func check(
        _ sums: DecimalSums, _ label: AmountLabel, _ cell: Int, _ figure: String
    ) throws(UsageError) {
        do {
            _ = try sums.sum(of: label, inCell: cell)
        } catch {
            throw .unfit("\(figure) \(String(label.text.unicodeScalars.prefix(64)))", in: UsageError.significantDigits)
        }
    }

    /// The words for the group of a cell in an error.
    private func words(forCell cell: Int) -> String {
        // The total has neither buckets nor dimensions, although the query asks for them.
        guard map.buckets != nil || !dimensions.isEmpty else {
            return query.words(forGroupFrom: nil, key: query.bucket == nil && query.dimensions.isEmpty ? [] : nil)
        }
        let (bucket, key) = map.bucketAndKey(ofCell: cell)
        let start = map.buckets.flatMap { $0.ranges[bucket] }.map { Timestamp(seconds: $0.lowerBound) }
        if map.isOther(key: key) { return "the group of all other keys" }
        return query.words(forGroupFrom: start, key: texts(ofKey: key))
    }
}
