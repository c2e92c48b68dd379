internal import Foundation

extension UsageReport.Group {
    /// Returns the figures of a number; nil where none is known and where the query leaves it out.
    ///
    /// Tokens and durations count once for each request, charges and units once for each row or quantity. Durations are
    /// in seconds, and those that ``latency`` covers.
    public func statistics(of field: UsageField) -> UsageStatistics? {
        guard let cell else { return nil }
        switch field {
        case .inputTokens: return tokens(figures.cells.inputTokens, cell)
        case .outputTokens: return tokens(figures.cells.outputTokens, cell)
        case .duration: return durations
        case .charge(let currency):
            return amounts(currency.rawValue, figures.currencies, figures.cells.charges, cell)
        case .unit(let unit): return amounts(unit.rawValue, figures.units, figures.cells.units, cell)
        }
    }

    private var hasExtremes: Bool { figures.query.measures.contains(.extremes) }

    private func tokens(_ tally: IntegerSums, _ cell: Int) -> UsageStatistics? {
        let count = requests - tally.missing[cell]
        guard figures.hasTokens, count > 0 else { return nil }
        return UsageStatistics(
            count: count, sum: Decimal(Int(tally.totals[cell])),
            minimum: tally.extremes.map { Decimal($0.minima[cell]) },
            maximum: tally.extremes.map { Decimal($0.maxima[cell]) })
    }

    private var durations: UsageStatistics? {
        let latency = latency
        guard let sum = latency.nanoseconds.flatMap(Self.seconds) else { return nil }
        return UsageStatistics(
            count: latency.count, sum: sum,
            minimum: hasExtremes ? latency.least.flatMap(Self.seconds) : nil,
            maximum: hasExtremes ? latency.greatest.flatMap(Self.seconds) : nil)
    }

    private func amounts(
        _ text: String, _ labels: [ReportStorage.Label], _ tally: DecimalSums, _ cell: Int
    ) -> UsageStatistics? {
        guard let (sum, count) = exactSum(text, labels, tally), let label = Self.label(text, labels) else { return nil }
        let extremes = hasExtremes ? figures.extremes(label, in: tally, ofCell: cell) : nil
        return UsageStatistics(
            count: count, sum: sum.decimal, minimum: extremes?.0.decimal, maximum: extremes?.1.decimal)
    }

    private static func seconds(_ nanoseconds: Int128) -> Decimal? {
        ExactDecimal(mantissa: nanoseconds, exponent: -9)?.decimal
    }
}
