/// The rows of a provider that were saved earlier: NDJSON with one row a line, the pages of the API one after the
/// other, one JSON array of rows, or the CSV of a provider that writes one (Venice).
///
/// Which of them a file is shows in its first line.
///
/// Rows that come twice are dropped as in a walk. The file is taken for the whole: totals that its pages mention are
/// not compared with it.
public struct Replay<Row: UsageRow>: Sendable {
    /// Whose rows they are.
    public let provider: ProviderID
    // Closures, so that the readers are compiled for their rows and not for any.
    private let page: @Sendable ([UInt8]) throws(UsageError) -> [Row]
    private let file: @Sendable ([UInt8], TimeWindow) throws(UsageError) -> (rows: [Row], report: WalkReport)
    /// Reads the rows of a file into columns.
    let columns: @Sendable (SavedFile, TimeWindow, @escaping Progress) throws(UsageError) -> (RecordColumns, WalkReport)

    typealias Progress = @Sendable (_ read: Int, _ count: Int) -> Void

    /// - Parameters:
    ///   - provider: Whose rows they are.
    ///   - format: Which members of a page say what.
    ///   - csv: How CSV is read, where the provider writes such.
    init(provider: ProviderID, format: PageFormat, csv: CSVFormat<Row>? = nil) where Row: DecodableRow {
        self.provider = provider
        let reader = ReplayReader<Row>(provider: provider, format: format, csv: csv)
        page = { (bytes) throws(UsageError) in try reader.rows(ofPage: bytes) }
        file = { (bytes, window) throws(UsageError) in try reader.rows(ofFile: bytes, in: window) }
        columns = { (file, window, progress) throws(UsageError) in
            try reader.columns(of: ChunkedFileReader(file: file, window: window, progress: ReadingProgress(progress)))
        }
    }

    /// Reads the rows of a file.
    ///
    /// Rows that come twice are dropped as in a walk. The file is taken for the whole: totals that its pages mention
    /// are not compared with it.
    ///
    /// - Parameters:
    ///   - bytes: The file.
    ///   - window: What to keep.
    /// - Returns: The rows in the order of the file, and a report whose pages count the pages of the file, or 1.
    /// - Throws: ``UsageError`` with the line and the byte where the file is malformed.
    public func rows(
        of bytes: [UInt8], in window: TimeWindow = .all
    ) throws(UsageError) -> (rows: [Row], report: WalkReport) {
        try file(bytes, window)
    }

    /// Reads the rows of one page as the API sends it, and does nothing else.
    ///
    /// No row is dropped, and what the page says of itself, such as a total or a cursor, is passed over.
    ///
    /// - Parameter bytes: The page, an object with an array of rows.
    /// - Returns: The rows in the order of the page.
    /// - Throws: ``UsageError`` with the byte and the path where the page is malformed.
    /// - Complexity: O(*n*) in the number of bytes.
    public func rows(ofPage bytes: [UInt8]) throws(UsageError) -> [Row] {
        try page(bytes)
    }
}
