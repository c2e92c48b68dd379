/// Reads a sequence of rows, usually one per line (NDJSON), or the lines of a provider's stream that hold rows.
struct LineReader<Row: DecodableRow>: BlockReader {
    /// Where a block ends.
    private enum BlockEnd {
        case file, line, any
    }

    /// The names of the members of a page, one of which holds an error.
    private let format: PageFormat
    /// Whether every line so far holds whole rows; nil before the first row.
    private var isByLine: Bool?
    /// Whether rows are in the lines of a stream.
    private var isStream = false
    private var hasRows = false
    /// The number of line feeds before the next block.
    var lineFeeds = 0

    /// - Parameters:
    ///   - format: The names of the members of a page.
    ///   - isFirst: Whether the chunk is the first of the file; every later one begins with a row on a line of its own.
    init(_ format: PageFormat, isFirst: Bool) {
        self.format = format
        isByLine = isFirst ? nil : true
    }

    var isOpen: Bool { false }

    mutating func read<Receiver: RowReceiver>(
        _ block: ArraySlice<UInt8>, isLast: Bool, into receiver: inout Receiver
    ) throws(UsageError) -> Int where Receiver.Row == Row {
        // The last line of a block is read when it is whole.
        let hasWholeLines = isByLine == true && !isLast
        let lines = hasWholeLines ? block.wholeLines : block
        var line = LineCount(lineFeeds)
        return try JSONReader.readSequence(lines) { (json) throws(UsageError) in
            while !json.isAtEndOfFile(isLast: isLast) {
                let start = json.mark
                do throws(UsageError) {
                    if isStream { try readLine(&json, &receiver) } else { try readRow(&json, &receiver) }
                } catch {
                    let end = isLast ? BlockEnd.file : hasWholeLines ? .line : .any
                    if let failure = failure(error, &json, start, at: end) { throw failure }
                    return start.position
                }
                if receiver.awaitsLine { receiver.setLine(line.advance(to: start.position, in: json.bytes)) }
                let isWholeLine = json.lastLineFeed <= start.position
                isByLine = isWholeLine && isByLine ?? true
            }
            return json.position
        }
    }

    private mutating func readRow<Receiver: RowReceiver>(
        _ json: inout JSONReader, _ receiver: inout Receiver
    ) throws(UsageError) where Receiver.Row == Row {
        let start = json.mark
        do throws(UsageError) {
            try receiver.readRow(&json)
        } catch {
            json.rewind(to: start)
            guard let stream = format.stream, (try? json.streamLine(stream, format)) != nil else { throw error }
            json.rewind(to: start)
            isStream = true
            return try readLine(&json, &receiver)
        }
        hasRows = true
    }

    /// Reads a line of a stream.
    private mutating func readLine<Receiver: RowReceiver>(
        _ json: inout JSONReader, _ receiver: inout Receiver
    ) throws(UsageError) where Receiver.Row == Row {
        guard let stream = format.stream else { return }
        let start = json.mark
        var isRow = false
        switch try json.streamLine(stream, format) {
        case .row(let row):
            let end = json.mark
            json.rewind(to: row)
            try receiver.readRow(&json)
            json.rewind(to: end)
            hasRows = true
            isRow = true
        case .nothing: break
        case .end(let reason): try receiver.note(WalkStop(.partialFile, reason))
        case .error(let error):
            // The rows before it count, and those after it are missing.
            guard hasRows else { throw error }
            try receiver.note(
                WalkStop(WalkStop.Code(error.code), "the stream ends with an error of the server: \(error.message)"))
        case nil:
            json.rewind(to: start)
            throw json.error("expected a line of a stream", .unexpectedShape, at: start.position)
        }
        if !receiver.replaced.isEmpty { try noteDamagedText(from: start, stream, isRow: isRow, &json, &receiver) }
    }

    /// Notes what was replaced in a line of a stream beside its row, if that may decide what follows.
    private func noteDamagedText<Receiver: RowReceiver>(
        from start: JSONReader.Mark, _ stream: StreamFormat, isRow: Bool, _ json: inout JSONReader,
        _ receiver: inout Receiver
    ) throws(UsageError) {
        let end = json.mark
        json.rewind(to: start)
        let texts = try json.damagedTexts(receiver.replaced)
        json.rewind(to: end)
        for text in texts where !(isRow && text.isInside(stream.content)) {
            let decides = text.isName || text.path == "\(stream.content).\(stream.end.member)"
            if decides { receiver.note(besideRows: text) }
        }
    }

    /// The error of a row that cannot be read; nil if the rest of the row may follow in the next block.
    private func failure(
        _ error: UsageError, _ json: inout JSONReader, _ start: JSONReader.Mark, at end: BlockEnd
    ) -> UsageError? {
        let place = error.byteOffset ?? json.position
        let isInside = place > start.position && (end == .file || place < json.bytes.count)
        if isInside, let lineFeed = json.cutLine(before: error) {
            // If each row so far is on one line, this one ends at its first line.
            let first = isByLine == true ? json.lineFeed(in: start.position..<place) : nil
            return json.cutLineError(at: first ?? lineFeed)
        }
        let isCertain =
            switch end {
            case .file: true
            // A row that ends here may go on on the next line.
            case .line: place < json.bytes.count
            case .any: json.isWhole(at: start.position, isNested: false)
            }
        guard isCertain else { return nil }
        json.rewind(to: start)
        var refusal = (try? json.object()).flatMap { PageEnvelope.refusal(of: $0, format) } ?? error
        // The receiver refuses rows without knowing where they are.
        refusal.byteOffset = refusal.byteOffset ?? start.position
        return refusal
    }
}

/// Counts the lines of a block up to positions that only increase.
private struct LineCount {
    private var lineFeeds: Int
    private var position = 0

    init(_ lineFeedsBefore: Int) {
        lineFeeds = lineFeedsBefore
    }

    /// The line of a position, counted from 1.
    mutating func advance(to end: Int, in bytes: borrowing BorrowedBytes) -> Int {
        lineFeeds += bytes.withSpan(position..<end) { span in
            span.indices.count { span[$0] == UInt8(ascii: "\n") }
        }
        position = end
        return 1 + lineFeeds
    }
}

extension ArraySlice<UInt8> {
    /// The bytes up to the last line feed.
    fileprivate var wholeLines: Self {
        lastIndex(of: UInt8(ascii: "\n")).map { self[...$0] } ?? prefix(0)
    }
}
