extension JSONReader {
    /// Reads the rows of a page.
    static func rows<Row: ListedRow>(
        ofPage body: [UInt8], _ format: PageFormat
    ) throws(UsageError) -> (rows: [Row], envelope: PageEnvelope) {
        let page = try read(body) { (json) throws(UsageError) in
            try json.page(format) { (json) throws(UsageError) in try Row(from: &json) }
        }
        guard let page else { throw UsageError(.unexpectedShape, "the rows of the page cannot be read") }
        return page
    }

    /// Reads the rows of a page with borrowed texts; nil if one of them needs full decoding.
    static func borrowedRows<Row: DecodableRow>(
        ofPage body: [UInt8], _ format: PageFormat, _: Row.Type
    ) throws(UsageError) -> (rows: [BorrowedRow], envelope: PageEnvelope)? {
        try read(body) { (json) throws(UsageError) in
            try json.page(format) { (json) throws(UsageError) in
                var reader = BorrowedRow.Reader(start: json.position)
                return try Row.readFields(from: &json, into: &reader) ? reader.row : nil
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
