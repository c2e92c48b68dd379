/// Reads a saved file from its beginning to its end, block by block.
struct SavedFileReading<Receiver: RowReceiver>: ~Copyable {
    private var feed: SavedFeed<Receiver>
    private var input: SavedFile.OpenFile
    /// The number of bytes to read.
    let count: Int
    private let blockSize: Int
    /// The number of bytes that were read.
    private(set) var position = 0
    private var isAtEnd = false

    /// - Parameters:
    ///   - replay: Reads the rows.
    ///   - file: The file.
    ///   - receiver: Receives the pages and rows.
    ///   - blockSize: The number of bytes to read at once.
    ///   - end: How many bytes are read; nil for all.
    /// - Throws: ``UsageError`` if the file cannot be opened.
    init(
        _ replay: ReplayReader<Receiver.Row>, _ file: SavedFile, into receiver: Receiver, blockSize: Int,
        upTo end: Int? = nil
    ) throws(UsageError) {
        let end = if let end { end } else { try file.count() }
        let input = try file.open()
        feed = SavedFeed(replay, into: receiver)
        count = end
        self.input = input
        self.blockSize = blockSize
    }

    /// What receives the pages and rows.
    var receiver: Receiver {
        get { feed.receiver }
        _modify { yield &feed.receiver }
    }

    /// The position in the file up to which all rows were received.
    var receivedBytes: Int { feed.position }

    /// Reads the next block.
    ///
    /// - Returns: The number of its bytes; nil after the last block.
    /// - Throws: ``UsageError`` with the line and the byte at which the file is malformed.
    mutating func readBlock() throws(UsageError) -> Int? {
        if isAtEnd { return nil }
        let length = try input.read(position..<min(position + blockSize, count))
        position += length
        isAtEnd = position == count
        guard length > 0 || isAtEnd else { throw SavedFile.truncated(at: position) }
        try feed.read(input.bytes(length), isLast: isAtEnd)
        return length
    }
}
