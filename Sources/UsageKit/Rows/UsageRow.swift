/// One row of a provider's ledger, in a type of that provider.
public protocol UsageRow: Hashable, Sendable {
    /// The row in the vocabulary that all providers share.
    var usageRecord: UsageRecord { get }

    /// The row's text of a label: what it says beyond ``usageRecord``, such as ``UsageDimension/region``.
    ///
    /// By default it is that of ``UsageRecord/labels`` of the record.
    ///
    /// - Parameter dimension: The label.
    /// - Returns: The text; nil if the row has none, and for a dimension that is not a label.
    func label(_ dimension: UsageDimension) -> String?
}

extension UsageRow {
    /// The row's text of a label of its record.
    public func label(_ dimension: UsageDimension) -> String? { usageRecord.labels[dimension] }

    /// The row in the vocabulary that all providers share, with labels.
    ///
    /// - Parameter labels: The labels that the record has; those of which the row has no text are left out.
    /// - Returns: The record.
    public func usageRecord(keeping labels: [UsageDimension]) -> UsageRecord {
        var record = usageRecord
        var texts: [UsageDimension: String] = [:]
        for dimension in labels { texts[dimension] = label(dimension) }
        record.labels = texts
        return record
    }
}
