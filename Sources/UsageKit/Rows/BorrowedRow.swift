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

    /// Reads an array of rows.
    struct Reader: FieldsReceiver {
        private(set) var rows: [BorrowedRow] = []
        private var start = 0

        @inline(__always)
        mutating func read<Row: DecodableRow>(_: Row.Type, from json: inout JSONReader) throws(UsageError) {
            var elements = try json.elements()
            while try json.next(&elements) {
                json.reserveRows(in: &rows)
                start = json.position
                try Row.readFields(from: &json, into: &self)
            }
        }

        @inline(__always)
        mutating func receive(_ fields: some RowFields<BorrowedText>, in bytes: borrowing BorrowedBytes) {
            rows.append(BorrowedRow(fields, from: start, in: bytes))
        }
    }
}

/// The rows of a page, fully decoded or with borrowed texts.
enum DecodedRows<Row: Sendable>: Sendable {
    case rows([Row])
    /// Rows whose texts are slices of the bytes of the page.
    case borrowed([BorrowedRow], in: [UInt8])
}
