/// The way of a walk's pages into a ledger, which keeps the walk's report beside them.
struct LedgerIntake<Row: UsageRow> {
    private var run: WalkSession<Row, DecodedRows<Row>>
    /// Where the ledger keeps the report.
    private var place: Int?
    private var added = 0

    init(_ walk: Walk<Row>) {
        run = WalkSession(walk, reading: \.ledgerRows)
    }

    /// Adds the next page; nil after the last one.
    ///
    /// Where it throws, the ledger's report says why the walk stopped, and with how many rows.
    ///
    /// - Throws: ``UsageError`` or `CancellationError`.
    mutating func next(
        into ledger: inout UsageLedger, isolation actor: isolated (any Actor)? = #isolation
    ) async throws -> WalkReport? {
        let place = self.place ?? ledger.addWalk(run.report)
        self.place = place
        do {
            guard let page = try await run.next() else { return nil }
            let before = ledger.count
            defer { added += ledger.count - before }
            switch page.content {
            case .rows(let rows):
                for range in page.selection.runs {
                    for row in rows[range] { try ledger.append(row.usageRecord) }
                }
            case .borrowed(let rows, in: let bytes): try ledger.append(rows, page.selection, in: bytes)
            }
            ledger.replaceWalk(at: place, with: page.report)
            return page.report
        } catch {
            var report = run.report
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
    var report: WalkReport { run.report }
}

extension UsageLedger {
    /// Adds rows of a page whose texts still stand in its bytes, one after the other, or throws at the first that is
    /// refused.
    fileprivate mutating func append(
        _ rows: [BorrowedRow], _ choice: RowSelection, in bytes: [UInt8]
    ) throws(UsageError) {
        try BorrowedBytes.withBytes(of: bytes) { (bytes) throws(UsageError) in
            for range in choice.runs {
                for index in range { try append(rows[index].record, in: bytes) }
            }
        }
    }
}
