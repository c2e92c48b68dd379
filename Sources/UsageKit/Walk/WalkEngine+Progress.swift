extension WalkEngine {
    /// Notes how far the walk has come with a page.
    mutating func noteProgress(of page: PageSummary, at position: PagePosition) {
        if let last = page.keys.last { judge.report.reached = last.time }
        let parts = plan.segments.count { !$0.isLookBack }
        guard segment < parts, let fraction = segmentFraction(page, position) else { return }
        let done = (Double(segment) + min(max(fraction, 0), 1)) / Double(parts)
        judge.report.fraction = max(judge.report.fraction ?? 0, done)
    }

    /// How much of the present segment is done; nil if neither a total nor the order of the rows is known.
    private func segmentFraction(_ page: PageSummary, _ position: PagePosition) -> Double? {
        if let total = page.info.total {
            let rows = page.count - (page.info.repeatsLastRow ? 1 : 0)
            switch position {
            case .offset(let before, _): return Self.ratio(before + rows, of: total)
            case .page(_, nil, let received): return Self.ratio(received + rows, of: total)
            case .page(_, let period?, let received):
                // A walk without bounds is one of a single period.
                let periods = plan.window.periodsInAnyZone ?? period...period
                let before = Double(period.number - periods.lowerBound.number)
                let count = periods.upperBound.number - periods.lowerBound.number + 1
                return (before + min(Self.ratio(received + rows, of: total), 1)) / Double(count)
            case .first, .cursor: break
            }
        }
        let present = plan.segments[segment]
        guard let order = present.endpoint.promises.order, let time = page.keys.last?.time,
            let start = present.window.start, let end = present.window.end
        else { return nil }
        let whole = Double(seconds: end - start)
        return Double(seconds: order == .ascending ? time - start : end - time) / whole
    }

    private static func ratio(_ rows: Int, of total: Int) -> Double {
        total > 0 ? Double(rows) / Double(total) : 1
    }
}

extension BillingPeriod {
    /// The number of the month, counted from the year 0.
    fileprivate var number: Int { year * 12 + month }
}
