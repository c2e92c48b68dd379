/// A column of texts that repeat: a code a row, and each distinct text once.
struct TextColumn: Sendable {
    private(set) var table = InternTable()
    private(set) var codes = PackedColumn()

    init() {}

    mutating func append(_ text: String?) {
        codes.append(Int64(table.code(for: text)))
    }

    mutating func append(contentsOf other: TextColumn) {
        let mapping = table.merge(other.table)
        codes.append(contentsOf: other.codes, replacing: mapping)
    }
}
