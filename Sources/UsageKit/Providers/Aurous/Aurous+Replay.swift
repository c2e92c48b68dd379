extension Aurous {
    /// Reads rows that were saved from Aurous's ledger.
    public static let replay = Replay<Event>(
        provider: .aurous, container: "data",
        identity: { RowIdentity(id: $0.id, time: $0.createdAt) },
        row: { (json) throws(UsageError) in try Event(from: &json) })
}
