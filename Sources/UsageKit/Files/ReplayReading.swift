/// Reads the rows of a saved file, a few at a time and in bounded memory.
///
/// It cannot be copied, since two copies would share the position in the file, and each would miss rows.
///
/// The file is read twice: first its keys, which show the rows that count, and then those rows. So no row is given that a
/// later one replaces, and a file that is malformed gives no row at all.
/// ```swift
/// var reading = try Tresor.replay.reading(file)
/// while let rows = try reading.next() { … }
/// print(reading.report)
/// ```
public struct ReplayReading<Row: UsageRow>: ~Copyable {
    private var base: any RowReading<Row>

    init(_ base: any RowReading<Row>) {
        self.base = base
    }

    /// Reads the next part of the file.
    ///
    /// - Returns: The rows, of which there are none while the keys are read; nil after the last row.
    /// - Throws: ``UsageError`` with the line and the byte at which the file is malformed, or if it changes meanwhile.
    public mutating func next() throws(UsageError) -> [Row]? { try base.next() }

    /// Ends the first reading where it is: what it has reached counts as the whole file.
    ///
    /// The rows follow with ``next()``. If they are being given already, nothing changes.
    public mutating func stop() throws(UsageError) { try base.stop() }

    /// The report of the file; before the last row, ``WalkReport/rows`` counts the rows that were given.
    public var report: WalkReport { base.report }
}

@available(*, unavailable)
extension ReplayReading: Sendable {}

/// Reads rows from bytes that come in blocks of any size and cannot be read twice, such as those of a pipe.
///
/// A row is given when it has been judged: at the end of its page, or as it comes if there is no page around it. Only such
/// rows are held in memory, and the ids of all rows. A row that comes again with other content is given again, since the
/// row before cannot be taken back (``WalkReport/revised``, ``WalkReport/revisedCharges``). If its later state is outside
/// the window, the report is not complete.
public struct ReplayStream<Row: UsageRow> {
    private var base: any RowStream<Row>

    init(_ base: any RowStream<Row>) {
        self.base = base
    }

    /// Reads the next bytes.
    ///
    /// - Returns: The rows that count.
    /// - Throws: ``UsageError`` with the line and the byte at which the bytes are malformed.
    public mutating func read(_ bytes: [UInt8]) throws(UsageError) -> [Row] { try base.read(bytes, isLast: false) }

    /// Ends the bytes.
    ///
    /// - Returns: The last rows.
    /// - Throws: ``UsageError`` if the bytes end inside a row.
    public mutating func end() throws(UsageError) -> [Row] {
        let rows = try base.read([], isLast: true)
        return rows + base.stop()
    }

    /// Ends the bytes early: a row that has not ended is left out.
    ///
    /// - Returns: The last rows.
    public mutating func stop() -> [Row] { base.stop() }

    /// The report of the bytes so far.
    public var report: WalkReport { base.report }
}

@available(*, unavailable)
extension ReplayStream: Sendable {}

protocol RowReading<Row> {
    associatedtype Row

    mutating func next() throws(UsageError) -> [Row]?
    mutating func stop() throws(UsageError)
    var report: WalkReport { get }
}

protocol RowStream<Row> {
    associatedtype Row

    mutating func read(_ bytes: [UInt8], isLast: Bool) throws(UsageError) -> [Row]
    mutating func stop() -> [Row]
    var report: WalkReport { get }
}

/// Judges the rows of blocks as they come.
struct SavedRowStream<Row: DecodableRow>: RowStream {
    private var feed: SavedFeed<RowCollector<Row>>

    init(_ replay: ReplayReader<Row>, in window: TimeWindow) {
        feed = SavedFeed(replay, into: RowCollector(replay.judge(in: window, takesBack: false)))
    }

    var report: WalkReport { feed.receiver.judge.report }

    mutating func read(_ bytes: [UInt8], isLast: Bool) throws(UsageError) -> [Row] {
        try feed.read(bytes[...], isLast: isLast)
        feed.receiver.judge.judgeAhead()
        return feed.receiver.take(isLast: false)
    }

    mutating func stop() -> [Row] {
        feed.stop()
        feed.receiver.judge.finish()
        return feed.receiver.take(isLast: false)
    }
}

/// Reads a file twice: its keys, and then the rows that count.
final class SavedRowReading<Row: DecodableRow>: RowReading {
    private let replay: ReplayReader<Row>
    private let file: SavedFile
    private let blockSize: Int
    private var keys: SavedFileReading<RowKeyReceiver<Row>>
    /// Nil during the first reading.
    private var rows: SavedFileReading<SelectedRowReceiver<Row>>?
    /// The report after the first reading.
    private var judged: WalkReport
    /// How many rows were given.
    private var given = 0
    private var isAtEnd = false

    init(
        _ replay: ReplayReader<Row>, _ file: SavedFile, in window: TimeWindow, blockSize: Int = 1 << 18
    ) throws(UsageError) {
        self.replay = replay
        self.file = file
        self.blockSize = blockSize
        let judge = replay.judge(in: window)
        judged = judge.report
        keys = try SavedFileReading(replay, file, into: RowKeyReceiver(judge), blockSize: blockSize)
    }

    var report: WalkReport {
        var report = judged
        if !isAtEnd { report.rows = given }
        return report
    }

    func next() throws(UsageError) -> [Row]? {
        if isAtEnd { return nil }
        if rows == nil {
            if try keys.readBlock() == nil {
                try readAgain(upTo: keys.count)
            } else {
                keys.receiver.judge.judgeAhead()
            }
            return []
        }
        guard try rows?.readBlock() != nil else {
            try rows?.receiver.selected.checkEnd()
            isAtEnd = true
            return nil
        }
        let taken = rows?.receiver.take() ?? []
        given += taken.count
        return taken
    }

    func stop() throws(UsageError) {
        if rows == nil { try readAgain(upTo: keys.receivedBytes) }
    }

    private func readAgain(upTo end: Int) throws(UsageError) {
        judged = keys.receiver.judge.finish()
        let selected = SelectedRowReceiver<Row>(SelectedRows(keys.receiver.judge))
        rows = try SavedFileReading(replay, file, into: selected, blockSize: blockSize, upTo: end)
        // What the first reading remembers of the rows is not needed any more.
        let nothing = RowKeyReceiver<Row>(replay.judge(in: judged.window))
        keys = try SavedFileReading(replay, file, into: nothing, blockSize: blockSize, upTo: 0)
    }
}
