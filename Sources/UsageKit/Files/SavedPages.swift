/// All rows of a file, and the pages they belong to.
struct SavedPages<Row: DecodableRow> {
    /// A page: the range of its rows, and its members beside them.
    struct Page {
        let range: Range<Int>
        /// Nil if the rows were saved without a page around them.
        let envelope: PageEnvelope?
    }

    private(set) var all: [Row] = []
    private(set) var pages: [Page] = []

    init(_ pages: [[Row]]) {
        for page in pages { append(page, nil) }
    }

    /// Reads a file: one array of rows, a sequence of pages, or a sequence of rows.
    init(_ json: inout JSONReader, _ format: PageFormat) throws(UsageError) {
        guard !json.isAtEnd() else {
            append([], nil)
            return
        }
        let start = json.mark
        switch json.bytes[json.position] {
        case UInt8(ascii: "["):
            try json.rows(into: &all) { (json) throws(UsageError) in try Row(from: &json) }
            guard json.isAtEnd() else { throw json.malformed("expected the end of the file after the array of rows") }
        case UInt8(ascii: "{"):
            let isPage = try json.skipObject(withArray: format.rows)
            json.rewind(to: start)
            if isPage {
                try json.documents { (json) throws(UsageError) in
                    let (rows, envelope): ([Row], PageEnvelope) = try json.page(format)
                    append(rows, envelope)
                }
                return
            }
            try json.documents { (json) throws(UsageError) in
                json.reserveRows(in: &all)
                all.append(try Row(from: &json))
            }
        default:
            throw json.unexpected("an object or an array of rows")
        }
        pages = [Page(range: all.indices, envelope: nil)]
    }

    private mutating func append(_ rows: [Row], _ envelope: PageEnvelope?) {
        pages.append(Page(range: all.count..<all.count + rows.count, envelope: envelope))
        all += rows
    }
}

extension JSONReader {
    /// Reads documents of one kind to the end of the bytes.
    ///
    /// If the first document is on a line of its own, every line must hold whole documents. An error then names the line on
    /// which a document is cut off, and not the next line, into which the document would otherwise continue.
    @inline(__always)
    mutating func documents(_ read: (inout JSONReader) throws(UsageError) -> Void) throws(UsageError) {
        var isFirst = true
        var isByLine = false
        while !isAtEnd() {
            let start = position
            do {
                try read(&self)
            } catch {
                let failure = error.byteOffset ?? position
                if isByLine, let cut = lineFeed(in: start..<failure) { throw malformed(Self.cutLine, at: cut) }
                throw error
            }
            let cut = lastLineFeed > start ? lineFeed(in: start..<position) : nil
            if isByLine, let cut { throw malformed(Self.cutLine, at: cut) }
            if isFirst { isByLine = cut == nil }
            isFirst = false
        }
    }

    static var cutLine: String {
        "expected a whole row or page on each line, as on the first; found a line that ends inside one"
    }

    /// The position of the first line feed in a range.
    func lineFeed(in range: Range<Int>) -> Int? {
        bytes.withSpan(range) { span in span.indices.first { span[$0] == UInt8(ascii: "\n") } }
            .map { range.lowerBound + $0 }
    }
}
