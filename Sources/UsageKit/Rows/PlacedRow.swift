/// A row that a walk brings into a ledger: its texts still stand in the page.
struct PlacedRow: Sendable {
    let record: PlacedRecord
    let mark: RowMark

    @inline(__always)
    init(_ record: PlacedRecord, contentHash: UInt64, in bytes: borrowing JSONBytes) {
        self.record = record
        mark = RowMark(id: record.id.map { RowID($0, in: bytes) }, time: record.time, contentHash: contentHash)
    }
}

/// The rows of a page that are to go into a ledger.
enum LedgerRows<Row: Sendable>: Sendable {
    case rows([Row])
    /// Rows whose texts stand in the bytes of the page.
    case placed([PlacedRow], in: [UInt8])
}
