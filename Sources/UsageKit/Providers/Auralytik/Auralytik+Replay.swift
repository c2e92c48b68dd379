extension Auralytik {
    /// Reads rows that were saved from Auralytik's ledger.
    public static let replay = Replay<Detail>(provider: .auralytik, container: "data")
}

extension Auralytik.Detail: ReplayableRow {
    var identity: RowIdentity { RowIdentity(id: id, time: time) }
}
