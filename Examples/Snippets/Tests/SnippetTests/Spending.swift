import Foundation
import UsageKit

/// The code under test: what an account spent with Tresor, in euro; nil if a row may be missing.
func spent(in window: TimeWindow, with tresor: Tresor.Client) async throws -> Decimal? {
    let ledger = try await UsageLedger(of: tresor.usage(in: window))
    guard ledger.isComplete else { return nil }
    return try ledger.report().total.charges[.eur] ?? 0
}
