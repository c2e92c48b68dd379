extension CSVFormat {
    /// Reads the rows of one CSV document that is in memory.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/malformedCSV`` and the byte if the document is malformed, has no
    ///   header, or has it twice.
    func rows(of body: [UInt8]) throws(UsageError) -> [Row] {
        var reader = CSVRowReader(self)
        var rows = CollectedRows<Row>()
        _ = try reader.read(body[...], isLast: true, into: &rows)
        guard rows.headers == 1 else {
            throw UsageError(
                .malformedCSV,
                rows.headers == 0
                    ? "expected a header with the names of the columns, found an empty document"
                    : "the header comes again inside a page")
        }
        return rows.rows
    }
}

/// The rows below one header.
private struct CollectedRows<Row: DecodableRow>: RowReceiver {
    private(set) var rows: [Row] = []
    private(set) var headers = 0

    mutating func beginPage(_ kind: PageKind) { headers += 1 }

    mutating func endPage(_ envelope: PageEnvelope) {}

    mutating func read(_ json: inout JSONReader) throws(UsageError) { rows.append(try Row(saved: &json)) }

    mutating func receive(_ row: Row) { rows.append(row) }
}
