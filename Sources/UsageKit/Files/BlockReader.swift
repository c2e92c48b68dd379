/// Reads the rows of a file, or of a chunk of one, block by block.
protocol BlockReader {
    associatedtype Row: DecodableRow

    /// Whether the bytes read so far end inside a value.
    var isOpen: Bool { get }

    /// Reads the complete rows of a block.
    ///
    /// - Parameters:
    ///   - block: The bytes after those that were consumed.
    ///   - isLast: Whether the file ends with the block.
    ///   - receiver: Receives the pages and rows.
    /// - Returns: The number of bytes consumed. The other bytes are passed again, followed by more.
    /// - Throws: ``UsageError`` if the block is malformed, with its byte counted from the beginning of the block.
    mutating func read<Receiver: RowReceiver>(
        _ block: ArraySlice<UInt8>, isLast: Bool, into receiver: inout Receiver
    ) throws(UsageError) -> Int where Receiver.Row == Row
}

/// The reader of the format that a file has.
enum FormatReader<Row: DecodableRow>: BlockReader {
    case lines(LineReader<Row>)
    case pages(PageReader<Row>)
    case csv(CSVRowReader<Row>)

    /// The greatest number of bytes that a row may have: a string that is never closed must not make the reader buffer a
    /// whole file.
    static var maximumRowLength: Int { 1 << 26 }

    var isOpen: Bool {
        switch self {
        case .lines(let reader): reader.isOpen
        case .pages(let reader): reader.isOpen
        case .csv(let reader): reader.isOpen
        }
    }

    /// How many of the bytes at the end of what was consumed belong to a row that has not ended; its errors may name them.
    var openBytes: Int {
        switch self {
        case .lines: 0
        case .pages(let reader): reader.openBytes
        case .csv(let reader): reader.openBytes
        }
    }

    /// Records how many line feeds are before the next block.
    mutating func setLineFeeds(_ count: Int) {
        guard case .lines(var reader) = self else { return }
        reader.lineFeeds = count
        self = .lines(reader)
    }

    mutating func read<Receiver: RowReceiver>(
        _ block: ArraySlice<UInt8>, isLast: Bool, into receiver: inout Receiver
    ) throws(UsageError) -> Int where Receiver.Row == Row {
        switch self {
        case .lines(var reader):
            defer { self = .lines(reader) }
            return try reader.read(block, isLast: isLast, into: &receiver)
        case .pages(var reader):
            defer { self = .pages(reader) }
            return try reader.read(block, isLast: isLast, into: &receiver)
        case .csv(var reader):
            defer { self = .csv(reader) }
            return try reader.read(block, isLast: isLast, into: &receiver)
        }
    }
}
