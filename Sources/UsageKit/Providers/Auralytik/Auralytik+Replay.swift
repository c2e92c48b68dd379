extension Auralytik {
    /// Reads rows that were saved from Auralytik's ledger.
    public static let replay = Replay<Detail>(
        provider: .auralytik, container: "data",
        identity: { RowIdentity(id: $0.id, time: $0.time) },
        row: { (json) throws(UsageError) in try Detail(from: &json) })
}
