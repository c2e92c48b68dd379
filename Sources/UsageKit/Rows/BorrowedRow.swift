/// A row that a walk brings into a ledger: its texts still stand in the page.
struct BorrowedRow: Sendable {
    let record: BorrowedRecord
    let mark: RowKey

    @inline(__always)
    init(_ record: BorrowedRecord, contentHash: UInt64, in bytes: borrowing BorrowedBytes) {
        self.record = record
        mark = RowKey(id: record.id.map { RowID($0, in: bytes) }, time: record.time, contentHash: contentHash)
    }
}

/// The rows of a page that are to go into a ledger.
enum DecodedRows<Row: Sendable>: Sendable {
    case rows([Row])
    /// Rows whose texts stand in the bytes of the page.
    case placed([BorrowedRow], in: [UInt8])
}
