/// The computed values of all groups of a report; each group reads the values of its cell.
final class ReportStorage: Sendable {
    let query: ReportQuery
    let dimensions: [UsageDimension]
    let hasTokens: Bool
    let map: CellMap
    let accumulators: GroupAccumulators
    let currencies: [AmountLabel]
    let units: [AmountLabel]
    /// The status of each symbol; nil for the unknown status.
    let statuses: [UsageStatus?]
    /// The cells that have rows, in ascending order.
    let nonEmptyCells: [Int]
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
        self.map = map
        self.accumulators = accumulators
        currencies = AmountLabel.labels(of: columns.charges)
        units = AmountLabel.labels(of: columns.quantities)
        statuses = columns.dimension(.status).texts.map { $0.map(UsageStatus.init(rawValue:)) }
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
            for total in [accumulators.inputTokens.totals[cell], accumulators.outputTokens.totals[cell]]
            where Int(exactly: total) == nil {
                throw UsageError(
                    .inexactNumber, "the tokens of a group add up to \(total), which does not fit in an Int")
            }
            for label in currencies where !charges.hasPlainSum(of: label, inCell: cell) {
                _ = try charges.sum(of: label, inCell: cell)
            }
            for label in units where !quantities.hasPlainSum(of: label, inCell: cell) {
                _ = try quantities.sum(of: label, inCell: cell)
            }
        }
    }
}
