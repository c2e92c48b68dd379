/// Reads a sequence of pages, or of arrays of rows, row by row; a block may end at any byte.
struct PageReader<Row: DecodableRow>: BlockReader {
    /// The position in the syntax at which the next block begins.
    private enum State {
        case betweenPages
        case inPage(isFirstMember: Bool)
        case inRows(Elements)
    }

    /// The names of the members of a page.
    private let format: PageFormat
    /// Whether the file holds arrays of rows without pages around them.
    private let isOfArrays: Bool
    /// The members beside the rows of the current page that were read so far.
    private var envelope = PageEnvelope()
    private var state = State.betweenPages
    /// How many rows of the current page were read; nil before the member that holds them.
    private var rows: Int?
    /// How many members of the current page have the name of a member of a row.
    private var rowMembers = 0
    /// The white space at the end of what was read.
    private var space = BlankEnd()

    /// - Parameters:
    ///   - format: The names of the members of a page.
    ///   - isOfArrays: Whether the file holds arrays of rows without pages around them.
    init(_ format: PageFormat, isOfArrays: Bool = false) {
        self.format = format
        self.isOfArrays = isOfArrays
    }

    var isOpen: Bool { if case .betweenPages = state { false } else { true } }

    /// The number of bytes from the end of the last line, which an error of the next block may name.
    var openBytes: Int { isOpen ? space.lineFeed ?? 0 : 0 }

    mutating func read<Receiver: RowReceiver>(
        _ block: ArraySlice<UInt8>, isLast: Bool, into receiver: inout Receiver
    ) throws(UsageError) -> Int where Receiver.Row == Row {
        try JSONReader.readSequence(block) { (json) throws(UsageError) in
            var done = 0
            json.resume(inside: depth, at: 0)
            do throws(UsageError) {
                try read(&json, isLast: isLast, into: &receiver, &done)
            } catch {
                if isOpen, isLast || error.byteOffset ?? 0 < block.count,
                    let lineFeed = json.cutLine(before: error, after: space)
                {
                    throw json.cutLineError(at: lineFeed)
                }
                if isLast || isWhole(json, at: done) { throw error }
            }
            space = space.adding(done, of: json.bytes)
            return done
        }
    }
}

extension PageReader {
    /// How many arrays and objects are open between two blocks.
    private var depth: Int {
        switch state {
        case .betweenPages: 0
        case .inPage: 1
        case .inRows: isOfArrays ? 1 : 2
        }
    }

    /// Reads to the end of the block and updates `done`, the length of what is complete.
    ///
    /// - Throws: ``UsageError`` if the block is malformed, and also if it ends inside a value.
    private mutating func read<Receiver: RowReceiver>(
        _ json: inout JSONReader, isLast: Bool, into receiver: inout Receiver, _ done: inout Int
    ) throws(UsageError) where Receiver.Row == Row {
        while true {
            switch state {
            case .betweenPages:
                let isAtEnd = json.isAtEndOfFile(isLast: isLast)
                done = json.position
                if isAtEnd { return }
                try begin(&json, &receiver)
            case .inPage(let isFirst):
                if !isLast, json.isAtEnd() { break }
                if try json.hasNextMember(isFirst: isFirst) {
                    try readMember(&json, &receiver)
                } else {
                    try endPage(json, &receiver)
                }
            case .inRows(var elements):
                while try json.next(&elements) {
                    json.beginDocument()
                    let start = json.position
                    do { try receiver.readRow(&json) } catch { throw error.inside(rowPath, at: start) }
                    state = .inRows(elements)
                    rows = (rows ?? 0) + 1
                    done = json.position
                }
                state = isOfArrays ? .betweenPages : .inPage(isFirstMember: false)
            }
            done = json.position
            // A file that ends here is malformed, and reading on says how.
            if json.isAtEnd(), !(isLast && isOpen) { return }
        }
    }

    /// The path of the current row in its page or array.
    private var rowPath: String { (isOfArrays ? "" : format.rows) + "[\(rows ?? 0)]" }

    private mutating func begin<Receiver: RowReceiver>(
        _ json: inout JSONReader, _ receiver: inout Receiver
    ) throws(UsageError) where Receiver.Row == Row {
        (rows, rowMembers) = (nil, 0)
        if isOfArrays {
            state = .inRows(try json.elements())
            receiver.beginPage(.plain)
        } else {
            try json.enterObject()
            state = .inPage(isFirstMember: true)
            receiver.beginPage(.envelope)
        }
    }

    /// Reads a member of a page; of the member with the rows, only the beginning.
    private mutating func readMember<Receiver: RowReceiver>(
        _ json: inout JSONReader, _ receiver: inout Receiver
    ) throws(UsageError) where Receiver.Row == Row {
        let beginning = json.mark
        let start = json.position
        let name = try json.internedText(of: try json.memberName())
        if name == format.rows {
            guard rows == nil else { throw json.malformed("the field \(name) is repeated") }
            state = .inRows(try json.elements())
            rows = 0
            return
        }
        if format.rowMembers.contains(name) { rowMembers += 1 }
        if rowMembers > 1 {
            throw json.error(
                "expected a page as at the beginning of the file, found the member \(name) of a row", .unexpectedShape,
                at: start)
        }
        if format.foreignMembers.contains(name) {
            throw json.error(
                "expected a page, found the member \(name) of another provider's page", .unexpectedShape, at: start)
        }
        var read = envelope
        json.beginDocument()
        do { try read.read(name, &json, format) } catch { throw error.inside(name, at: start) }
        // A number at the end of the block may continue in the next one.
        guard !json.isAtEnd() else { throw json.malformed("expected a comma or the end of the object") }
        receiver.noteDamagedText(ofMemberAt: beginning, &json, format)
        envelope = read
        state = .inPage(isFirstMember: false)
    }

    private mutating func endPage<Receiver: RowReceiver>(
        _ json: borrowing JSONReader, _ receiver: inout Receiver
    ) throws(UsageError) where Receiver.Row == Row {
        if var refusal = envelope.refusal(format) {
            refusal.byteOffset = json.position
            throw refusal
        }
        guard rows != nil else { throw json.error("the field \(format.rows) is missing", .unexpectedShape, at: nil) }
        receiver.endPage(envelope)
        envelope = PageEnvelope()
        state = .betweenPages
    }

    /// Whether the value that failed is complete in the block, so that more bytes cannot change the failure.
    private func isWhole(_ json: borrowing JSONReader, at start: Int) -> Bool {
        switch state {
        case .betweenPages: true
        case .inPage, .inRows: json.isWhole(at: start, isNested: true)
        }
    }
}

extension UsageError {
    /// The error with its path continued inside a value, and with the value's position if it has none.
    fileprivate func inside(_ path: String, at start: Int) -> UsageError {
        var error = self
        error.byteOffset = byteOffset ?? start
        let inner = codingPath ?? ""
        error.codingPath = path + (inner.isEmpty || inner.hasPrefix("[") ? "" : ".") + inner
        return error
    }
}
