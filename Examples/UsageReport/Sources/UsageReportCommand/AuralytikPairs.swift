import ArgumentParser
import Foundation
import UsageKit

extension AuralytikCommand {
    /// What `reconcile` can compare.
    static let reconciled = ReconciledProvider<Auralytik.Client>(
        id: provider, client: { try AuralytikCommand().client(in: $0, $1) },
        demoClient: { try AuralytikCommand().client(of: $0, $1) },
        pairs: [
            ReconciledPair("keys", "the calls of each key in a billing period, with the details", age: .zero) { run in
                let period = try period(run)
                let keys = try await run.fetch { try await run.client.usageByKey(for: period) }
                try check(keys.billingPeriod, run)
                return try await reconciliation(Statement(keys), of: keys.billingPeriod, run)
            },
            ReconciledPair("summary", "the calls of a billing period, with the details", age: .zero) { run in
                let period = try period(run)
                let summary = try await run.fetch { try await run.client.summary(for: period) }
                try check(summary.billingPeriod, run)
                return try await reconciliation(try Statement(summary), of: summary.billingPeriod, run)
            },
            ReconciledPair(
                "meters", "the calls of all keys in a billing period, with the summary", ownSide: "usage/summary",
                age: .zero
            ) { run in
                let period = try period(run)
                let summary = try await run.fetch { try await run.client.summary(for: period) }
                try check(summary.billingPeriod, run)
                let keys = try await run.fetch { try await run.client.usageByKey(for: summary.billingPeriod) }
                return try Reconciliation(
                    Statement(keys).summed(), with: ReconciledRows(try Statement(summary)), tolerance: run.tolerance)
            },
        ],
        requests: ReconciledRequests(key: .rowID, id: \.id) { run in
            // As for `sync`: a store has rows of windows.
            try await run.records(of: run.client.details(in: run.window ?? .thisMonth(in: .gmt)))
        })

    /// Compares figures of a billing period with its details.
    private static func reconciliation(
        _ statement: Statement, of period: BillingPeriod, _ run: ReconcileRun<Auralytik.Client>
    ) async throws -> Reconciliation {
        let (details, report) = try await run.rows(of: run.client.details(for: period))
        let rows = ReconciledRows(details, in: period, gap: report.missingRows)
        return try Reconciliation(statement, with: rows, tolerance: run.tolerance)
    }

    /// Refuses an answer for the current billing period that is of another one.
    ///
    /// The client checks a period that was asked for.
    private static func check(_ found: BillingPeriod, _ run: ReconcileRun<Auralytik.Client>) throws {
        guard run.window == nil else { return }
        let present = try run.present()
        // In which time zone a period begins is not documented.
        let possible = [-12, 0, 14].map { BillingPeriod(containing: present + .seconds($0 * 3600)) }
        guard !possible.contains(found) else { return }
        throw UsageError(
            .unexpectedShape,
            "expected the figures of the current billing period, \(possible[1]), found those of \(found)")
    }

    /// The one billing period that the window is in; nil for the service's current one.
    private static func period(_ run: ReconcileRun<Auralytik.Client>) throws -> BillingPeriod? {
        guard let window = run.window, let start = window.start else { return nil }
        let period = BillingPeriod(containing: start)
        guard try window.end ?? run.present() <= period.end else {
            throw ValidationError(
                "Auralytik's figures are of one billing period, but the window touches several: narrow the window.")
        }
        return period
    }
}
