public import Foundation

extension UsageLedger {
    /// Adds the rows of a file that was saved earlier, all of them or none.
    ///
    /// This is `replay.rows(of:in:)` without the rows: the file is read block by block and never held in memory. Lines of
    /// rows, lines of pages and CSV are read on all cores. A file with a row or a page that comes twice, or with an error,
    /// is read once more as a whole. The report is kept in ``walks``.
    ///
    /// - Parameters:
    ///   - replay: Whose rows they are.
    ///   - file: The file.
    ///   - window: What to keep.
    ///   - progress: Called with how many bytes were read and how many there are, on the threads that read but never
    ///     twice at the same time.
    /// - Returns: The report, whose pages count the pages of the file, or 1.
    /// - Throws: ``UsageError`` where the file cannot be read or is malformed, and as ``append(_:)`` does; the ledger is
    ///   then unchanged.
    @discardableResult
    public mutating func ingest<Row: UsageRow>(
        _ replay: Replay<Row>, from file: URL, in window: TimeWindow = .all,
        progress: @escaping @Sendable (_ read: Int, _ count: Int) -> Void = { _, _ in }
    ) throws(UsageError) -> WalkReport {
        try ingest(replay, .url(file), window, progress)
    }

    /// Adds the rows of the bytes of a file, all of them or none, as ``ingest(_:from:in:progress:)`` does.
    ///
    /// - Parameters:
    ///   - replay: Whose rows they are.
    ///   - bytes: The bytes of the file.
    ///   - window: What to keep.
    ///   - progress: Called with how many bytes were read and how many there are, on the threads that read but never
    ///     twice at the same time.
    /// - Returns: The report, whose pages count the pages of the file, or 1.
    /// - Throws: ``UsageError`` with the line and the byte where the file is malformed, and as ``append(_:)`` does; the
    ///   ledger is then unchanged.
    @discardableResult
    public mutating func ingest<Row: UsageRow>(
        _ replay: Replay<Row>, of bytes: [UInt8], in window: TimeWindow = .all,
        progress: @escaping @Sendable (_ read: Int, _ count: Int) -> Void = { _, _ in }
    ) throws(UsageError) -> WalkReport {
        try ingest(replay, .bytes(bytes), window, progress)
    }

    private mutating func ingest<Row: UsageRow>(
        _ replay: Replay<Row>, _ file: SavedFile, _ window: TimeWindow, _ progress: @escaping Replay<Row>.Progress
    ) throws(UsageError) -> WalkReport {
        let (added, report) = try replay.columns(file, window, progress)
        append(added)
        _ = addWalk(report)
        return report
    }
}
