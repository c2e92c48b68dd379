extension UsageLedger {
    /// Walks to the last row and adds every row.
    ///
    /// The report of the walk is kept in ``walks`` from the first page on. Where the walk throws, the rows that came
    /// before stay in the ledger and the report says why it stopped, so a total of them says that it is not complete.
    ///
    /// - Parameters:
    ///   - walk: The walk.
    ///   - progress: Called after each page with the report as it stands.
    /// - Returns: The report.
    /// - Throws: ``UsageError`` or `CancellationError`.
    @discardableResult
    public mutating func ingest<Row: UsageRow>(
        _ walk: Walk<Row>, progress: (WalkReport) -> Void = { _ in }
    ) async throws -> WalkReport {
        var pages = walk.pages.makeAsyncIterator()
        let place = addWalk(pages.report)
        var added = 0
        do {
            while let page = try await pages.next() {
                for row in page.rows {
                    try append(row.usageRecord)
                    added += 1
                }
                replaceWalk(at: place, with: page.report)
                progress(page.report)
            }
        } catch {
            var report = pages.report
            // A row that the ledger refuses was delivered and is not in it, nor are those behind it.
            report.rows = added
            if report.stopped == nil {
                report.isFinished = true
                report.stopped = (error as? UsageError)?.description ?? "the walk was cancelled"
            }
            replaceWalk(at: place, with: report)
            throw error
        }
        return pages.report
    }
}
