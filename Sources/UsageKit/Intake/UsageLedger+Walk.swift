extension UsageLedger {
    /// Walks to the last page and adds every row.
    ///
    /// The report of the walk is kept in ``walks`` from the first page on. If the walk throws, the rows that came before
    /// stay in the ledger and the report says why it stopped, so ``isComplete`` is false for the ledger and its reports.
    ///
    /// The ids of rows are not kept between walks. If an earlier walk of the same provider, server, account and query had
    /// a window that overlaps, rows may count twice: ``WalkReport/stopped`` says so, and the ledger is not complete.
    ///
    /// - Parameters:
    ///   - walk: The walk.
    ///   - progress: Called after each page with the report so far.
    /// - Returns: The report.
    /// - Throws: ``UsageError`` or `CancellationError`.
    @discardableResult
    public mutating func ingest<Row: UsageRow>(
        _ walk: Walk<Row>, progress: (WalkReport) -> Void = { _ in }
    ) async throws -> WalkReport {
        var intake = LedgerIntake(walk)
        while let report = try await intake.next(into: &self) { progress(report) }
        return intake.report(in: self)
    }
}
