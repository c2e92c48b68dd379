/// The bookkeeping of a walk, without any I/O: what was seen, what may be delivered, and whether it goes on.
struct WalkProgress<Row: Hashable & Sendable> {
    /// What a page leads to.
    enum Outcome {
        case next(WalkPosition)
        /// The listing is over; what is next is another one, the same once more, or nothing.
        case end
        /// Rows disappeared in front of the page: it must be read again from further up.
        case gap
        /// The rows of the page are good; the walk cannot go on behind them.
        case failure(UsageError)
    }

    var report: WalkReport
    private let limits: WalkLimits
    /// The ids that were delivered, each with a hash of its row, by which a changed row is told from a repeated one;
    /// without one where the row was delivered in an earlier run.
    private var delivered: [String: Int?] = [:]
    /// The ids that the listing gave in this pass, delivered or not; kept in a second pass only.
    private var seen: Set<String> = []
    /// Rows that the listing gave and that belong to another part of the window.
    private var foreign: Set<String> = []
    private(set) var state = WalkProgressState()
    private var requested: Set<WalkPosition> = []
    /// The first pages of the listings that were begun in this pass; reading one again begins none.
    private var begun: Set<WalkPosition> = []
    private var pagesWithoutNews = 0
    private var pagesBeforeRestart = 0
    /// The last page, where its rows have no ids: they cannot be told from equal ones, but a page can.
    private var lastPage: [Row] = []
    /// What is left of the rows that an earlier pass delivered at the instant where it was cut off.
    private var repeated = WalkFrontier()

    /// How many pages in turn may bring nothing but known rows.
    private static var patience: Int { 3 }

    init(report: WalkReport, limits: WalkLimits) {
        self.report = report
        self.limits = limits
    }

    /// Takes a page in and returns the rows to deliver and what comes after them.
    mutating func accept(
        _ page: ReceivedPage<Row>, at position: WalkPosition, of segment: WalkPlan<Row>.Segment
    ) -> (rows: [Row], outcome: Outcome) {
        let endpoint = segment.endpoint
        if page.repeatsLastRow, !beginsWithKnownRow(page, endpoint) {
            report.pages += 1
            report.gaps += 1
            return ([], .gap)
        }
        if page.beginsListing, begun.insert(position).inserted { begin(listing: page.total, of: segment) }
        requested.insert(position)
        report.pages += 1
        if !endpoint.givesIDs, repeatsLastPage(page) {
            report.duplicates += page.rows.count
            return ([], .failure(UsageError(.paginationStalled, "page \(report.pages) is the page before it again")))
        }
        let before = state.passRows
        var rows: [Row] = []
        for (index, row) in page.rows.enumerated() where !(index == 0 && page.repeatsLastRow) {
            if isNew(row, segment) { rows.append(row) }
        }
        let room = limits.rows - report.rows
        let isOverLimit = rows.count > room
        if isOverLimit { rows.removeLast(rows.count - max(room, 0)) }
        report.rows += rows.count
        noteFrontier(rows, endpoint)
        if isOverLimit {
            return (rows, .failure(UsageError(.ceilingReached, "the walk has more than \(limits.rows) rows")))
        }
        return (rows, outcome(of: page, endpoint, hasNews: state.passRows > before))
    }

    /// Notes the last instant that was delivered, and the rows at it: those before it need no telling apart.
    private mutating func noteFrontier(_ rows: [Row], _ endpoint: Endpoint<Row>) {
        guard let last = rows.last, let time = endpoint.identity(last).time else { return }
        for row in rows.reversed() {
            guard endpoint.identity(row).time == time else { break }
            state.frontier.note(time) { endpoint.digest(row) }
        }
    }

    private mutating func begin(listing total: Int?, of segment: WalkPlan<Row>.Segment) {
        // What looks back counts news only, so its total says nothing.
        state.passTotal = segment.isLookBack ? nil : state.passTotal.flatMap { sum in total.map { sum + $0 } }
        guard state.pass == 1, !segment.isLookBack else { return }
        report.expected = total.map { (report.expected ?? 0) + $0 }
    }

    private mutating func outcome(of page: ReceivedPage<Row>, _ endpoint: Endpoint<Row>, hasNews: Bool) -> Outcome {
        let next: WalkPosition
        switch page.next {
        case .end: return .end
        case .unknown:
            return .failure(
                UsageError(.missingCursor, "the provider says that more rows follow and gives no cursor for them"))
        case .page(let position): next = position
        }
        if requested.contains(next), !hasNews || !endpoint.givesIDs {
            return .failure(
                UsageError(.paginationStalled, "after \(report.pages) pages the provider repeats a cursor"))
        }
        // An empty page with a way on is no sign of a stall; a page that repeats only known rows is.
        if hasNews { pagesWithoutNews = 0 } else if !page.rows.isEmpty { pagesWithoutNews += 1 }
        guard pagesWithoutNews < Self.patience + knownPages(page) else {
            return .failure(UsageError(.paginationStalled, "\(pagesWithoutNews) pages in turn brought no new row"))
        }
        guard report.pages < limits.pages else {
            return .failure(UsageError(.ceilingReached, "the walk has more than \(limits.pages) pages"))
        }
        return .next(next)
    }

    /// How many pages may bring known rows for a good reason: as many as the listing has where rows are written in
    /// front of it or where it is walked once more, and as many as came before a new beginning.
    private func knownPages(_ page: ReceivedPage<Row>) -> Int {
        let counted = page.total.map { $0 / max(page.rows.count, 1) } ?? 0
        return max(counted, pagesBeforeRestart)
    }

    // MARK: Listings

    /// Ends a listing; true where it must be walked once more, because it gave fewer rows than its total.
    mutating func endListing(_ segment: WalkPlan<Row>.Segment) -> Bool {
        let isShort = state.passTotal.map { state.passRows < $0 } ?? false
        if isShort, state.pass == 1, segment.endpoint.givesIDs {
            report.rewalks += 1
            beginPass(2)
            return true
        }
        if isShort, let total = state.passTotal {
            note("the provider counts \(total) rows and gave \(state.passRows)")
        }
        beginPass(1)
        state.frontier = WalkFrontier()
        return false
    }

    /// Begins what is left of a listing anew, from its start or from where its rows were delivered.
    mutating func restart() {
        report.restarts += 1
        repeated = state.frontier
        pagesBeforeRestart = report.pages
        requested = []
        pagesWithoutNews = 0
        // Totals of a part say nothing about the whole.
        state.passTotal = nil
    }

    /// Begins to read a page again from further up.
    mutating func closeGap() {
        requested = []
    }

    private mutating func beginPass(_ pass: Int) {
        state.pass = pass
        state.passRows = 0
        state.passTotal = 0
        seen = []
        foreign = []
        requested = []
        begun = []
        pagesWithoutNews = 0
    }

    /// Ends the walk.
    mutating func finish() {
        report.isFinished = true
    }

    /// Notes why the walk stops before its end.
    mutating func stop(_ reason: String) {
        report.isFinished = true
        report.stopped = reason
    }

    private mutating func note(_ reason: String) {
        report.stopped = report.stopped.map { "\($0); \(reason)" } ?? reason
    }

    // MARK: Rows

    private mutating func isNew(_ row: Row, _ segment: WalkPlan<Row>.Segment) -> Bool {
        let identity = segment.endpoint.identity(row)
        if let time = identity.time, !segment.window.contains(time) {
            countForeign(identity, time)
            return false
        }
        guard let id = identity.id else {
            if let digest = segment.endpoint.digest(row), repeated.take(digest, at: identity.time) { return false }
            state.passRows += 1
            return true
        }
        if let known = delivered[id] {
            countKnown(id, isConflict: known.map { $0 != row.hashValue } ?? false, segment)
            return false
        }
        delivered[id] = .some(row.hashValue)
        if state.pass > 1 { seen.insert(id) }
        state.passRows += 1
        return true
    }

    private mutating func countKnown(_ id: String, isConflict: Bool, _ segment: WalkPlan<Row>.Segment) {
        if state.pass > 1 {
            if seen.insert(id).inserted { state.passRows += 1 }
        } else if !segment.isLookBack {
            report.duplicates += 1
        }
        if isConflict { report.conflicts += 1 }
    }

    /// Counts a row that the listing gave although it lies outside the part of the window that was asked for: at the
    /// end of a window that the provider includes, or anywhere with a server that ignores the window.
    private mutating func countForeign(_ identity: RowIdentity, _ time: Timestamp) {
        if let id = identity.id, !foreign.insert(id).inserted { return }
        state.passRows += 1
        guard state.pass == 1 else { return }
        if report.window.contains(time) {
            // It belongs to a neighbouring part, which counts it too.
            report.expected = report.expected.map { $0 - 1 }
        } else {
            report.outsideWindow += 1
        }
    }

    /// Whether a page of rows without ids is the one before it, row by row: it would be counted twice.
    ///
    /// Rows that are all alike prove nothing: they may be that many equal charges.
    private mutating func repeatsLastPage(_ page: ReceivedPage<Row>) -> Bool {
        defer { lastPage = page.rows }
        guard !page.rows.isEmpty, lastPage == page.rows else { return false }
        return page.rows.contains { $0 != page.rows[0] }
    }

    private func beginsWithKnownRow(_ page: ReceivedPage<Row>, _ endpoint: Endpoint<Row>) -> Bool {
        guard let first = page.rows.first, let id = endpoint.identity(first).id else { return false }
        return delivered[id] != nil || foreign.contains(id)
    }

    // MARK: Checkpoints

    /// The state with the ids of the delivered rows.
    var snapshot: WalkProgressState {
        var snapshot = state
        snapshot.ids = Array(delivered.keys)
        return snapshot
    }

    /// Goes on where an earlier run stopped.
    mutating func restore(_ checkpoint: WalkCheckpoint) {
        report = checkpoint.report
        state = checkpoint.known
        state.ids = []
        for id in checkpoint.known.ids { delivered[id] = .some(nil) }
    }
}
