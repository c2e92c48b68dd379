import Foundation

extension Statement {
    /// What Venice's analytics say of each day, to be compared with its history.
    ///
    /// Their US dollars include bundled credits and exclude earned ones, by the documentation; a comparison shows whether
    /// they do. Models have names for people there, and the history names no keys, so only days can be compared.
    ///
    /// - Parameters:
    ///   - analytics: The analytics.
    ///   - madeAt: When they were read; they are up to ten minutes older.
    /// - Throws: ``UsageError`` with ``UsageError/Code/unexpectedShape`` if a day is no date, and with
    ///   ``UsageError/Code/inexactNumber`` for a number of more than 38 digits.
    public init(_ analytics: Venice.Analytics, madeAt: Timestamp? = nil) throws(UsageError) {
        var entries: [Entry] = []
        for day in analytics.byDate {
            guard let start = try? Timestamp("\(day.date)T00:00:00Z") else {
                throw UsageError(.unexpectedShape, "the day of analytics is no date: \"\(day.date)\"")
            }
            var entry = Entry(window: try TimeWindow(from: start, to: start.advanced(by: .seconds(86_400))))
            entry.set(.charge(.usd), exact: try ExactDecimal(day.usd))
            entry.set(.charge(.diem), exact: try ExactDecimal(day.diem))
            entries.append(entry)
        }
        self.init("usage-analytics", entries: entries, madeAt: madeAt)
    }
}
