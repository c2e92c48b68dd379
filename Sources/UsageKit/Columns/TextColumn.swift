/// A dictionary-encoded column of texts: a symbol per row, and each distinct text once.
struct TextColumn: Sendable {
    private(set) var table = InternTable()
    private(set) var symbols = PackedColumn()

    init() {}

    @inline(__always)
    mutating func append<Form: ColumnText>(_ text: Form.Text?, of: Form.Type, in bytes: borrowing BorrowedBytes) {
        let symbol = if let text { Form.symbol(of: text, in: &table, bytes) } else { 0 as UInt32 }
        symbols.append(Int64(symbol))
    }

    @inline(__always)
    mutating func append<Form: ColumnText>(label: Form.Label?, of: Form.Type, in bytes: borrowing BorrowedBytes) {
        let symbol = if let label { Form.symbol(ofLabel: label, in: &table, bytes) } else { 0 as UInt32 }
        symbols.append(Int64(symbol))
    }

    mutating func append(contentsOf other: TextColumn) {
        let mapping = table.merge(other.table)
        symbols.append(contentsOf: other.symbols, replacing: mapping)
    }
}
