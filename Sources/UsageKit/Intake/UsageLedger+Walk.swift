extension UsageLedger {
    /// Walks to the last page and adds every row.
    ///
    /// The report of the walk is kept in ``walks`` from the first page on. If the walk throws, the rows that came before
    /// stay in the ledger and the report says why it stopped, so ``isComplete`` is false for the ledger and its reports.
    ///
    /// A walk that is resumed from a checkpoint brings the rest of its rows. If the ledger has the report of the walk that was
    /// interrupted, with its rows, that report is continued. Otherwise add the stored rows first: if the ledger has fewer
    /// rows of the provider and the account than came before the checkpoint, the walk is not complete.
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
        var intake = LedgerIntake(walk, keeping: labels)
        while let report = try await intake.next(into: &self) { progress(report) }
        return intake.report(in: self)
    }

    /// Returns the ledger with every row of a walk added.
    ///
    /// A property of an actor, or of a class on the main actor, cannot be changed while a walk waits for its pages, so
    /// ``ingest(_:progress:)`` does not work on it; this does: `ledger = try await ledger.ingesting(walk)`. What is added
    /// to the property in the meantime is lost by that assignment, so fill a property by one walk at a time.
    ///
    /// - Parameters:
    ///   - walk: The walk.
    ///   - progress: Called after each page with the report so far.
    /// - Returns: The ledger; the report of the walk is the last of its ``walks``.
    /// - Throws: ``UsageError`` or `CancellationError`; the rows that came before are lost.
    public func ingesting<Row: UsageRow>(
        _ walk: Walk<Row>, progress: (WalkReport) -> Void = { _ in }
    ) async throws -> UsageLedger {
        var ledger = self
        try await ledger.ingest(walk, progress: progress)
        return ledger
    }

    /// Creates a ledger of every row of a walk.
    ///
    /// - Parameters:
    ///   - walk: The walk.
    ///   - labels: The labels of rows that are kept, as in ``init(keeping:)``.
    ///   - progress: Called after each page with the report so far.
    /// - Throws: ``UsageError`` or `CancellationError`; the rows that came before are lost. To keep them, use
    ///   ``ingest(_:progress:)`` on a ledger of your own.
    public init<Row: UsageRow>(
        of walk: Walk<Row>, keeping labels: [UsageDimension] = [], progress: (WalkReport) -> Void = { _ in }
    ) async throws {
        self.init(keeping: labels)
        try await ingest(walk, progress: progress)
    }
}
