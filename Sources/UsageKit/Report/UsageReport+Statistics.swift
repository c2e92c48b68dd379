internal import Foundation

extension UsageReport.Group {
    /// Returns the statistics of a field; nil if no value is known or if the query does not measure the field.
    ///
    /// Tokens and durations count once per request, charges once per row and units once per quantity. Durations are in
    /// seconds and include the requests that ``latency`` covers.
    public func statistics(of field: UsageField) -> UsageStatistics? {
        guard let cell else { return nil }
        switch field.kind {
        case .inputTokens: return tokens(storage.accumulators.inputTokens, cell)
        case .outputTokens: return tokens(storage.accumulators.outputTokens, cell)
        case .duration: return durations
        case .charge(let currency):
            return amounts(currency.rawValue, storage.currencies, storage.accumulators.charges, cell)
        case .unit(let unit): return amounts(unit.rawValue, storage.units, storage.accumulators.units, cell)
        }
    }

    private var hasExtremes: Bool { storage.query.measures.contains(.extremes) }

    private func tokens(_ sums: IntegerSums, _ cell: Int) -> UsageStatistics? {
        let count = requests - sums.missing[cell]
        guard storage.hasTokens, count > 0 else { return nil }
        return UsageStatistics(
            count: count, sum: Decimal(Int(sums.totals[cell])),
            minimum: sums.extremes.map { Decimal($0.minima[cell]) },
            maximum: sums.extremes.map { Decimal($0.maxima[cell]) })
    }

    private var durations: UsageStatistics? {
        let latency = latency
        guard let sum = latency.totalNanoseconds.flatMap(Self.seconds) else { return nil }
        return UsageStatistics(
            count: latency.count, sum: sum,
            minimum: hasExtremes ? latency.minimumNanoseconds.flatMap(Self.seconds) : nil,
            maximum: hasExtremes ? latency.maximumNanoseconds.flatMap(Self.seconds) : nil)
    }

    private func amounts(
        _ text: String, _ labels: [AmountLabel], _ sums: DecimalSums, _ cell: Int
    ) -> UsageStatistics? {
        guard let (sum, count) = exactSum(text, labels, sums), let label = Self.label(text, labels) else { return nil }
        let extremes = hasExtremes ? sums.extremes(of: label, inCell: cell) : nil
        return UsageStatistics(
            count: count, sum: sum.decimal, minimum: extremes?.least.decimal, maximum: extremes?.greatest.decimal)
    }

    private static func seconds(_ nanoseconds: Int128) -> Decimal? {
        ExactDecimal(mantissa: nanoseconds, exponent: -9)?.decimal
    }
}
