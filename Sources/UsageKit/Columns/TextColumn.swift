/// A column of texts that repeat: a code a row, and each distinct text once.
struct TextColumn: Sendable {
    private(set) var table = InternTable()
    private(set) var codes = PackedColumn()

    init() {}

    @inline(__always)
    mutating func append<Form: ColumnText>(_ text: Form.Text?, of: Form.Type, in bytes: borrowing BorrowedBytes) {
        let code = if let text { Form.symbol(of: text, in: &table, bytes) } else { 0 as UInt32 }
        codes.append(Int64(code))
    }

    @inline(__always)
    mutating func append<Form: ColumnText>(label: Form.Label?, of: Form.Type, in bytes: borrowing BorrowedBytes) {
        let code = if let label { Form.symbol(ofLabel: label, in: &table, bytes) } else { 0 as UInt32 }
        codes.append(Int64(code))
    }

    /// Appends the text that nearly all rows have.
    @inline(__always)
    mutating func append(usual text: String) {
        codes.append(Int64(table.code(forUsual: text)))
    }

    mutating func append(contentsOf other: TextColumn) {
        let mapping = table.merge(other.table)
        codes.append(contentsOf: other.codes, replacing: mapping)
    }
}
