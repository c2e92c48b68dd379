/// The rows of a file, page after page.
struct SavedPages<Row: ReplayableRow> {
    private(set) var rows: [Row] = []
    /// Behind which row each page ends.
    private(set) var ends: [Int] = []

    init(_ pages: [[Row]]) {
        for page in pages {
            rows += page
            ends.append(rows.count)
        }
    }

    /// Reads a file: one array of rows, pages one after the other, or a row a line.
    init(_ json: inout JSONReader, container: String) throws(UsageError) {
        defer { ends.append(rows.count) }
        guard !json.isAtEnd() else { return }
        let start = json.mark
        switch json.bytes[json.position] {
        case UInt8(ascii: "["):
            try json.rows(into: &rows) { (json) throws(UsageError) in try Row(from: &json) }
            guard json.isAtEnd() else { throw json.malformed("something follows the array") }
        case UInt8(ascii: "{"):
            let first = try json.object()
            json.rewind(to: start)
            if case .array = first[container] {
                try json.documents { (json) throws(UsageError) in
                    if json.position > start.position { ends.append(rows.count) }
                    try json.page(container, into: &rows)
                }
            } else {
                try json.documents { (json) throws(UsageError) in
                    json.reserveRows(in: &rows)
                    rows.append(try Row(from: &json))
                }
            }
        default:
            throw json.unexpected("an object or an array of rows")
        }
    }
}

extension JSONReader {
    /// Reads the rows of a page, and nothing else of it.
    @inline(__always)
    mutating func page<Row: ReplayableRow>(_ container: String, into rows: inout [Row]) throws(UsageError) {
        var isFound = false
        try eachMember { (name, json) throws(UsageError) in
            guard name == container else { return _ = try json.value() }
            guard !isFound else { throw json.malformed("the field \(container) stands here twice") }
            isFound = true
            try json.rows(into: &rows) { (json) throws(UsageError) in try Row(from: &json) }
        }
        guard isFound else { throw error("the field \(container) is missing", .unexpectedShape, at: nil) }
    }

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
