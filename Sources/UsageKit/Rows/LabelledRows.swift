/// The rows of a page for a ledger that keeps labels.
struct LabelledRows: FieldsReceiver {
    private(set) var rows: BorrowedRows
    private let labels: [RowLabel]

    init(_ filter: RowFilter, keeping labels: [RowLabel]) {
        rows = BorrowedRows(filter)
        self.labels = labels
    }

    /// Reads an array of rows; false if one of them cannot be borrowed.
    mutating func read<Row: DecodableRow>(_: Row.Type, from json: inout JSONReader) throws(UsageError) -> Bool {
        var elements = try json.elements()
        while try json.next(&elements) {
            rows.beginRow(of: &json)
            guard try Row.readFields(from: &json, into: &self) else { return false }
        }
        return true
    }

    mutating func receive(_ fields: some RowFields<BorrowedText>, in bytes: borrowing BorrowedBytes) {
        rows.receive(fields, in: bytes)
        for label in labels { rows.labels.append(fields.label(label, in: bytes)) }
    }
}
