import Foundation
import UsageKit

/// The figures that a benchmark reads from a group.
struct GroupAnswer {
    private let start: Timestamp?
    private let key: [String?]
    private let inputTokens: Int?
    private let outputTokens: Int?
    private let charge: Decimal?
    private let p50: Duration?
    private let p95: Duration?

    init(_ group: UsageReport.Group, _ currency: Currency, median: Bool = true) {
        start = group.start
        key = group.key
        inputTokens = group.inputTokens
        outputTokens = group.outputTokens
        charge = group.charge(in: currency)
        let latency = group.latency
        p50 = median ? latency.p50 : nil
        p95 = latency.p95
    }

    /// Makes a report and reads the figures of all groups.
    static func groups(of ledger: UsageLedger, _ query: ReportQuery, _ currency: Currency) throws -> Outcome {
        let report = try ledger.report(query)
        var answers: [GroupAnswer] = []
        answers.reserveCapacity(report.count)
        for group in report { answers.append(GroupAnswer(group, currency)) }
        // The report is kept alive, because releasing it must not be timed.
        return Outcome { [answers, report] in withExtendedLifetime(report) { answers.map(\.line) } }
    }

    /// A line with the start in milliseconds, the key, the sums, and the quantiles in nanoseconds.
    var line: String {
        var fields = [start.map { "\($0.seconds * 1000 + Int64($0.nanoseconds) / 1_000_000)" }]
        fields += key
        fields += [inputTokens.map(String.init), outputTokens.map(String.init), charge?.description]
        fields += [p50?.nanosecondText, p95?.nanosecondText]
        return fields.map { $0 ?? "-" }.joined(separator: "\t")
    }
}

extension Duration {
    /// The whole nanoseconds, followed by the remaining attoseconds if there are any.
    var nanosecondText: String {
        let (whole, rest) = attoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        return rest == 0 ? "\(whole)" : "\(whole)+\(rest)as"
    }
}
