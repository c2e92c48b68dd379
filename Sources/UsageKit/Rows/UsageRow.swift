/// One row of a provider's ledger, as typed by that provider.
public protocol UsageRow: Hashable, Sendable {
    /// What the row means in the words that all providers share.
    var usageRecord: UsageRecord { get }
}
