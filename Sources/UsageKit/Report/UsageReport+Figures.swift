public import Foundation

extension UsageReport.Group {
    /// Returns a figure, exact; nil where it is not known and where the query leaves it out.
    public func value(of figure: UsageFigure) -> Decimal? {
        exactValue(of: figure)?.decimal
    }

    /// Returns a figure for each second of the group's time, to the nearest number of 64 bits.
    ///
    /// That time is the part of the bucket, or of all time, that lies in the query's window. The result is nil where
    /// it has no bounds or the figure is not known.
    public func rate(of figure: UsageFigure) -> Double? {
        let window = figures.query.window
        guard let first = [window.start, start].compactMap(\.self).max(),
            let last = [window.end, end].compactMap(\.self).min(), first < last, let value = value(of: figure)
        else { return nil }
        let (seconds, attoseconds) = last.duration(since: first).components
        return Double("\(value)").map { $0 / (Double(seconds) + Double(attoseconds) * 1e-18) }
    }
}

extension UsageReport {
    /// Returns the part that a group has of the figure of all rows together, to the nearest number of 64 bits.
    ///
    /// It is nil where the group's figure is not known or the whole is zero. Where a request is seen in several groups,
    /// their shares of requests and tokens may come to more than 1.
    public func share(of figure: UsageFigure, in group: Group) -> Double? {
        guard let part = group.value(of: figure), let whole = total.value(of: figure), whole != 0 else { return nil }
        return Double("\(part / whole)")
    }
}

extension UsageReport.Group {
    /// A figure as it is computed with.
    func exactValue(of figure: UsageFigure) -> ExactDecimal? {
        switch figure {
        case .requests: ExactDecimal(requests)
        case .sum(.inputTokens): inputTokens.map(ExactDecimal.init)
        case .sum(.outputTokens): outputTokens.map(ExactDecimal.init)
        case .sum(.duration): latency.nanoseconds.flatMap { ExactDecimal(mantissa: $0, exponent: -9) }
        case .sum(.charge(let currency)):
            exactSum(currency.rawValue, figures.currencies, figures.cells.charges)?.sum
        case .sum(.unit(let unit)): exactSum(unit.rawValue, figures.units, figures.cells.units)?.sum
        }
    }
}
