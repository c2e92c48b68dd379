import Foundation
import UsageKit

extension AurousCommand {
    /// How long a hold may be neither charged nor released, and how long before the window a hold is looked for.
    private static let longestCall = Duration.seconds(3600)

    /// What `reconcile` can compare.
    static let reconciled = ReconciledProvider<Aurous.Client>(
        id: provider, client: { try AurousCommand().client(in: $0, $1) },
        demoClient: { try AurousCommand().client(of: $0, $1) },
        pairs: [
            ReconciledPair("buckets", "the service's buckets of each UTC day, with the events", age: .zero) { run in
                let window = try run.days()
                let query = Aurous.BucketQuery(width: .day)
                let buckets = try await run.rows(of: run.client.buckets(in: window, matching: query))
                let events = try await run.records(of: run.client.events(in: window))
                var statement = try Statement(buckets.rows, report: buckets.report)
                // Whether the service lists buckets without events is not documented.
                try statement.fillDays(of: window, with: [.requests, .charge(.credits)])
                let result = try run.reconciliation(statement, with: events)
                // That the rest agrees says nothing of the credits.
                guard result.verdict == .agrees, let silent = statement.entries.first(where: \.statesNoCredits) else {
                    return result
                }
                statement.gap = "the buckets do not state the credits of \(silent.window)"
                return try run.reconciliation(statement, with: events)
            },
            ReconciledPair(
                "holds", "the holds of the credit ledger, with their charges and releases",
                unjudged: { try Aurous.HoldComparison([], gap: $0) },
                compare: { try await holds($0) }),
        ],
        requests: ReconciledRequests(key: .requestID, id: \.requestID, currency: .credits) { run in
            try await run.records(of: run.client.events(in: run.span))
        })

    /// Follows the holds that were made in the window.
    private static func holds(_ run: ReconcileRun<Aurous.Client>) async throws -> Aurous.HoldComparison {
        let end = try run.window?.end ?? run.present()
        let span = run.window ?? .last(hours: 7 * 24, before: end)
        let start = span.start ?? end
        // A charge at the beginning of the window can be of a hold that was made before it.
        let window = try TimeWindow(from: start - longestCall, to: end)
        let (movements, report) = try await run.rows(of: run.client.creditLedger(in: window))
        var firsts: [[UInt8]: Timestamp] = [:]
        for movement in movements {
            guard let hold = movement.holdID, let time = movement.createdAt else { continue }
            firsts[Array(hold.utf8)] = min(firsts[Array(hold.utf8)] ?? time, time)
        }
        let judged = movements.filter { movement in
            let first = movement.holdID.flatMap { firsts[Array($0.utf8)] } ?? movement.createdAt
            return first.map { $0 >= start } ?? true
        }
        run.note(span: try TimeWindow(from: start, to: end))
        return try Aurous.HoldComparison(judged, pendingSince: end - longestCall, gap: report.missingRows)
    }
}

extension Statement.Entry {
    /// Whether it is of requests, and does not say what they cost.
    fileprivate var statesNoCredits: Bool { self[.requests] != 0 && self[.charge(.credits)] == nil }
}
