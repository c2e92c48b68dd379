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
                let start = json.position
                guard let fields = try Row.borrowedFields(from: &json) else { return nil }
                return BorrowedRow(fields, from: start, in: json.bytes)
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
