/// A dictionary-encoded column of texts: a symbol per row, and each distinct text once.
struct TextColumn: Sendable {
    private(set) var table = InternTable()
    private(set) var symbols = PackedColumn()

    init() {}

    mutating func append(_ text: String?) {
        symbols.append(Int64(table.symbol(for: text)))
    }

    @inline(__always)
    mutating func append(_ text: ByteSlice?, in bytes: borrowing BorrowedBytes) {
        let symbol = if let text { table.symbol(for: text, in: bytes) } else { 0 as UInt32 }
        symbols.append(Int64(symbol))
    }

    /// Appends a text that nearly always equals the previous one.
    @inline(__always)
    mutating func append(repeated text: String) {
        symbols.append(Int64(table.symbol(forRepeated: text)))
    }

    @inline(__always)
    mutating func appendMissing() {
        symbols.append(0)
    }

    mutating func append(contentsOf other: TextColumn) {
        let mapping = table.merge(other.table)
        symbols.append(contentsOf: other.symbols, replacing: mapping)
    }
}
