/// The way of a walk's pages into a ledger, which keeps the walk's report beside them.
struct LedgerIntake<Row: UsageRow> {
    private var pages: WalkPages<Row>.Iterator
    /// Where the ledger keeps the report.
    private var place: Int?
    private var added = 0

    init(_ walk: Walk<Row>) {
        // Where parts of a window are walked at the same time, pages that wait are put into ledgers meanwhile.
        pages = walk.pages.makeAsyncIterator { rows in
            var filled = UsageLedger()
            for row in rows {
                // A row that is refused shows when it is due.
                guard (try? filled.append(row.usageRecord)) != nil else { return nil }
            }
            return filled
        }
    }

    /// Adds the next page; nil after the last one.
    ///
    /// Where it throws, the ledger's report says why the walk stopped, and with how many rows.
    ///
    /// - Throws: ``UsageError`` or `CancellationError`.
    mutating func next(
        into ledger: inout UsageLedger, isolation actor: isolated (any Actor)? = #isolation
    ) async throws -> WalkReport? {
        let place = self.place ?? ledger.addWalk(pages.report)
        self.place = place
        do {
            guard let page = try await pages.next() else { return nil }
            if let filled = page.filled {
                ledger.merge(filled)
                added += filled.count
            } else {
                for row in page.rows {
                    try ledger.append(row.usageRecord)
                    added += 1
                }
            }
            ledger.replaceWalk(at: place, with: page.report)
            return page.report
        } catch {
            var report = pages.report
            // A row that the ledger refuses was delivered and is not in it, nor are those behind it.
            report.rows = added
            if report.stopped == nil {
                report.isFinished = true
                report.stopped = (error as? UsageError)?.description ?? "the walk was cancelled"
            }
            ledger.replaceWalk(at: place, with: report)
            throw error
        }
    }

    /// What the walk did so far.
    var report: WalkReport { pages.report }
}
