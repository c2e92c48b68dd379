extension Tresor {
    /// Reads rows that were saved from Tresor's ledger.
    public static let replay = Replay<LedgerRow>(provider: .tresor, container: "data")
}

extension Tresor.LedgerRow: ReplayableRow {
    var identity: RowIdentity { RowIdentity(id: id, time: createdAt) }

    @inline(__always)
    static func placedRecord(from json: inout JSONReader) throws(UsageError) -> BorrowedRecord {
        BorrowedRecord(try Tresor.LedgerFields<BorrowedText>(from: &json))
    }
}
