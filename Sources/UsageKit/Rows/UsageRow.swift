/// One row of a provider's ledger, as typed by that provider.
public protocol UsageRow: Hashable, Sendable {
    /// The row in the vocabulary that all providers share.
    var usageRecord: UsageRecord { get }
}
