extension Venice {
    /// Reads rows that were saved from Venice's ledger, as JSON or as Venice's CSV.
    public static let replay = Replay<BillingEntry>(
        provider: .venice, container: "data",
        identity: { RowIdentity(id: nil, time: $0.timestamp) },
        row: { (json) throws(UsageError) in try BillingEntry(from: &json) },
        csvPages: { (bytes) throws(UsageError) in try BillingEntry.pages(ofCSV: bytes) })
}
