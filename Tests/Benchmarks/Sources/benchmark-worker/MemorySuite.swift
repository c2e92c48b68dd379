import Foundation
import UsageKit

/// P2, P3, P4: reports on rows in memory.
struct MemorySuite: Suite {
    private let rows: MemoryRows

    init(_ folder: URL) throws {
        rows = try MemoryRows(ColumnFolder(url: folder))
    }

    func prepare(_ row: String) throws -> () async throws -> Outcome {
        let ledger = try rows.ledger()
        switch row {
        case "P2": return { try GroupAnswer.groups(of: ledger, ReportQuery(every: .day, by: [.model, .apiKey]), .usd) }
        case "P3": return { try GroupAnswer.groups(of: ledger, ReportQuery(every: .day), .usd) }
        case "P4": return { try Self.total(of: ledger) }
        default: throw WorkerFailure("unknown row '\(row)': the suite has P2, P3 and P4")
        }
    }

    private static func total(of ledger: UsageLedger) throws -> Outcome {
        let answer = GroupAnswer(try ledger.report().total, .usd, median: false)
        return Outcome { [answer.line] }
    }
}
