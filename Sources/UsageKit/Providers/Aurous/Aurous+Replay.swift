extension Aurous {
    /// Reads rows that were saved from Aurous's ledger.
    public static let replay = Replay<Event>(provider: .aurous, container: "data")
}

extension Aurous.Event: ReplayableRow {
    var identity: RowIdentity { RowIdentity(id: id, time: createdAt) }

    @inline(__always)
    static func placedRecord(from json: inout JSONReader) throws(UsageError) -> PlacedRecord {
        if json.begins(with: Aurous.CreditEvent.opening) { throw PlacedForm.isToBeReadAsRow }
        let record = try PlacedRecord(request: &json)
        if let id = record.id, Aurous.CreditEvent.isMeant(id: id, unknown: record.unknown, in: json.bytes) {
            throw PlacedForm.isToBeReadAsRow
        }
        return record
    }
}
