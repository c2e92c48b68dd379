/// A column of a CSV file.
struct CSVColumn: Sendable {
    let index: Int
    let name: String
}

/// The first record of a CSV file, which names the columns.
struct CSVHeader: Sendable {
    /// The columns in their order.
    let columns: [CSVColumn]
    /// The position in the file at which the header ends.
    private let end: Int

    /// - Throws: ``UsageError`` if a name is not UTF-8 or is repeated.
    init(_ record: CSVRecord) throws(UsageError) {
        var columns: [CSVColumn] = []
        // Bytes, because `String` treats canonical equivalents as equal.
        var names: Set<[UInt8]> = []
        for index in 0..<record.count {
            guard let name = record.text(index) else {
                throw Self.malformed("the column name is not UTF-8", at: record.offset(of: index))
            }
            guard names.insert(Array(name.utf8)).inserted else {
                throw Self.malformed("the column \(Self.short(name)) is repeated", at: record.offset(of: index))
            }
            columns.append(CSVColumn(index: index, name: name))
        }
        self.columns = columns
        end = record.end
    }

    /// The column with a name, compared byte by byte.
    func column(_ name: String) -> CSVColumn? {
        columns.first { $0.name.utf8.elementsEqual(name.utf8) }
    }

    /// The column with a name; throws if it is missing.
    func required(_ name: String) throws(UsageError) -> CSVColumn {
        guard let column = column(name) else {
            throw error("the column \(name) is missing")
        }
        return column
    }

    /// An error for columns that are not as expected.
    func error(_ message: String) -> UsageError {
        var error = UsageError(.unexpectedShape, message)
        error.byteOffset = end
        return error
    }

    /// Throws if a record does not have one cell for each column.
    func check(_ record: CSVRecord) throws(UsageError) {
        guard record.count != columns.count else { return }
        throw Self.malformed(
            "expected \(columns.count) cells as in the header, found \(record.count)",
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

/// A row that its provider also writes as CSV.
protocol CSVRow: Sendable {
    /// The column of each field.
    associatedtype Columns: Sendable

    /// - Throws: ``UsageError`` if a column is missing.
    static func columns(of header: CSVHeader) throws(UsageError) -> Columns

    init(from record: CSVRecord, _ columns: Columns) throws(UsageError)
}
