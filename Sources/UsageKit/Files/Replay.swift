public import Foundation

/// Reads the rows of a provider that were saved earlier.
///
/// A file holds NDJSON with one row per line, pages of the API one after the other, JSON arrays of rows, or the CSV of a
/// provider that offers CSV downloads (Venice), or the lines of a stream in which a provider wraps its rows (ChatBotKit). The
/// beginning of the file shows which of them it is. Files of one kind may be joined: byte order marks and empty lines are
/// skipped, each document may be printed over several lines, and a CSV header may come again, also with its columns in
/// another order.
///
/// The rows are judged by the same rules as in a walk:
/// - A row whose id came before is dropped and counted as a duplicate. Ids are compared by their bytes.
/// - Rows without ids count however often they come, since they may be equal charges; ``WalkNote/Code/repeatedRow`` counts
///   those that are the same as an earlier row, as in exports that overlap. A page of such rows that equals the previous
///   page is dropped, and the report is not complete; a page whose rows are all equal is kept.
/// - A row outside the window is dropped and counted in ``WalkReport/outsideWindow``. If it has an id, it counts once,
///   however often it comes, and its earlier states inside the window do not count.
///
/// Saved pages keep what they say of themselves: cursor, `has_more`, offsets and totals. The report is not complete
/// (``WalkReport/isComplete``), and ``WalkReport/stopped`` says why, if the last page of a listing names another page, if
/// a page does not say whether more rows follow, if a page is missing by the offsets or numbers of the others, or if a
/// total differs from the number of rows. Files without pages say nothing about what follows, and pages of ChatBotKit
/// do not, either.
public struct Replay<Row: UsageRow>: Sendable {
    /// The provider of the rows.
    public let provider: ProviderID
    // Closures, so that the readers are specialized for their row type.
    private let page: @Sendable ([UInt8]) throws(UsageError) -> [Row]
    private let file: @Sendable ([UInt8], TimeWindow) throws(UsageError) -> (rows: [Row], report: WalkReport)
    /// Reads the rows of a file into columns, which keep labels.
    let columns:
        @Sendable (SavedFile, TimeWindow, [UsageDimension], @escaping Progress) throws(UsageError) -> (
            RecordColumns, WalkReport
        )
    private let newStream: @Sendable (TimeWindow) -> any RowStream<Row>
    private let replacing: @Sendable () -> Self
    private let newReading: @Sendable (SavedFile, TimeWindow) throws(UsageError) -> any RowReading<Row>

    typealias Progress = @Sendable (_ read: Int, _ count: Int) -> Void

    /// - Parameters:
    ///   - provider: The provider of the rows.
    ///   - format: The names of the members of a page.
    ///   - csv: Reads CSV; nil if the provider offers no CSV.
    init(provider: ProviderID, format: PageFormat, csv: CSVFormat<Row>? = nil) where Row: DecodableRow {
        self.init(ReplayReader<Row>(provider: provider, format: format, csv: csv))
    }

    private init(_ reader: ReplayReader<Row>) where Row: DecodableRow {
        provider = reader.provider
        replacing = {
            var reader = reader
            reader.replacesBadText = true
            return Self(reader)
        }
        page = { (bytes) throws(UsageError) in try reader.rows(ofPage: bytes) }
        file = { (bytes, window) throws(UsageError) in try reader.rows(ofFile: bytes, in: window) }
        columns = { (file, window, labels, progress) throws(UsageError) in
            try reader.columns(
                of: ChunkedFileReader(
                    file: file, window: window, progress: ReadingProgress(progress), labels: labels))
        }
        newStream = { SavedRowStream(reader, in: $0) }
        newReading = { (file, window) throws(UsageError) in try SavedRowReading(reader, file, in: window) }
    }

    /// Creates a replay whose rows are made of those of another one.
    init<Saved: UsageRow>(of base: Replay<Saved>, row: @escaping @Sendable (Saved) -> Row) {
        provider = base.provider
        replacing = { Self(of: base.replacingBadText(), row: row) }
        page = { (bytes) throws(UsageError) in try base.page(bytes).map(row) }
        file = { (bytes, window) throws(UsageError) in
            let (rows, report) = try base.file(bytes, window)
            return (rows.map(row), report)
        }
        columns = base.columns
        newStream = { MappedRowStream(base.newStream($0), row) }
        newReading = { (file, window) throws(UsageError) in MappedRowReading(try base.newReading(file, window), row) }
    }

    /// Reads the rows of a file.
    ///
    /// The rows are judged by the same rules as in a walk. If the last page of the file names another page, or if a total
    /// is larger than the number of rows, the report is not complete.
    ///
    /// - Parameters:
    ///   - bytes: The bytes of the file.
    ///   - window: The rows to keep, by their time.
    /// - Returns: The rows in the order of the file, and the report; its number of pages is that of the file, or 1 if the
    ///   file has rows only.
    /// - Throws: ``UsageError`` with the line and the byte at which the file is malformed.
    public func rows(
        of bytes: [UInt8], in window: TimeWindow = .all
    ) throws(UsageError) -> (rows: [Row], report: WalkReport) {
        try file(bytes, window)
    }

    /// Reads the rows of a file, a few at a time.
    ///
    /// The result is that of ``rows(of:in:)``, but neither the file nor its rows are held in memory as a whole.
    ///
    /// - Parameters:
    ///   - file: The URL of a file that can be read twice; for a pipe there is ``stream(in:)``.
    ///   - window: The rows to keep, by their time.
    /// - Returns: What reads the file.
    /// - Throws: ``UsageError`` if the file cannot be opened.
    public func reading(_ file: URL, in window: TimeWindow = .all) throws(UsageError) -> ReplayReading<Row> {
        ReplayReading(try newReading(.url(file), window))
    }

    /// Reads rows from bytes that come in blocks, such as those of a pipe.
    ///
    /// - Parameter window: The rows to keep, by their time.
    /// - Returns: What reads the blocks.
    public func stream(in window: TimeWindow = .all) -> ReplayStream<Row> {
        ReplayStream(newStream(window))
    }

    /// Returns a replay that reads text which is damaged.
    ///
    /// Bytes that are not UTF-8, and escapes of half a surrogate pair, refuse a file. With this replay they are read as
    /// U+FFFD, and ``WalkNote/Code/replacedText`` counts them with their lines. The file is read on one core.
    ///
    /// In a model, a user or a description, that is all: names by which reports are grouped may be equal although they
    /// differed. If text was replaced that decides what counts, the report is not complete, and ``WalkReport/stopped``
    /// (``WalkStop/Code/replacedText``) names the first place: a currency, a unit, the sign of a charge, a status, a
    /// request whose tokens rows repeat, what a page says of the pages after it, or the name of any member or column,
    /// since it may be one of these. An id stays an id: a row that comes again under it is the same row if the same
    /// bytes were replaced in it, and makes the report incomplete if they differ, as does a row that only differs in
    /// such an id from another one.
    public func replacingBadText() -> Self { replacing() }

    /// Decodes the rows of one page as the API sends it.
    ///
    /// No row is dropped. The members beside the rows, such as a total or a cursor, are ignored.
    ///
    /// - Parameter bytes: The page: an object with an array of rows.
    /// - Returns: The rows in the order of the page.
    /// - Throws: ``UsageError`` with the byte and the path at which the page is malformed.
    /// - Complexity: O(*n*) in the number of bytes.
    public func rows(ofPage bytes: [UInt8]) throws(UsageError) -> [Row] {
        try page(bytes)
    }
}
