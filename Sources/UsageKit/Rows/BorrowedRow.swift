/// A row for a ledger whose texts are slices of the page it was read from.
struct BorrowedRow: Sendable {
    let record: RecordFields<BorrowedText>
    let key: RowKey
    /// The offset of the row in the bytes of the page.
    let start: Int

    @inline(__always)
    init(_ fields: some RowFields<BorrowedText>, from start: Int, in bytes: borrowing BorrowedBytes) {
        record = fields.record(in: bytes)
        key = RowKey(
            id: record.id.map { RowID($0, in: bytes) }, time: record.time, contentHash: fields.contentHash)
        self.start = start
    }

    /// Makes the row of the fields that it receives.
    struct Reader: FieldsReceiver {
        let start: Int
        private(set) var row: BorrowedRow?

        @inline(__always)
        init(start: Int) {
            self.start = start
        }

        @inline(__always)
        mutating func receive(_ fields: some RowFields<BorrowedText>, in bytes: borrowing BorrowedBytes) {
            row = BorrowedRow(fields, from: start, in: bytes)
        }
    }
}

/// The rows of a page, fully decoded or with borrowed texts.
enum DecodedRows<Row: Sendable>: Sendable {
    case rows([Row])
    /// Rows whose texts are slices of the bytes of the page.
    case borrowed([BorrowedRow], in: [UInt8])
}
