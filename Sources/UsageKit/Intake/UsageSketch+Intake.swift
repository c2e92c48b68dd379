public import Foundation

extension UsageSketch {
    /// Walks to the last page and adds every row.
    ///
    /// A sketch keeps no reports, so the report that is returned says whether the rows are complete. It cannot notice that
    /// two walks overlap, and it cannot take a row back. If a row comes again under its id with other content, both states
    /// count, and ``WalkReport/stopped`` says so. If the walk throws, the rows that came before stay in the sketch. Rows are
    /// added with the labels that the query asks for.
    ///
    /// - Parameters:
    ///   - walk: The walk.
    ///   - progress: Called after each page with the report so far.
    /// - Returns: The report.
    /// - Throws: ``UsageError`` or `CancellationError`.
    public mutating func ingest<Row: UsageRow>(
        _ walk: Walk<Row>, progress: (WalkReport) -> Void = { _ in }
    ) async throws -> WalkReport {
        let missing = walk.checkpoint.flatMap {
            WalkStop(missingRowsBefore: $0.report, in: "the sketch", total.coverage.rows)
        }
        var pages = walk.pages.makeAsyncIterator()
        var replaced = 0
        while let page = try await pages.next() {
            for row in page.rows { try add(row: row, account: walk.client.account) }
            replaced += page.replaced.count
            progress(page.report.adding(missing, countingTwice: replaced))
        }
        return pages.report.adding(missing, countingTwice: replaced)
    }

    /// Returns the sketch with every row of a walk added, as ``ingest(_:progress:)`` adds them: for a property of an actor,
    /// or of a class on the main actor.
    ///
    /// - Parameters:
    ///   - walk: The walk.
    ///   - progress: Called after each page with the report so far.
    /// - Returns: The sketch and the report.
    /// - Throws: ``UsageError`` or `CancellationError`; the rows that came before are lost.
    public func ingesting<Row: UsageRow>(
        _ walk: Walk<Row>, progress: (WalkReport) -> Void = { _ in }
    ) async throws -> (sketch: UsageSketch, report: WalkReport) {
        var sketch = self
        let report = try await sketch.ingest(walk, progress: progress)
        return (sketch, report)
    }

    /// Adds every row of a file, without holding them.
    ///
    /// A row that comes several times under its id counts once, in its last state: the file is read twice. For a pipe, use
    /// ``Replay/stream(in:)`` and ``add(contentsOf:)``. If it throws, the rows that came before stay in the sketch.
    ///
    /// - Parameters:
    ///   - replay: Reads the rows of a provider.
    ///   - file: The file, in any format that ``Replay`` reads.
    ///   - window: The rows to keep, by their time.
    ///   - account: The caller's label of the account whose rows they are; nil if it has none.
    /// - Returns: The report.
    /// - Throws: ``UsageError`` with the line at which the file is malformed.
    public mutating func ingest<Row: UsageRow>(
        _ replay: Replay<Row>, from file: URL, in window: TimeWindow = .all, account: String? = nil
    ) throws(UsageError) -> WalkReport {
        var reading = try replay.reading(file, in: window)
        while let rows = try reading.next() {
            for row in rows { try add(row: row, account: account) }
        }
        return reading.report
    }

    /// Adds a row with the labels that the query asks for.
    private mutating func add(row: some UsageRow, account: String?) throws(UsageError) {
        if labels.isEmpty, account == nil { return try add(row.usageRecord) }
        var record = row.usageRecord(keeping: labels)
        record.labels[.account] = account
        try add(record)
    }
}

extension WalkReport {
    /// The report with the reasons why rows are missing and why some count twice, if there are any.
    fileprivate func adding(_ missing: WalkStop?, countingTwice rows: Int) -> WalkReport {
        var report = self
        if let missing { report.add(missing) }
        if rows > 0 {
            report.add(
                WalkStop(.revisedRows, "\(rows) rows came again with other content, and both states are counted"))
        }
        return report
    }
}
