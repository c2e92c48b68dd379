/// A row that a walk brings into a ledger: its texts are in the bytes of the page.
struct BorrowedRow: Sendable {
    let record: RecordFields<BorrowedText>
    let key: RowKey
    /// Where the row begins in the page.
    let start: Int

    @inline(__always)
    init(_ fields: some RowFields<BorrowedText>, from start: Int, in bytes: borrowing BorrowedBytes) {
        record = fields.record(in: bytes)
        key = RowKey(
            id: record.id.map { RowID($0, in: bytes) }, time: record.time, contentHash: fields.contentHash)
        self.start = start
    }
}

/// The rows of a page that are to go into a ledger.
enum DecodedRows<Row: Sendable>: Sendable {
    case rows([Row])
    /// Rows whose texts are in the bytes of the page.
    case borrowed([BorrowedRow], in: [UInt8])
}
