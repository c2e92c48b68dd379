extension Tresor {
    /// Reads rows that were saved from Tresor's ledger.
    public static let replay = Replay<LedgerRow>(
        provider: .tresor, container: "data",
        identity: { RowIdentity(id: $0.id, time: $0.createdAt) },
        row: { (json) throws(UsageError) in try LedgerRow(from: &json) })
}
