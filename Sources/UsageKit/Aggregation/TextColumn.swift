/// A column of texts that repeat: a code a row, and each distinct text once.
struct TextColumn: Sendable {
    private(set) var table = InternTable()
    private(set) var codes = CodeColumn()

    init() {}

    mutating func append(_ text: String?) {
        codes.append(table.code(for: text))
    }

    mutating func append(contentsOf other: TextColumn) {
        let mapping = table.merge(other.table)
        codes.append(contentsOf: other.codes, replacing: mapping)
    }

    func gathering(_ rows: [Int]) -> TextColumn {
        var result = self
        result.codes = codes.gathering(rows)
        return result
    }
}
