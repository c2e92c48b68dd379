/// The bookkeeping of a walk, without any I/O: what was seen, what may be delivered, and whether it goes on.
struct WalkProgress<Row: Hashable & Sendable> {
    private(set) var report: WalkReport
    private let limits: WalkLimits
    private let identity: @Sendable (Row) -> RowIdentity
    /// The ids that were delivered, each with a hash of its row, by which a changed row is told from a repeated one.
    private var delivered: [String: Int] = [:]
    private var requested: Set<WalkPosition> = []
    private var pagesWithoutNews = 0
    private var uniqueRows = 0
    /// Totals of the listings that were begun; nil once one of them had none.
    private var total: Int? = 0
    /// The last page, where its rows have times and no ids: they cannot be told from equal ones, but a page can.
    private var lastPage: [Row] = []

    /// How many pages in turn may bring nothing but known rows.
    private static var patience: Int { 3 }

    init(report: WalkReport, limits: WalkLimits, identity: @escaping @Sendable (Row) -> RowIdentity) {
        self.report = report
        self.limits = limits
        self.identity = identity
    }

    /// What a page leads to.
    enum Outcome {
        case next(WalkPosition)
        case end
        /// The rows of the page are good; the walk cannot go on behind them.
        case failure(UsageError)
    }

    /// Takes a page in and returns the rows to deliver and what comes after them.
    mutating func accept(_ page: ReceivedPage<Row>, at position: WalkPosition) -> (rows: [Row], outcome: Outcome) {
        requested.insert(position)
        if report.pages == 0 || page.beginsListing {
            total = total.flatMap { total in page.total.map { total + $0 } }
            report.expected = total
        }
        report.pages += 1
        guard !repeatsLastPage(page) else {
            report.duplicates += page.rows.count
            return ([], .failure(UsageError(.paginationStalled, "page \(report.pages) is the page before it again")))
        }
        let before = uniqueRows
        let rows = page.rows.filter { isNew($0) }
        report.rows += rows.count
        let outcome = outcome(of: page, hasNews: uniqueRows > before)
        if case .end = outcome { finish() }
        return (rows, outcome)
    }

    private mutating func outcome(of page: ReceivedPage<Row>, hasNews: Bool) -> Outcome {
        guard report.rows <= limits.rows else {
            return .failure(UsageError(.ceilingReached, "the walk has more than \(limits.rows) rows"))
        }
        let next: WalkPosition
        switch page.next {
        case .end: return .end
        case .unknown:
            return .failure(
                UsageError(.missingCursor, "the provider says that more rows follow and gives no cursor for them"))
        case .page(let position): next = position
        }
        // An empty page with a way on is no sign of a stall; a page that repeats only known rows is.
        pagesWithoutNews = hasNews || page.rows.isEmpty ? 0 : pagesWithoutNews + 1
        if requested.contains(next), !hasNews || !knowsRowsById(page) {
            return .failure(
                UsageError(.paginationStalled, "after \(report.pages) pages the provider repeats a cursor"))
        }
        guard pagesWithoutNews < Self.patience else {
            return .failure(UsageError(.paginationStalled, "\(Self.patience) pages in turn brought no new row"))
        }
        guard report.pages < limits.pages else {
            return .failure(UsageError(.ceilingReached, "the walk has more than \(limits.pages) pages"))
        }
        return .next(next)
    }

    /// Notes why the walk stops before its end.
    mutating func stop(_ reason: String) {
        report.isFinished = true
        report.stopped = reason
    }

    private mutating func isNew(_ row: Row) -> Bool {
        let identity = identity(row)
        if let id = identity.id {
            if let known = delivered[id] {
                report.duplicates += 1
                if known != row.hashValue { report.conflicts += 1 }
                return false
            }
            delivered[id] = row.hashValue
        }
        uniqueRows += 1
        if let time = identity.time, !report.window.contains(time) {
            report.outsideWindow += 1
            return false
        }
        return true
    }

    /// Whether a page without ids is the one before it, row by row: it would be counted twice.
    private mutating func repeatsLastPage(_ page: ReceivedPage<Row>) -> Bool {
        let isWithoutIDs = page.rows.contains { row in
            let identity = identity(row)
            return identity.id == nil && identity.time != nil
        }
        guard isWithoutIDs else { return false }
        defer { lastPage = page.rows }
        return lastPage == page.rows
    }

    private func knowsRowsById(_ page: ReceivedPage<Row>) -> Bool {
        page.rows.allSatisfy { identity($0).id != nil }
    }

    private mutating func finish() {
        report.isFinished = true
        if let total, uniqueRows < total {
            report.stopped = "the provider counts \(total) rows and gave \(uniqueRows)"
        }
    }
}
