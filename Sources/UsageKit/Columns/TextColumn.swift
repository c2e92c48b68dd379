/// A column of texts that repeat: a code a row, and each distinct text once.
struct TextColumn: Sendable {
    private(set) var table = InternTable()
    private(set) var codes = PackedColumn()

    init() {}

    mutating func append(_ text: String?) {
        codes.append(Int64(table.code(for: text)))
    }

    @inline(__always)
    mutating func append(_ text: ByteSlice?, in bytes: borrowing BorrowedBytes) {
        let code = if let text { table.code(for: text, in: bytes) } else { 0 as UInt32 }
        codes.append(Int64(code))
    }

    /// Appends the text that nearly all rows have.
    @inline(__always)
    mutating func append(usual text: String) {
        codes.append(Int64(table.code(forUsual: text)))
    }

    @inline(__always)
    mutating func appendMissing() {
        codes.append(0)
    }

    mutating func append(contentsOf other: TextColumn) {
        let mapping = table.merge(other.table)
        codes.append(contentsOf: other.codes, replacing: mapping)
    }
}
