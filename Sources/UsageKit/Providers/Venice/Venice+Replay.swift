extension Venice {
    /// Reads rows that were saved from Venice's ledger, as JSON or as Venice's CSV.
    public static let replay = Replay<BillingEntry>(
        provider: .venice, container: "data", csv: CSVFormat())
}

extension Venice.BillingEntry: ReplayableRow {
    var identity: RowIdentity { RowIdentity(id: nil, time: timestamp) }
}
