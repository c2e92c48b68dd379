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
        case "P2": return { try Self.groups(of: ledger, UsageQuery(every: .day, by: [.model, .apiKey])) }
        case "P3": return { try Self.groups(of: ledger, UsageQuery(every: .day)) }
        case "P4": return { try Self.total(of: ledger) }
        default: throw WorkerFailure("no row \(row)")
        }
    }

    private static func groups(of ledger: UsageLedger, _ query: UsageQuery) throws -> Outcome {
        let report = try ledger.report(query)
        var answers: [GroupAnswer] = []
        answers.reserveCapacity(report.count)
        for group in report { answers.append(GroupAnswer(group)) }
        // The report goes on living: to release it is no part of the work.
        return Outcome { [answers, report] in withExtendedLifetime(report) { answers.map(\.line) } }
    }

    private static func total(of ledger: UsageLedger) throws -> Outcome {
        let answer = GroupAnswer(try ledger.report().total, median: false)
        return Outcome { [answer.line] }
    }
}
