@testable import UsageKit

/// The figures of a ledger as lines of text, to compare two ledgers by.
enum LedgerFigures {
    static func lines(of ledger: UsageLedger) throws -> [String] {
        let report = try ledger.report(ReportQuery(every: .day, by: [.model, .apiKey, .type, .sku, .status]))
        return ([report.total] + report).map { group in
            let charges = group.charges.map { "\($0.value) \($0.key)" }.sorted()
            let units = group.units.map { "\($0.value) \($0.key)" }.sorted()
            let start = group.start?.description ?? "-"
            return "\(start) \(group.key) \(group.requests) \(group.statuses.count) \(charges) \(units) "
                + "\(group.inputTokens ?? -1) \(group.outputTokens ?? -1) \(group.latency.count) "
                + "\(group.latency.p95.map { "\($0)" } ?? "-")"
        }
    }
}
