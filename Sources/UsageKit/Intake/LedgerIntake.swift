/// Feeds the pages of a walk into a ledger, and keeps the walk's report there up to date.
struct LedgerIntake<Row: UsageRow> {
    private var session: WalkSession<Row, DecodedRows<Row>>
    private let source: RowSource?
    /// The index of the report in the ledger; nil before the first page.
    private var reportIndex: Int?
    /// How many rows the ledger has accepted from the walk.
    private var addedRows = 0
    /// The rows of the ledger that hold those of the walk: the first row of each span, and its number in the walk.
    private var spans: [(number: Int, row: Int)] = []
    /// How many rows of an earlier run came again with other content.
    private var revisedEarlier = 0
    /// What the walk did before it was interrupted; nil if it begins here.
    private let earlier: WalkReport?
    /// Why the ledger lacks rows of an earlier run; nil if it can have them.
    private var missingEarlier: WalkStop?

    /// - Parameters:
    ///   - walk: The walk.
    ///   - labels: The labels that the ledger keeps.
    init(_ walk: Walk<Row>, keeping labels: [UsageDimension]) {
        let labels = labels.map(RowLabel.init)
        session = WalkSession(walk) { labels.isEmpty ? $0.ledgerRows : $0.labelledRows(labels) }
        source = walk.rowSource
        earlier = walk.checkpoint?.report
    }

    /// Adds the next page and returns the report of the walk; nil after the last page.
    ///
    /// If it throws, the ledger's report says why the walk stopped, and how many rows it added.
    ///
    /// - Throws: ``UsageError`` or `CancellationError`.
    mutating func next(
        into ledger: inout UsageLedger, isolation actor: isolated (any Actor)? = #isolation
    ) async throws -> WalkReport? {
        let reportIndex = self.reportIndex ?? begin(in: &ledger)
        self.reportIndex = reportIndex
        do {
            guard let page = try await session.next() else { return nil }
            let before = ledger.count
            beginSpan(number: page.selection.number, row: ledger.columns.count)
            ledger.beginRows(of: source?.accountLabel)
            defer {
                addedRows += ledger.count - before
                ledger.beginRows(of: nil)
            }
            switch page.content {
            case .rows(let rows):
                for range in page.selection.runs {
                    for row in rows[range] { try ledger.append(row: row) }
                }
            case .borrowed(let rows, in: let bytes): try ledger.append(rows, page.selection, in: bytes)
            }
            for number in page.selection.replaced {
                if let row = row(number) { ledger.retire(row) } else { revisedEarlier += 1 }
            }
            let report = noting(page.report)
            ledger.replaceWalk(at: reportIndex, with: report)
            return ledger.walks[reportIndex]
        } catch {
            var report = noting(session.report)
            // If the ledger refuses a row, the walk has delivered that row and those after it, but they were not added.
            report.rows = (earlier?.rows ?? 0) + addedRows
            report.isFinished = true
            // The session knows the reason if the walk failed, and not if the ledger refused a row.
            report.add(WalkStop(error))
            ledger.replaceWalk(at: reportIndex, with: report)
            throw error
        }
    }
}

extension LedgerIntake {
    /// The report of the walk so far.
    func report(in ledger: UsageLedger) -> WalkReport {
        reportIndex.map { ledger.walks[$0] } ?? session.report
    }

    /// Begins the report of the walk, or goes on with that of the walk that it continues.
    private mutating func begin(in ledger: inout UsageLedger) -> Int {
        guard let earlier else { return ledger.addWalk(session.report, of: source) }
        if let source,
            let index = ledger.indexOfWalk(continuedBy: source, in: earlier.window, rows: earlier.rows)
        {
            return index
        }
        let count = ledger.rowCount(of: earlier.provider, account: source?.accountLabel)
        missingEarlier = WalkStop(missingRowsBefore: earlier, in: "the ledger", count)
        return ledger.addWalk(session.report, of: source)
    }

    /// The report with the reasons why the ledger lacks rows of an earlier run, or may count some twice.
    private func noting(_ report: WalkReport) -> WalkReport {
        var report = report
        if let missingEarlier { report.add(missingEarlier) }
        if revisedEarlier > 0 {
            let reason =
                "\(revisedEarlier) rows of an earlier run came again with other content, and both states are counted"
            report.add(WalkStop(.revisedRows, reason))
        }
        return report
    }

    /// Notes the row of the ledger that the next row of the walk becomes.
    private mutating func beginSpan(number: Int, row: Int) {
        if let last = spans.last, row - last.row == number - last.number { return }
        spans.append((number, row))
    }

    /// The row of the ledger that holds a row of the walk; nil if an earlier run delivered it.
    private func row(_ number: Int) -> Int? {
        spans.last { $0.number <= number }.map { $0.row + number - $0.number }
    }
}

extension Walk {
    /// Where its rows come from; nil if a parameter is out of range, and then the walk begins with that error.
    fileprivate var rowSource: RowSource? {
        guard let source = try? source else { return nil }
        return RowSource(
            provider: source.provider, row: Row.self, origin: source.origin, query: source.fingerprint,
            account: client.account, key: client.authorization.fixedKey, continuesWalk: checkpoint != nil)
    }
}

extension UsageLedger {
    /// Adds the selected rows of a page whose texts are borrowed from its bytes, or throws at the first row that is
    /// refused.
    fileprivate mutating func append(
        _ page: BorrowedRows, _ selection: RowSelection, in bytes: [UInt8]
    ) throws(UsageError) {
        if !labels.isEmpty { return try appendLabelled(page, selection, in: bytes) }
        let rows = page.rows
        try BorrowedBytes.withBytes(of: bytes) { (bytes) throws(UsageError) in
            for range in selection.runs {
                for index in range { try append(rows[index].record, in: bytes) }
            }
        }
    }

    private mutating func appendLabelled(
        _ page: BorrowedRows, _ selection: RowSelection, in bytes: [UInt8]
    ) throws(UsageError) {
        let width = labels.count
        try BorrowedBytes.withBytes(of: bytes) { (bytes) throws(UsageError) in
            for range in selection.runs {
                for index in range {
                    try append(page.rows[index].record, in: bytes)
                    appendLabels(page.labels[index * width..<(index + 1) * width], in: bytes)
                }
            }
        }
    }
}

extension UsageLedger {
    /// How many rows there are of a provider, without those of accounts with other labels.
    fileprivate func rowCount(of provider: ProviderID, account: String?) -> Int {
        let accounts = account.map { [$0, nil] } ?? [nil]
        let query = ReportQuery(
            where: .all([.provider(in: [provider]), .isOne(.account, accounts)]), measures: [])
        // Without measures there are no sums that could be too large.
        return (try? report(query).total.coverage.rows) ?? 0
    }
}

extension WalkStop {
    /// The reason that rows before a checkpoint are not where those after it go; nil if there are enough.
    init?(missingRowsBefore earlier: WalkReport, in place: String, _ count: Int) {
        guard count < earlier.rows else { return nil }
        self.init(
            .missingRows,
            "the walk delivered \(earlier.rows) rows before its checkpoint, and \(place) has \(count) rows of "
                + "\(earlier.provider): add them first")
    }
}
