import Foundation

extension Statement {
    /// How many calls each key made in a billing period, to be compared with the details of usage.
    ///
    /// - Parameters:
    ///   - keys: The calls by key.
    ///   - madeAt: When they were read.
    public init(_ keys: Auralytik.KeyBreakdown, madeAt: Timestamp? = nil) {
        let entries = keys.keys.map { key in
            var entry = Entry(window: keys.billingPeriod.window, key: [key.id])
            entry.set(.requests, exact: ExactDecimal(key.calls))
            return entry
        }
        self.init("usage/by-key", by: [.apiKey], entries: entries, madeAt: madeAt)
    }

    /// How many calls a billing period had, to be compared with the details of usage or the calls by key.
    ///
    /// - Parameters:
    ///   - summary: The summary.
    ///   - madeAt: When it was read.
    /// - Throws: ``UsageError`` with ``UsageError/Code/inexactNumber`` for a number of more than 38 digits.
    public init(_ summary: Auralytik.Summary, madeAt: Timestamp? = nil) throws(UsageError) {
        var entry = Entry(window: summary.billingPeriod.window)
        if let calls = summary.meters.first(where: { $0.name == "calls" })?.value.used {
            entry.set(.requests, exact: try ExactDecimal(calls))
        }
        self.init("usage/summary", entries: [entry], madeAt: madeAt)
    }
}
