public import Foundation

extension UsageLedger {
    /// Adds the rows of a file that was saved earlier, all of them or none.
    ///
    /// This is `replay.rows(of:in:)` without the rows: a file with a row a line is read on all cores and never held in
    /// memory. The report is kept in ``walks``.
    ///
    /// - Parameters:
    ///   - replay: Whose rows they are.
    ///   - file: The file.
    ///   - window: What to keep.
    /// - Returns: The report, whose pages count the pages of the file, or 1.
    /// - Throws: ``UsageError`` where the file cannot be read or is malformed, and as ``append(_:)`` does; the ledger is
    ///   then unchanged.
    @discardableResult
    public mutating func ingest<Row: UsageRow>(
        _ replay: Replay<Row>, from file: URL, in window: TimeWindow = .all
    ) throws(UsageError) -> WalkReport {
        try ingest(replay, .url(file), window)
    }

    /// Adds the rows of the bytes of a file, all of them or none, as ``ingest(_:from:in:)`` does.
    ///
    /// - Parameters:
    ///   - replay: Whose rows they are.
    ///   - bytes: The bytes of the file.
    ///   - window: What to keep.
    /// - Returns: The report, whose pages count the pages of the file, or 1.
    /// - Throws: ``UsageError`` with the line and the byte where the file is malformed, and as ``append(_:)`` does; the
    ///   ledger is then unchanged.
    @discardableResult
    public mutating func ingest<Row: UsageRow>(
        _ replay: Replay<Row>, of bytes: [UInt8], in window: TimeWindow = .all
    ) throws(UsageError) -> WalkReport {
        try ingest(replay, .bytes(bytes), window)
    }

    private mutating func ingest<Row: UsageRow>(
        _ replay: Replay<Row>, _ file: SavedFile, _ window: TimeWindow
    ) throws(UsageError) -> WalkReport {
        let (added, report) = try replay.ledger(file, window)
        merge(added)
        _ = addWalk(report)
        return report
    }
}
