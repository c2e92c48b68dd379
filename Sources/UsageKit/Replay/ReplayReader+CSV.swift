extension ReplayReader {
    /// Reads the pages of a CSV file; nil where the bytes are not CSV.
    func pages(ofCSV bytes: [UInt8]) throws(UsageError) -> [[Row]]? {
        guard CSVHeader.begins(bytes) else { return nil }
        guard let csvPages else {
            var error = UsageError(
                .unexpectedShape, "expected an object or an array of rows: \(provider) has no CSV that is known here")
            error.byteOffset = 0
            throw error
        }
        return try csvPages(bytes)
    }
}

extension CSVHeader {
    /// Whether a file begins with a line of several cells, and not with an object or an array.
    static func begins(_ bytes: [UInt8]) -> Bool {
        var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        while start < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[start]) { start += 1 }
        guard start < bytes.count, bytes[start] != UInt8(ascii: "{"), bytes[start] != UInt8(ascii: "[") else {
            return false
        }
        let special = bytes[start...].first { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\n") }
        return special == UInt8(ascii: ",")
    }
}

extension CSVRow {
    /// Reads the pages of a CSV file: a line that repeats the header begins a page, as where downloads were joined.
    static func pages(ofCSV bytes: [UInt8]) throws(UsageError) -> [[Self]] {
        var pages: [[Self]] = []
        try eachRow(ofCSV: bytes[...]) { (row) in
            if let row { pages[pages.count - 1].append(row) } else { pages.append([]) }
        }
        return pages
    }

    /// Hands each row to a function, and nil at the beginning of each page.
    private static func eachRow(
        ofCSV bytes: ArraySlice<UInt8>, _ body: (Self?) throws(UsageError) -> Void
    ) throws(UsageError) {
        var first: (record: CSVRecord, header: CSVHeader, columns: Columns)?
        let read = { (record: CSVRecord) throws(UsageError) in
            guard let first else {
                let header = try CSVHeader(record)
                first = (record, header, try columns(of: header))
                return try body(nil)
            }
            if record.hasCells(of: first.record) { return try body(nil) }
            try first.header.check(record)
            try body(Self(from: record, first.columns))
        }
        var reader = CSVReader()
        try reader.read(bytes, read)
        try reader.end(read)
    }
}
