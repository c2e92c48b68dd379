public import Foundation

extension UsageReport.Group {
    /// Returns the exact value of a figure; nil if it is not known or if the query does not measure it.
    public func value(of figure: UsageFigure) -> Decimal? {
        exactValue(of: figure)?.decimal
    }

    /// Returns a figure per second of the group's time, rounded to the nearest `Double`.
    ///
    /// The group's time is the part of its bucket that is in the query's window, or the whole window if the report has
    /// no buckets. The result is nil if that time is not bounded or the figure is not known.
    public func rate(of figure: UsageFigure) -> Double? {
        let window = storage.query.window
        guard let first = [window.start, start].compactMap(\.self).max(),
            let last = [window.end, end].compactMap(\.self).min(), first < last, let value = value(of: figure)
        else { return nil }
        let (seconds, attoseconds) = last.duration(since: first).components
        return Double("\(value)").map { $0 / (Double(seconds) + Double(attoseconds) * 1e-18) }
    }
}

extension UsageReport {
    /// Returns a figure of a group divided by the same figure of all rows, rounded to the nearest `Double`.
    ///
    /// It is nil if the group's figure is not known or the figure of all rows is 0 or not known. If a request has rows in
    /// several groups, their shares of requests and tokens may add up to more than 1.
    public func share(of figure: UsageFigure, in group: Group) -> Double? {
        guard let part = group.value(of: figure), let whole = total.value(of: figure), whole != 0 else { return nil }
        return Double("\(part / whole)")
    }
}

extension UsageReport.Group {
    /// The exact value of a figure, before its conversion to `Decimal`.
    func exactValue(of figure: UsageFigure) -> ExactDecimal? {
        switch figure.kind {
        case .requests: ExactDecimal(requests)
        case .sum(.inputTokens): inputTokens.map(ExactDecimal.init)
        case .sum(.outputTokens): outputTokens.map(ExactDecimal.init)
        case .sum(.duration): latency.totalNanoseconds.flatMap { ExactDecimal(mantissa: $0, exponent: -9) }
        case .sum(.charge(let currency)):
            exactSum(currency.rawValue, storage.currencies, storage.accumulators.charges)?.sum
        case .sum(.unit(let unit)): exactSum(unit.rawValue, storage.units, storage.accumulators.units)?.sum
        }
    }
}
