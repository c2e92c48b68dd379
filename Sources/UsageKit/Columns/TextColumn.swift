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

    /// Appends symbols of texts that the table has.
    mutating func append(symbols chunk: PackedChunk) { symbols.append(chunk) }

    /// Changes the table, to which texts may be added.
    mutating func withTable<Value>(_ body: (inout InternTable) -> Value) -> Value { body(&table) }

    /// The rows that are kept, with the texts that they have, each as a function returns it.
    func keeping(_ isKept: [Bool], replacing text: (String) -> String?) -> TextColumn {
        var isUsed = [Bool](repeating: false, count: table.count)
        var row = 0
        symbols.forEach { symbol in
            if isKept[row] { isUsed[Int(symbol)] = true }
            row += 1
        }
        var kept = TextColumn()
        let mapping = table.texts.indices.map { symbol -> Int64 in
            guard isUsed[symbol], let text = table.texts[symbol].flatMap(text) else { return 0 }
            return Int64(kept.table.symbol(for: text))
        }
        kept.symbols = symbols.keeping(isKept) { mapping[Int($0)] }
        return kept
    }

    mutating func append(contentsOf other: TextColumn) {
        let mapping = table.merge(other.table)
        symbols.append(contentsOf: other.symbols, replacing: mapping)
    }
}
