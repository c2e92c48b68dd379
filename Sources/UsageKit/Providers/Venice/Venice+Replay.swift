extension Venice {
    /// Reads rows that were saved from Venice's ledger.
    public static let replay = Replay<BillingEntry>(provider: .venice, container: "data")
}

extension Venice.BillingEntry: ReplayableRow {
    var identity: RowIdentity { RowIdentity(id: nil, time: timestamp) }
}
