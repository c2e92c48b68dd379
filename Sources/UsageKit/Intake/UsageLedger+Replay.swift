public import Foundation

extension UsageLedger {
    /// Adds the rows of a file that was saved earlier, all of them or none.
    ///
    /// The result is that of `replay.rows(of:in:)`, but the file is read block by block and not held in memory as a whole.
    /// Files with a row or a page in each line, and CSV, are read on all cores. If a file has a duplicate or an error, it
    /// is read again, and then held in memory with its rows. The report is kept in ``walks``.
    ///
    /// The ids of rows are not kept between files. If the rows of an earlier file or walk of the account lie in the same
    /// time, rows may count twice: ``WalkReport/stopped`` says so, and the ledger is not complete. Without a label, all
    /// files of a provider's rows are taken for those of one account.
    ///
    /// - Parameters:
    ///   - replay: How the rows of the provider are read.
    ///   - file: The URL of the file.
    ///   - window: The rows to keep, by their time.
    ///   - account: The caller's label of the account whose rows they are; nil if it has none.
    ///   - progress: Called with the number of bytes that were read and that of the file, on the threads that read, but
    ///     never on two of them at the same time.
    /// - Returns: The report; its number of pages is that of the file, or 1 if the file has rows only.
    /// - Throws: ``UsageError`` if the file cannot be read or is malformed, and as ``append(_:)`` does; the ledger is
    ///   then unchanged.
    @discardableResult
    public mutating func ingest<Row: UsageRow>(
        _ replay: Replay<Row>, from file: URL, in window: TimeWindow = .all,
        account: String? = nil,
        progress: @escaping @Sendable (_ read: Int, _ count: Int) -> Void = { _, _ in }
    ) throws(UsageError) -> WalkReport {
        try ingest(replay, .url(file), window, account, progress)
    }

    /// Adds the rows of the bytes of a file, all of them or none, as ``ingest(_:from:in:account:progress:)`` does.
    ///
    /// - Parameters:
    ///   - replay: How the rows of the provider are read.
    ///   - bytes: The bytes of the file.
    ///   - window: The rows to keep, by their time.
    ///   - account: The caller's label of the account whose rows they are; nil if it has none.
    ///   - progress: Called with the number of bytes that were read and that of the file, on the threads that read, but
    ///     never on two of them at the same time.
    /// - Returns: The report; its number of pages is that of the file, or 1 if the file has rows only.
    /// - Throws: ``UsageError`` with the line and the byte at which the file is malformed, and as ``append(_:)`` does; the
    ///   ledger is then unchanged.
    @discardableResult
    public mutating func ingest<Row: UsageRow>(
        _ replay: Replay<Row>, of bytes: [UInt8], in window: TimeWindow = .all,
        account: String? = nil,
        progress: @escaping @Sendable (_ read: Int, _ count: Int) -> Void = { _, _ in }
    ) throws(UsageError) -> WalkReport {
        try ingest(replay, .bytes(bytes), window, account, progress)
    }

    private mutating func ingest<Row: UsageRow>(
        _ replay: Replay<Row>, _ file: SavedFile, _ window: TimeWindow, _ account: String?,
        _ progress: @escaping Replay<Row>.Progress
    ) throws(UsageError) -> WalkReport {
        var (added, report) = try replay.columns(file, window, labels, progress)
        added.giveAllRows(account)
        let source = added.times.range.map { range in
            let (first, last) = (range.lowerBound, range.upperBound)
            return RowSource(
                provider: report.provider, row: Row.self, account: account,
                span: Timestamp(seconds: 0, nanoseconds: first)...Timestamp(seconds: 0, nanoseconds: last))
        }
        append(added)
        let index = addWalk(report, of: source)
        return walks[index]
    }
}
