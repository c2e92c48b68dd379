extension JSONReader {
    /// Reads the rows of a page.
    static func rows<Row: ListedRow>(
        ofPage body: [UInt8], _ format: PageFormat
    ) throws(UsageError) -> (rows: [Row], envelope: PageEnvelope) {
        try read(body) { (json) throws(UsageError) in try json.page(format) }
    }

    /// Reads a page: its rows and its envelope.
    @inline(__always)
    mutating func page<Row: ListedRow>(
        _ format: PageFormat
    ) throws(UsageError) -> (rows: [Row], envelope: PageEnvelope) {
        try page(format) { (json) throws(UsageError) in
            try json.rows { (json) throws(UsageError) in try Row(from: &json) }
        }
    }

    /// Reads the rows of a page with borrowed texts; after any error the page has to be read in full.
    static func borrowedRows<Row: DecodableRow>(
        ofPage body: [UInt8], _ format: PageFormat, _: Row.Type
    ) throws(UsageError) -> (rows: [BorrowedRow], envelope: PageEnvelope) {
        try read(body) { (json) throws(UsageError) in
            try json.page(format) { (json) throws(UsageError) in
                var reader = BorrowedRow.Reader()
                try reader.read(Row.self, from: &json)
                return reader.rows
            }
        }
    }

    /// Fully decodes one row of a page that was read with borrowed texts.
    static func row<Row: DecodableRow>(
        _: Row.Type, of borrowed: BorrowedRow, in body: [UInt8]
    ) throws(UsageError) -> Row {
        try readSequence(body[borrowed.start...]) { (json) throws(UsageError) in try Row(from: &json) }
    }
}
