import Foundation
import UsageKit

/// The report to which the answers of other engines are compared.
enum FleetReport {
    /// The question: the figures of each day, model and currency.
    static let query = ReportQuery(every: .day, by: [.model, .currency])

    static func write(_ sources: [FleetSource], _ rows: FleetRows, to url: URL) throws {
        var ledger = UsageLedger()
        for source in sources { try rows.forEach(of: source) { try ledger.append($0) } }
        let lines = try ledger.report(query).map { group in
            let latency = group.latency
            return GroupLine(
                group, requests: group.requests, durations: latency.count, p50: latency.p50, p95: latency.p95)
        }
        try GroupLine.write(lines, to: url)
    }
}

/// The figures of a group.
///
/// Amounts and durations are texts, so that no reader rounds them.
struct GroupLine: Encodable {
    /// Nil for rows without a time.
    let day: String?
    let model: String?
    let currency: String?
    let rows: Int
    let charge: String?
    /// Nil if a sketch cannot know it.
    let requests: Int?
    let inputTokens: Int?
    let outputTokens: Int?
    let durations: Int
    /// In attoseconds.
    let p50: String?
    /// In attoseconds.
    let p95: String?

    init(_ group: some UsageGroup, requests: Int?, durations: Int, p50: Duration?, p95: Duration?) {
        day = group.start.map { String($0.description.prefix(10)) }
        (model, currency) = (group[.model], group[.currency])
        rows = group.coverage.rows
        charge = group.charges.first.map { "\($0.value)" }
        self.requests = requests
        (inputTokens, outputTokens) = (group.inputTokens, group.outputTokens)
        self.durations = durations
        self.p50 = p50.map { "\($0.attoseconds)" }
        self.p95 = p95.map { "\($0.attoseconds)" }
    }

    static func write(_ lines: [GroupLine], to url: URL) throws {
        let encoder = JSONEncoder()
        var bytes = Data()
        for line in lines { bytes += try encoder.encode(line) + Data("\n".utf8) }
        try bytes.write(to: url)
    }
}
