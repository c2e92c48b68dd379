/// The rows of a page for a ledger, whose texts are slices of the page.
struct BorrowedRows: FieldsReceiver, Sendable {
    struct Row: Sendable {
        let record: RecordFields<BorrowedText>
        /// The offset of the row in the bytes of the page.
        let start: Int
    }

    private(set) var rows: [Row] = []
    /// The key of each row: apart from the rows, because the judge takes all of them.
    private(set) var keys: [RowKey] = []
    /// What each row shows of the fields of a filter; empty without a filter.
    private(set) var filterKeys: [RowFilter.Key] = []
    /// The labels of each row, one row after the other; empty if the ledger keeps no labels.
    var labels: [LabelText<BorrowedText>?] = []
    private let filter: RowFilter?
    private var start = 0

    init(_ filter: RowFilter = RowFilter()) {
        self.filter = filter.isEmpty ? nil : filter
    }

    /// Reads an array of rows; false if one of them cannot be borrowed.
    @inline(__always)
    mutating func read<Row: DecodableRow>(_: Row.Type, from json: inout JSONReader) throws(UsageError) -> Bool {
        var elements = try json.elements()
        while try json.next(&elements) {
            beginRow(of: &json)
            guard try Row.readFields(from: &json, into: &self) else { return false }
        }
        return true
    }

    /// Notes where a row begins, and reserves space for the rows of the page before the first one.
    @inline(__always)
    mutating func beginRow(of json: inout JSONReader) {
        if rows.count == rows.capacity {
            json.reserveRows(in: &rows)
            keys.reserveCapacity(rows.capacity)
        }
        start = json.position
    }

    @inline(__always)
    mutating func receive(_ fields: some RowFields<BorrowedText>, in bytes: borrowing BorrowedBytes) {
        let record = fields.record(in: bytes)
        rows.append(Row(record: record, start: start))
        keys.append(
            RowKey(
                id: RowID(record.id, in: bytes), time: record.time, contentHash: fields.contentHash,
                traits: record.traits(in: bytes)))
        if let filter { filterKeys.append(filter.key { fields.matches($0, in: bytes) }) }
    }
}

/// The rows of a page, fully decoded or with borrowed texts.
enum DecodedRows<Row: Sendable>: Sendable {
    case rows([Row])
    /// Rows whose texts are slices of the bytes of the page.
    case borrowed(BorrowedRows, in: [UInt8])
}
