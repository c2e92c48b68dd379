@testable import UsageKit

/// Small reports for the tests of the exports.
enum ReportSamples {
    static let day = Timestamp.at("2026-05-20T08:00:00Z")

    /// Two requests of one model, one key that is unknown.
    static let records = [
        UsageRecord(
            provider: .aurous, time: day, model: "m", status: .completed, tokens: TokenCounts(input: 600, output: 100),
            charge: money("0.02"), duration: .milliseconds(810)),
        UsageRecord(
            provider: .aurous, time: day, model: "m", status: .completed, tokens: TokenCounts(input: 59, output: 3),
            charge: money("0.00987"), duration: .milliseconds(1602)),
    ]

    static func ledger(_ records: [UsageRecord] = records) throws -> UsageLedger {
        var ledger = UsageLedger()
        try ledger.append(contentsOf: records)
        return ledger
    }

    static func money(_ text: String, _ currency: Currency = .credits) -> Money {
        guard let exact = ExactDecimal(text) else { preconditionFailure("\(text) is not an exact number") }
        return Money(exact: exact, currency: currency)
    }

    static func quantity(_ text: String, _ unit: UsageUnit) -> Quantity {
        Quantity(exact: money(text).exact, unit: unit)
    }
}

extension UsageReport {
    /// The report with other walks.
    func with(walks: [WalkReport]) -> UsageReport {
        UsageReport(query: query, groups: Array(self), total: total, walks: walks)
    }
}
