/// A column of a CSV file.
struct CSVColumn: Sendable {
    let index: Int
    let name: String
}

/// The first record of a CSV file, which names the columns.
struct CSVHeader: Sendable {
    /// The columns in their order.
    let columns: [CSVColumn]
    /// Where the header ends in the file.
    private let end: Int

    /// - Throws: ``UsageError`` where a name is not UTF-8 or comes twice.
    init(_ record: CSVRecord) throws(UsageError) {
        var columns: [CSVColumn] = []
        // Bytes, because strings count different scalars as equal.
        var names: Set<[UInt8]> = []
        for index in 0..<record.count {
            guard let name = record.text(index) else {
                throw Self.malformed("the name of a column is not UTF-8", at: record.offset(of: index))
            }
            guard names.insert(Array(name.utf8)).inserted else {
                throw Self.malformed("the column \(Self.short(name)) stands here twice", at: record.offset(of: index))
            }
            columns.append(CSVColumn(index: index, name: name))
        }
        self.columns = columns
        end = record.end
    }

    /// The column of a name, compared byte by byte.
    func column(_ name: String) -> CSVColumn? {
        columns.first { $0.name.utf8.elementsEqual(name.utf8) }
    }

    /// The column of a name that must be there.
    func required(_ name: String) throws(UsageError) -> CSVColumn {
        guard let column = column(name) else {
            throw error("the column \(name) is missing")
        }
        return column
    }

    /// The columns are not what they should be.
    func error(_ message: String) -> UsageError {
        var error = UsageError(.unexpectedShape, message)
        error.byteOffset = end
        return error
    }

    /// Refuses a record that has not a cell for each column.
    func check(_ record: CSVRecord) throws(UsageError) {
        guard record.count != columns.count else { return }
        throw Self.malformed(
            "the header has \(columns.count) cells and this row \(record.count)",
            at: record.count < columns.count ? record.end : record.offset(of: columns.count))
    }

    private static func short(_ name: String) -> String {
        name.utf8.count <= 64 ? name : String(name.unicodeScalars.prefix(64)) + "…"
    }

    private static func malformed(_ message: String, at offset: Int) -> UsageError {
        var error = UsageError(.malformedCSV, message)
        error.byteOffset = offset
        return error
    }
}

/// A row that its provider writes as CSV as well.
protocol CSVRow: Sendable {
    /// Which column holds what.
    associatedtype Columns: Sendable

    /// - Throws: ``UsageError`` where a column is missing.
    static func columns(of header: CSVHeader) throws(UsageError) -> Columns

    init(from record: CSVRecord, _ columns: Columns) throws(UsageError)
}
