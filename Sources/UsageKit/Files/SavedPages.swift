/// The rows of a file, page after page.
struct SavedPages<Row: DecodableRow> {
    /// The rows of a page, and what it says beside them.
    struct Page {
        let range: Range<Int>
        /// Nil if rows were saved without a page around them.
        let envelope: PageEnvelope?
    }

    private(set) var all: [Row] = []
    private(set) var pages: [Page] = []

    init(_ pages: [[Row]]) {
        for page in pages { append(page, nil) }
    }

    /// Reads a file: one array of rows, pages one after the other, or a row a line.
    init(_ json: inout JSONReader, _ format: PageFormat) throws(UsageError) {
        guard !json.isAtEnd() else {
            append([], nil)
            return
        }
        let start = json.mark
        switch json.bytes[json.position] {
        case UInt8(ascii: "["):
            try json.rows(into: &all) { (json) throws(UsageError) in try Row(from: &json) }
            guard json.isAtEnd() else { throw json.malformed("something follows the array") }
        case UInt8(ascii: "{"):
            let first = try json.object()
            json.rewind(to: start)
            if case .array = first[format.rows] {
                try json.documents { (json) throws(UsageError) in
                    let page = try json.page(format) { (json) throws(UsageError) in try Row(from: &json) }
                    if let page { append(page.rows, page.envelope) }
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
    /// Where the first one fills a line, each line is a document: one that is cut off is an error of its own line and
    /// not of the next one, into which it would otherwise run.
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

    private static let cutLine = "the line ends inside a row"

    func lineFeed(in range: Range<Int>) -> Int? {
        bytes.withSpan(range) { span in span.indices.first { span[$0] == UInt8(ascii: "\n") } }
            .map { range.lowerBound + $0 }
    }
}
