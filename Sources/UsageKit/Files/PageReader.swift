/// Reads pages that follow one another, or one array of rows, from row to row: a block may end anywhere.
struct PageReader<Row: DecodableRow>: ChunkReader {
    /// Where a block begins.
    private enum Place {
        case betweenPages
        case inPage(isFirstMember: Bool)
        case inRows(Elements)
        case behindArray

        var depth: Int {
            switch self {
            case .betweenPages, .behindArray: 0
            case .inPage: 1
            case .inRows: 2
            }
        }
    }

    /// Which members of a page say what; nil for an array of rows.
    private let format: PageFormat?
    private var container: String? { format?.rows }
    /// What the present page said of itself so far, and in which members.
    private var envelope = PageEnvelope()
    private var names: [String] = []
    private var place = Place.betweenPages
    /// Whether each page stands in a line, as the first one says.
    private var isByLine: Bool?
    /// What was seen of the present page: its rows, a line feed.
    private var hasRows = false
    private var hasLineFeed = false

    /// - Parameters:
    ///   - format: Which members of a page say what.
    ///   - isFirst: Whether the first page of the file is read; parts behind it begin at a line that is a page.
    init(_ format: PageFormat, isFirst: Bool) {
        self.format = format
        isByLine = isFirst ? nil : true
    }

    /// Creates a reader of one array of rows.
    init() {
        format = nil
    }

    var isOpen: Bool {
        switch place {
        case .betweenPages: container == nil
        case .behindArray: false
        case .inPage, .inRows: true
        }
    }

    mutating func read(
        _ block: ArraySlice<UInt8>, isLast: Bool, into part: inout ChunkResult
    ) throws(UsageError) -> Int {
        try JSONReader.readSequence(block) { (json) throws(UsageError) in
            var done = 0
            json.resume(inside: depth, at: 0)
            do throws(UsageError) {
                try read(&json, into: &part, &done)
            } catch {
                if isLast || isWhole(&json, at: done) { throw error }
            }
            return done
        }
    }
}

extension PageReader {
    private var depth: Int {
        if case .inRows = place, container == nil { 1 } else { place.depth }
    }

    /// Reads to the end of the block, and notes how far it came; throws where it ends inside of something as well.
    private mutating func read(
        _ json: inout JSONReader, into part: inout ChunkResult, _ done: inout Int
    ) throws(UsageError) {
        // Line feeds of the present page stand behind this place of the block.
        var start = -1
        defer { hasLineFeed = hasLineFeed || json.lastLineFeed > start }
        while !json.isAtEnd() {
            switch place {
            case .betweenPages:
                start = json.position
                try begin(&json, &part)
            case .inPage(let isFirst):
                if try json.hasNextMember(isFirst: isFirst) {
                    try readMember(&json)
                } else {
                    try endPage(json.lastLineFeed > start, &part)
                    start = json.bytes.count
                }
            case .inRows(var elements):
                while try json.next(&elements) {
                    json.beginDocument()
                    try json.row(Row.self, into: &part)
                    place = .inRows(elements)
                    done = json.position
                }
                place = container == nil ? .behindArray : .inPage(isFirstMember: false)
            case .behindArray:
                throw json.malformed("expected the end of the document")
            }
            done = json.position
        }
        done = json.position
    }

    private mutating func begin(_ json: inout JSONReader, _ part: inout ChunkResult) throws(UsageError) {
        if container == nil {
            place = .inRows(try json.elements())
        } else {
            try json.enterObject()
            place = .inPage(isFirstMember: true)
            part.beginPage()
        }
        (hasRows, hasLineFeed) = (false, false)
    }

    /// Reads a member of a page, or the beginning of the one with its rows.
    private mutating func readMember(_ json: inout JSONReader) throws(UsageError) {
        let name = try json.internedText(of: try json.memberName())
        if name == container {
            guard !hasRows else { throw json.malformed("the field \(name) is repeated") }
            place = .inRows(try json.elements())
            hasRows = true
        } else {
            if let format, format.isKnown(name), names.contains(name) {
                throw json.malformed("the field \(name) is repeated")
            }
            var read = envelope
            if let format { try read.read(name, &json, format) }
            // A number may go on in the next block.
            guard !json.isAtEnd() else { throw json.malformed("expected a comma or the end of the object") }
            envelope = read
            names.append(name)
            place = .inPage(isFirstMember: false)
        }
    }

    private mutating func endPage(_ hasMoreLineFeeds: Bool, _ part: inout ChunkResult) throws(UsageError) {
        hasLineFeed = hasLineFeed || hasMoreLineFeeds
        guard hasRows, isByLine != true || !hasLineFeed else { throw UsageError(.malformedJSON, "no page") }
        isByLine = isByLine ?? !hasLineFeed
        part.endPage(envelope)
        (envelope, names) = (PageEnvelope(), [])
        place = .betweenPages
    }

    /// Whether what was not taken has an end in the block, so that more bytes do not make it better.
    private func isWhole(_ json: inout JSONReader, at start: Int) -> Bool {
        switch place {
        case .betweenPages, .behindArray: return true
        case .inPage: return false
        case .inRows(var elements):
            json.resume(inside: depth, at: start)
            return (try? json.next(&elements)) == true && (try? json.value()) != nil
        }
    }
}

extension PageReader {
    /// Whether a file begins with a page.
    static func reads(_ opening: ArraySlice<UInt8>, container: String) -> Bool {
        let isRead = try? JSONReader.readSequence(opening) { (json) throws(UsageError) in
            try json.enterObject()
            var isFirst = true
            while try json.hasNextMember(isFirst: isFirst) {
                isFirst = false
                let name = try json.internedText(of: try json.memberName())
                if name == container { return json.bytes[json.position] == UInt8(ascii: "[") }
                _ = try json.value()
            }
            return false
        }
        return isRead ?? false
    }

    /// Whether a file begins with an array.
    static func readsArray(_ opening: ArraySlice<UInt8>) -> Bool {
        opening.first { ![0x20, 0x0A, 0x0D, 0x09].contains($0) } == UInt8(ascii: "[")
    }
}
