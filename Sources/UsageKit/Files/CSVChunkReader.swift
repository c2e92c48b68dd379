/// Decodes the records of a CSV file into rows.
///
/// The first record is the header, which names the columns.
struct CSVRows<Row: CSVRow>: Sendable {
    private let first: CSVRecord
    private let header: CSVHeader
    private let columns: Row.Columns

    init(header first: CSVRecord) throws(UsageError) {
        self.first = first
        header = try CSVHeader(first)
        columns = try Row.columns(of: header)
    }

    /// Decodes a row; nil if the record repeats the header.
    func row(_ record: CSVRecord) throws(UsageError) -> Row? {
        if record.hasCells(of: first) { return nil }
        try header.check(record)
        guard !record.hasCellsInAnyOrder(of: first) else {
            var error = UsageError(.malformedCSV, "expected a row, found the header with its columns in another order")
            error.byteOffset = record.offset
            throw error
        }
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
        guard let first else {
            throw UsageError(.malformedCSV, "expected the header to end within \(opening.bytes.count) bytes")
        }
        try self.init(header: first)
    }
}

/// Reads the records of a chunk of a CSV file; a record that repeats the header begins a page.
struct CSVChunkReader<Row: CSVRow & DecodableRow>: ChunkReader {
    private let rows: CSVRows<Row>
    private var reader: CSVReader

    /// - Parameters:
    ///   - rows: Decodes the rows of the file.
    ///   - isFirst: Whether the chunk is the first of the file, which begins with the header.
    init(_ rows: CSVRows<Row>, isFirst: Bool) {
        self.rows = rows
        reader = CSVReader(isFirst: isFirst)
    }

    /// True inside quotes, since a line feed there does not end the record.
    var isOpen: Bool { reader.isOpen }

    mutating func read(
        _ block: ArraySlice<UInt8>, isLast: Bool, into chunk: inout ChunkResult
    ) throws(UsageError) -> Int {
        let rows = rows
        let take = { (record: CSVRecord) throws(UsageError) in
            if let row = try rows.row(record) { try chunk.append(row) } else { chunk.beginPage() }
        }
        try reader.read(block, take)
        if isLast { try reader.end(take) }
        return block.count
    }
}
