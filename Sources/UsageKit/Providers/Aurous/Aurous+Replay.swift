extension Aurous {
    /// Reads rows that were saved from Aurous's ledger.
    public static let replay = Replay<Event>(provider: .aurous, container: "data")
}

extension Aurous.Event: ReplayableRow {
    var identity: RowIdentity { RowIdentity(id: id, time: createdAt) }

    @inline(__always)
    static func placedRecord(from json: inout JSONReader) throws(UsageError) -> BorrowedRecord {
        BorrowedRecord(try Aurous.RequestFields(borrowing: &json))
    }
}
