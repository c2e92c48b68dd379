/// Reads a sequence of rows, usually one per line (NDJSON).
///
/// If the first row is on a line of its own, every line must hold whole rows. An error then names the line on which a row
/// is cut off, and not the next line, into which the row would otherwise continue.
struct LineReader<Row: DecodableRow>: BlockReader {
    /// The names of the members of a page, one of which holds an error.
    private let format: PageFormat
    /// Whether every line holds whole rows; the first row decides it, and nil means that it has not been read yet.
    private var isByLine: Bool?
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
        let lines = isByLine == true && !isLast ? block.wholeLines : block
        return try JSONReader.readSequence(lines) { (json) throws(UsageError) in
            while !json.isAtEndOfFile(isLast: isLast) {
                let start = json.mark
                do throws(UsageError) {
                    try receiver.read(&json)
                } catch {
                    if let failure = failure(error, &json, start, isLast: isLast) { throw failure }
                    return start.position
                }
                if receiver.awaitsLine { receiver.setLine(line(of: start.position, in: json)) }
                let isCut = json.lastLineFeed > start.position
                if isByLine == nil { isByLine = !isCut }
                if isCut, isByLine == true { throw json.cutLine(from: start.position, to: json.position) }
            }
            return json.position
        }
    }

    private func line(of position: Int, in json: borrowing JSONReader) -> Int {
        let inBlock = json.bytes.withSpan(0..<position) { span in
            span.indices.count { span[$0] == UInt8(ascii: "\n") }
        }
        return 1 + lineFeeds + inBlock
    }

    /// The error of a row that cannot be read; nil if the rest of the row may follow in the next block.
    private func failure(
        _ error: UsageError, _ json: inout JSONReader, _ start: JSONReader.Mark, isLast: Bool
    ) -> UsageError? {
        let failure = max(error.byteOffset ?? json.position, start.position)
        if isByLine == true, json.lineFeed(in: start.position..<failure) != nil {
            return json.cutLine(from: start.position, to: failure)
        }
        let isWholeLine = isByLine == true && json.lineFeed(in: start.position..<json.bytes.count) != nil
        guard isLast || isWholeLine || json.isWhole(at: start.position, isNested: false) else { return nil }
        json.rewind(to: start)
        var refusal = (try? json.object()).flatMap { PageEnvelope.refusal(of: $0, format) } ?? error
        // The receiver refuses rows without knowing where they are.
        refusal.byteOffset = refusal.byteOffset ?? start.position
        return refusal
    }
}

extension ArraySlice<UInt8> {
    /// The bytes up to the last line feed.
    fileprivate var wholeLines: Self {
        lastIndex(of: UInt8(ascii: "\n")).map { self[...$0] } ?? prefix(0)
    }
}
