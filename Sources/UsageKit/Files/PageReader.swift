/// Reads a sequence of pages or one array of rows, row by row; a block may end at any byte.
struct PageReader<Row: DecodableRow>: ChunkReader {
    /// The position in the syntax at which the next block begins.
    private enum State {
        case betweenPages
        case inPage(isFirstMember: Bool)
        case inRows(Elements)
        case afterArray
    }

    /// The names of the members of a page; nil for an array of rows.
    private let format: PageFormat?
    private var container: String? { format?.rows }
    /// The members beside the rows of the current page that were read so far, and their names.
    private var envelope = PageEnvelope()
    private var state = State.betweenPages
    /// Whether each page is on a line of its own; the first page decides it, and nil means that it has not ended yet.
    private var isByLine: Bool?
    /// Whether the rows of the current page were read.
    private var hasRows = false
    /// Whether the current page contains a line feed.
    private var hasLineFeed = false

    /// - Parameters:
    ///   - format: The names of the members of a page.
    ///   - isFirst: Whether the chunk is the first of the file; every later one begins with a page on a line of its own.
    init(_ format: PageFormat, isFirst: Bool) {
        self.format = format
        isByLine = isFirst ? nil : true
    }

    /// Creates a reader of one array of rows.
    init() {
        format = nil
    }

    var isOpen: Bool {
        switch state {
        case .betweenPages: container == nil
        case .afterArray: false
        case .inPage, .inRows: true
        }
    }

    mutating func read(
        _ block: ArraySlice<UInt8>, isLast: Bool, into chunk: inout ChunkResult
    ) throws(UsageError) -> Int {
        try JSONReader.readSequence(block) { (json) throws(UsageError) in
            var done = 0
            json.resume(inside: depth, at: 0)
            do throws(UsageError) {
                try read(&json, into: &chunk, &done)
            } catch {
                if isLast || isWhole(&json, at: done) { throw error }
            }
            return done
        }
    }
}

extension PageReader {
    /// How many arrays and objects are open between two blocks.
    private var depth: Int {
        switch state {
        case .betweenPages, .afterArray: 0
        case .inPage: 1
        case .inRows: container == nil ? 1 : 2
        }
    }

    /// Reads to the end of the block and updates `done`, the length of what is complete.
    ///
    /// - Throws: ``UsageError`` if the block is malformed, and also if it ends inside a value.
    private mutating func read(
        _ json: inout JSONReader, into chunk: inout ChunkResult, _ done: inout Int
    ) throws(UsageError) {
        // A line feed after this position of the block belongs to the current page.
        var start = -1
        defer { hasLineFeed = hasLineFeed || json.lastLineFeed > start }
        while !json.isAtEnd() {
            switch state {
            case .betweenPages:
                start = json.position
                try begin(&json, &chunk)
            case .inPage(let isFirst):
                if try json.hasNextMember(isFirst: isFirst) {
                    try readMember(&json)
                } else {
                    try endPage(json.lastLineFeed > start, &chunk)
                    start = json.bytes.count
                }
            case .inRows(var elements):
                while try json.next(&elements) {
                    json.beginDocument()
                    try json.row(Row.self, into: &chunk)
                    state = .inRows(elements)
                    done = json.position
                }
                state = container == nil ? .afterArray : .inPage(isFirstMember: false)
            case .afterArray:
                throw json.malformed("expected the end of the document")
            }
            done = json.position
        }
        done = json.position
    }

    private mutating func begin(_ json: inout JSONReader, _ chunk: inout ChunkResult) throws(UsageError) {
        if container == nil {
            state = .inRows(try json.elements())
        } else {
            try json.enterObject()
            state = .inPage(isFirstMember: true)
            chunk.beginPage()
        }
        (hasRows, hasLineFeed) = (false, false)
    }

    /// Reads a member of a page; of the member with the rows, only the beginning.
    private mutating func readMember(_ json: inout JSONReader) throws(UsageError) {
        let name = try json.internedText(of: try json.memberName())
        if name == container {
            guard !hasRows else { throw json.malformed("the field \(name) is repeated") }
            state = .inRows(try json.elements())
            hasRows = true
        } else {
            var read = envelope
            if let format { try read.read(name, &json, format) }
            // A number at the end of the block may continue in the next one.
            guard !json.isAtEnd() else { throw json.malformed("expected a comma or the end of the object") }
            envelope = read
            state = .inPage(isFirstMember: false)
        }
    }

    private mutating func endPage(_ hasMoreLineFeeds: Bool, _ chunk: inout ChunkResult) throws(UsageError) {
        hasLineFeed = hasLineFeed || hasMoreLineFeeds
        guard hasRows, isByLine != true || !hasLineFeed else {
            throw UsageError(.malformedJSON, "expected a page with rows, on one line if the first one is")
        }
        if let format, let refusal = envelope.refusal(format, hasRows: true) { throw refusal }
        isByLine = isByLine ?? !hasLineFeed
        chunk.endPage(envelope)
        envelope = PageEnvelope()
        state = .betweenPages
    }

    /// Whether the value that failed is complete in the block, so that more bytes cannot change the failure.
    private func isWhole(_ json: inout JSONReader, at start: Int) -> Bool {
        switch state {
        case .betweenPages, .afterArray: return true
        case .inPage: return false
        case .inRows(var elements):
            json.resume(inside: depth, at: start)
            return (try? json.next(&elements)) == true && (try? json.skipValue()) != nil
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
                try json.skipValue()
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
