@testable import UsageKit

/// Ledgers and walks of the tests of spending.
enum SpendingSamples {
    /// A ledger of rows with a time, an amount such as `1.5 USD` (nil for no charge) and a model.
    static func ledger(_ rows: [(time: String?, amount: String?)], model: String? = nil) throws -> UsageLedger {
        var ledger = UsageLedger()
        for row in rows {
            try ledger.append(
                UsageRecord(
                    provider: .aurous, time: row.time.map { .at($0) }, model: model,
                    charge: row.amount.map(BudgetSamples.money)))
        }
        return ledger
    }

    /// The report of a walk that is over.
    static func walk(
        _ window: TimeWindow, stopped: WalkStop? = nil, endpoint: String = "/v1/usage/events",
        readAt: Timestamp? = nil, isFinished: Bool = true
    ) -> WalkReport {
        var report = WalkReport(
            provider: .aurous, endpoint: endpoint, window: window, isFinished: isFinished, stopped: stopped)
        report.readAt = readAt
        return report
    }

    static let june = TimeWindow.between("2026-06-01T00:00:00Z", "2026-07-01T00:00:00Z")
}
