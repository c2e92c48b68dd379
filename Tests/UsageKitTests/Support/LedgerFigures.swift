@testable import UsageKit

/// All figures of a ledger as texts, so that two ledgers can be compared.
enum LedgerFigures {
    /// The figures of the total, and those of each group by hour and all dimensions and labels.
    static func all(of ledger: UsageLedger) throws -> [String] {
        let report = try ledger.report(ReportQuery(every: .hour, by: UsageDimension.all + ledger.labels))
        return ([report.total] + report).map { group in
            let labels = group.charges.map { "\($0.value) \($0.key)" }.sorted()
            let units = group.units.map { "\($0.value) \($0.key)" }.sorted()
            let statuses = group.statuses.map { "\($0.key) \($0.value)" }.sorted()
            return "\(group.start?.description ?? "-") \(group.key.map { $0.map { Array($0.utf8) } }) "
                + "\(group.requests) \(statuses) \(labels) \(units) \(group.inputTokens ?? -1) "
                + "\(group.outputTokens ?? -1) \(group.latency.count) \(String(describing: group.latency.p95)) "
                + "\(String(describing: group.latency.mean))"
        }
    }
}
