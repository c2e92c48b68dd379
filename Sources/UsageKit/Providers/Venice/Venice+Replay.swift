extension Venice {
    /// Reads rows that were saved from Venice's ledger.
    public static let replay = Replay<BillingEntry>(
        provider: .venice, container: "data",
        identity: { RowIdentity(id: nil, time: $0.timestamp) },
        row: { (json) throws(UsageError) in try BillingEntry(from: &json) })
}
