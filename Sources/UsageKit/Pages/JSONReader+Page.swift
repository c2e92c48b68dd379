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
        let page = try page(format) { (json) throws(UsageError) in
            try json.rows { (json) throws(UsageError) in try Row(from: &json) }
        }
        guard let page else { throw error("the rows of the page cannot be read", .unexpectedShape, at: nil) }
        return page
    }

    /// Reads the rows of a page with borrowed texts; nil if one of them needs full decoding.
    static func borrowedRows<Row: DecodableRow>(
        ofPage body: [UInt8], _ format: PageFormat, _: Row.Type, _ filter: RowFilter
    ) throws(UsageError) -> (rows: BorrowedRows, envelope: PageEnvelope)? {
        try read(body) { (json) throws(UsageError) in
            try json.page(format) { (json) throws(UsageError) in
                var rows = BorrowedRows(filter)
                return try rows.read(Row.self, from: &json) ? rows : nil
            }
        }
    }

    /// Reads the rows of a page with borrowed texts and with labels; nil if one of them needs full decoding.
    static func labelledRows<Row: DecodableRow>(
        ofPage body: [UInt8], _ format: PageFormat, _: Row.Type, _ filter: RowFilter, keeping labels: [RowLabel]
    ) throws(UsageError) -> (rows: BorrowedRows, envelope: PageEnvelope)? {
        try read(body) { (json) throws(UsageError) in
            try json.page(format) { (json) throws(UsageError) in
                var rows = LabelledRows(filter, keeping: labels)
                return try rows.read(Row.self, from: &json) ? rows.rows : nil
            }
        }
    }

    /// Fully decodes the row at an offset of a page.
    static func row<Row: DecodableRow>(_: Row.Type, at start: Int, of body: [UInt8]) throws(UsageError) -> Row {
        try readSequence(body[start...]) { (json) throws(UsageError) in try Row(from: &json) }
    }
}
