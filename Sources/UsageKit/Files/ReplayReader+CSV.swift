/// The reader of the CSV of a provider that offers CSV downloads.
struct CSVFormat<Row: DecodableRow>: Sendable {
    /// Reads the pages of a file.
    let pages: @Sendable ([UInt8]) throws(UsageError) -> [[Row]]
    /// Reads a file in chunks; nil if it must be read row by row, as a whole.
    let chunks: @Sendable (ChunkedFileReader, ChunkedFileReader.Opening) -> [ChunkResult]?

    init() where Row: CSVRow {
        pages = { (bytes) throws(UsageError) in try Row.pages(ofCSV: bytes) }
        chunks = { (reader, opening) in
            guard let rows = try? CSVRows<Row>(opening) else { return nil }
            return reader.chunks(isCut: true) { CSVChunkReader(rows, isFirst: $0) }
        }
    }
}

extension ReplayReader {
    /// Reads the pages of a CSV file; nil if the bytes are not CSV.
    func pages(ofCSV bytes: [UInt8]) throws(UsageError) -> [[Row]]? {
        guard CSVHeader.begins(bytes[...]) else { return nil }
        guard let csv else {
            var error = UsageError(
                .unexpectedShape, "expected an object or an array of rows: CSV of \(provider) is not supported")
            error.byteOffset = 0
            throw error
        }
        return try csv.pages(bytes)
    }
}

extension CSVHeader {
    /// Whether a file begins with a line of several cells, rather than with an object or an array.
    static func begins(_ bytes: ArraySlice<UInt8>) -> Bool {
        var rest = bytes.dropFirst(bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)
        rest = rest.drop { [0x20, 0x0A, 0x0D, 0x09].contains($0) }
        guard let first = rest.first, first != UInt8(ascii: "{"), first != UInt8(ascii: "[") else { return false }
        let special = rest.first { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\n") }
        return special == UInt8(ascii: ",")
    }
}

extension CSVRow {
    /// Reads the pages of a CSV file; a record that repeats the header begins a page, as in joined downloads.
    fileprivate static func pages(ofCSV bytes: [UInt8]) throws(UsageError) -> [[Self]] {
        var pages: [[Self]] = []
        var rows: CSVRows<Self>?
        let read = { (record: CSVRecord) throws(UsageError) in
            if let rows {
                if let row = try rows.row(record) { return pages[pages.count - 1].append(row) }
            } else {
                rows = try CSVRows(header: record)
            }
            pages.append([])
        }
        var reader = CSVReader()
        try reader.read(bytes[...], read)
        try reader.end(read)
        return pages
    }
}
