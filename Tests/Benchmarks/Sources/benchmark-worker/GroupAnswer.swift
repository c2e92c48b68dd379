import Foundation
import UsageKit

/// What is read out of a group.
struct GroupAnswer {
    private let start: Timestamp?
    private let key: [String?]
    private let inputTokens: Int?
    private let outputTokens: Int?
    private let charge: Decimal?
    private let p50: Duration?
    private let p95: Duration?

    init(_ group: UsageReport.Group, currency: Currency = .usd, median: Bool = true) {
        start = group.start
        key = group.key
        inputTokens = group.inputTokens
        outputTokens = group.outputTokens
        charge = group.charges[currency]
        let latency = group.latency
        p50 = median ? latency.p50 : nil
        p95 = latency.p95
    }

    /// The start in milliseconds, the key, the sums, and the quantiles in nanoseconds.
    var line: String {
        var fields = [start.map { "\($0.seconds * 1000 + Int64($0.nanoseconds) / 1_000_000)" }]
        fields += key
        fields += [inputTokens.map(String.init), outputTokens.map(String.init), charge?.description]
        fields += [p50?.nanosecondText, p95?.nanosecondText]
        return fields.map { $0 ?? "-" }.joined(separator: "\t")
    }
}

extension Duration {
    /// The nanoseconds with what is left of a nanosecond, if anything is.
    var nanosecondText: String {
        let (whole, rest) = attoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        return rest == 0 ? "\(whole)" : "\(whole)+\(rest)as"
    }
}
