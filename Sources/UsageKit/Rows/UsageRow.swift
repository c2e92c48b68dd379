/// One row of a provider's ledger, in a type of that provider.
public protocol UsageRow: Hashable, Sendable {
    /// The row in the vocabulary that all providers share.
    var usageRecord: UsageRecord { get }
}
