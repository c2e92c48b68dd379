/// The rows of a CSV file, whose first record says which column holds what.
struct CSVRows<Row: CSVRow>: Sendable {
    private let first: CSVRecord
    private let header: CSVHeader
    private let columns: Row.Columns

    init(header first: CSVRecord) throws(UsageError) {
        self.first = first
        header = try CSVHeader(first)
        columns = try Row.columns(of: header)
    }

    /// Reads a row; nil where the header stands here again.
    func row(_ record: CSVRecord) throws(UsageError) -> Row? {
        if record.hasCells(of: first) { return nil }
        try header.check(record)
        return try Row(from: record, columns)
    }
}

extension CSVRows {
    /// Reads the header at the beginning of a file.
    init(_ opening: ChunkedFileReader.Opening) throws(UsageError) {
        var first: CSVRecord?
        let note = { (record: CSVRecord) throws(UsageError) in first = first ?? record }
        var reader = CSVReader()
        try reader.read(opening.bytes, note)
        if opening.isWhole { try reader.end(note) }
        guard let first else { throw UsageError(.malformedCSV, "the header does not end") }
        try self.init(header: first)
    }
}

/// Reads the records of a CSV file; one that repeats the header begins a page.
struct CSVChunkReader<Row: CSVRow & DecodableRow>: ChunkReader {
    private let rows: CSVRows<Row>
    private var reader: CSVReader

    /// - Parameters:
    ///   - rows: The rows of the file.
    ///   - isFirst: Whether the part begins with the header.
    init(_ rows: CSVRows<Row>, isFirst: Bool) {
        self.rows = rows
        reader = CSVReader(isFirst: isFirst)
    }

    /// A line feed inside of quotes is no end of a record.
    var isOpen: Bool { reader.isOpen }

    mutating func read(
        _ block: ArraySlice<UInt8>, isLast: Bool, into part: inout ChunkResult
    ) throws(UsageError) -> Int {
        let rows = rows
        let take = { (record: CSVRecord) throws(UsageError) in
            if let row = try rows.row(record) { try part.append(row) } else { part.beginPage() }
        }
        try reader.read(block, take)
        if isLast { try reader.end(take) }
        return block.count
    }
}
