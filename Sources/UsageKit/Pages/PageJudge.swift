/// The bookkeeping of a walk, without any I/O: what was seen, what may be delivered, and whether it goes on.
struct PageJudge: Sendable {
    /// What a page leads to.
    enum Outcome {
        case next(PagePosition)
        /// The listing is over; what is next is another one, the same once more, or nothing.
        case end
        /// Rows disappeared in front of the page: it must be read again from further up.
        case gap
        /// The rows of the page are good; the walk cannot go on behind them.
        case failure(UsageError)
        /// The rows of the page are good; the walk may not go on behind them, although it could.
        case ceiling(UsageError, before: PagePosition)
    }

    var report: WalkReport
    private let limits: WalkLimits
    private var delivered = DeliveredRows()
    /// The ids that the listing gave in this pass, delivered or not; kept where known rows are expected: in a second
    /// pass, and where a part is read again.
    private var seen: Set<RowID> = []
    /// Rows that the listing gave and that belong to another part of the window.
    private var foreign: Set<RowID> = []
    private(set) var state = PageJudgeState()
    private var requested: Set<PagePosition> = []
    private var pagesWithoutNews = 0
    /// How often in turn the page without news was the one before it.
    private var equalPages = 0
    private var pagesBeforeRestart = 0
    private var lastPage: PageSummary?
    /// Where the last gap showed, with the total there, and how often in turn it showed there.
    private var lastGap: (position: PagePosition, total: Int?, count: Int)?
    /// What is left of the rows that an earlier pass delivered at the instant where it was cut off.
    private var repeated = Watermark()

    /// How many pages in turn may bring nothing but known rows.
    private static var patience: Int { 3 }

    init(report: WalkReport, limits: WalkLimits) {
        self.report = report
        self.limits = limits
    }

    /// Takes a page in and says which of its rows to deliver and what comes after them.
    mutating func accept(
        _ page: PageSummary, at position: PagePosition, of listing: Listing
    ) -> (choice: RowSelection, outcome: Outcome) {
        if page.info.repeatsLastRow, !beginsWithKnownRow(page, listing) {
            report.pages += 1
            report.gaps += 1
            return (.none, gap(at: position, total: page.info.total))
        }
        beginPage(page.info, at: position, of: listing)
        let isLastPageAgain = repeatsLastPage(page, listing)
        if !listing.givesIDs, isLastPageAgain {
            report.duplicates += page.count
            return (
                .none, .failure(UsageError(.paginationStalled, "page \(report.pages) is the page before it again"))
            )
        }
        noteTotal(of: page, listing)
        let before = state.passRows
        let choice = newRows(of: page, listing)
        report.rows += choice.count
        noteFrontier(choice, of: page)
        state.consumed = choice.cut
        if choice.cut != nil {
            return (choice, .failure(UsageError(.ceilingReached, "the walk has more than \(limits.rows) rows")))
        }
        let outcome = outcome(of: page, listing, hasNews: state.passRows > before, isAgain: isLastPageAgain)
        if case .failure = outcome, !listing.givesIDs { state.consumed = page.count }
        return (choice, outcome)
    }

    /// Takes in a saved page whose rows are known to come nowhere else.
    ///
    /// - Parameters:
    ///   - info: What the page says of itself.
    ///   - rows: How many of its rows are inside the window.
    ///   - outsideWindow: How many are outside.
    ///   - position: Where the page is.
    ///   - listing: What it is a page of.
    mutating func acceptDistinct(
        _ info: PageInfo, rows: Int, outsideWindow: Int, at position: PagePosition, of listing: Listing
    ) {
        beginPage(info, at: position, of: listing)
        state.passRows += rows + outsideWindow
        report.rows += rows
        report.outsideWindow += outsideWindow
    }

    private mutating func beginPage(_ info: PageInfo, at position: PagePosition, of listing: Listing) {
        if info.beginsListing, state.begun.insert(position).inserted { begin(total: info.total, of: listing) }
        requested.insert(position)
        report.pages += 1
    }

    /// Which rows of a page are to be delivered.
    private mutating func newRows(of page: PageSummary, _ listing: Listing) -> RowSelection {
        let room = limits.rows - report.rows
        // Rows without ids that an earlier run took from this very page are known by their number only.
        let first = page.info.repeatsLastRow ? 1 : listing.givesIDs ? 0 : state.consumed ?? 0
        var choice = RowSelection(from: min(first, page.count), to: page.count)
        for index in choice.range {
            guard verdict(page, index, listing) == .new else {
                choice.dropped.append(index)
                continue
            }
            guard index - choice.range.lowerBound - choice.dropped.count < room else {
                forget(page.keys[index])
                choice.cut(at: index)
                break
            }
        }
        return choice
    }

    /// Takes back that the last row is new, so that a later run delivers it.
    private mutating func forget(_ mark: RowKey) {
        state.passRows -= 1
        guard let id = mark.id else { return }
        delivered.removeLast()
        seen.remove(id)
    }

    /// What a gap leads to: a listing that shows one at the same place again and again, although its total does not
    /// fall, gives its rows no steady order.
    private mutating func gap(at position: PagePosition, total: Int?) -> Outcome {
        var count = 1
        if let lastGap, lastGap.position == position, total ?? 0 >= lastGap.total ?? 0 { count = lastGap.count + 1 }
        lastGap = (position, total, count)
        guard count <= Self.patience else {
            return .failure(
                UsageError(.paginationStalled, "\(count) times the rows of the page before were not found again"))
        }
        guard report.pages < limits.pages else { return .failure(pagesCeiling) }
        return .gap
    }

    private var pagesCeiling: UsageError {
        UsageError(.ceilingReached, "the walk has more than \(limits.pages) pages")
    }

    /// Notes a total that changed, where rows without ids cannot tell whether some came twice for it.
    private mutating func noteTotal(of page: PageSummary, _ listing: Listing) {
        guard !listing.givesIDs, let total = page.info.total, let first = state.passTotal, total != first else {
            return
        }
        state.changedTotal = total
    }

    /// Notes the last instant that was delivered, and the rows at it: those before it need no telling apart.
    private mutating func noteFrontier(_ choice: RowSelection, of page: PageSummary) {
        guard let last = choice.last, let time = page.keys[last].time else { return }
        for index in choice.runs.joined().reversed() {
            guard page.keys[index].time == time else { break }
            state.frontier.note(time) { page.digest(index) }
        }
    }

    private mutating func begin(total: Int?, of listing: Listing) {
        // What looks back counts news only, so its total says nothing.
        state.passTotal = listing.isLookBack ? nil : Self.sum(state.passTotal, total)
        guard state.pass == 1, !listing.isLookBack else { return }
        report.expected = Self.sum(report.expected ?? 0, total)
    }

    /// The sum of two totals; nil where one is unknown or no total that a listing can have.
    private static func sum(_ left: Int?, _ right: Int?) -> Int? {
        guard let left, let right else { return nil }
        let (sum, isTooLarge) = left.addingReportingOverflow(right)
        return isTooLarge ? nil : sum
    }

    private mutating func outcome(
        of page: PageSummary, _ listing: Listing, hasNews: Bool, isAgain: Bool
    ) -> Outcome {
        let next: PagePosition
        switch page.info.next {
        case .end: return .end
        case .unknown:
            return .failure(
                UsageError(.missingCursor, "the provider says that more rows follow and gives no cursor for them"))
        case .page(let position): next = position
        }
        if listing.isSaved { return .next(next) }
        if requested.contains(next), !hasNews || !listing.givesIDs {
            return .failure(
                UsageError(.paginationStalled, "after \(report.pages) pages the provider repeats a cursor"))
        }
        // An empty page with a way on is no sign of a stall; a page that repeats only known rows is.
        if hasNews {
            pagesWithoutNews = 0
            equalPages = 0
        } else if page.count > 0 {
            pagesWithoutNews += 1
            equalPages = isAgain ? equalPages + 1 : 0
        }
        guard equalPages < Self.patience, pagesWithoutNews < Self.patience || hasKnownPages(page) else {
            return .failure(UsageError(.paginationStalled, "\(pagesWithoutNews) pages in turn brought no new row"))
        }
        // A page that the ceiling does not allow is where a later run with a higher one goes on.
        return report.pages < limits.pages ? .next(next) : .ceiling(pagesCeiling, before: next)
    }

    /// Whether that many pages may bring known rows for a good reason: where rows are written in front of the listing
    /// or it is read again from further up, as many as it has, twice for pages of one row and the one before it; and
    /// as many as came before a new beginning.
    private func hasKnownPages(_ page: PageSummary) -> Bool {
        let counted = page.info.total.map { $0 / max(page.count, 1) } ?? 0
        return (pagesWithoutNews - Self.patience) / 2 < max(counted, pagesBeforeRestart)
    }

    // MARK: Listings

    /// Ends a listing; true where it must be walked once more, because it gave fewer rows than its total.
    mutating func end(_ listing: Listing) -> Bool {
        let isShort = state.passTotal.map { state.passRows < $0 } ?? false
        if let first = state.passTotal, let changed = state.changedTotal, !isShort {
            note("the provider counts \(changed) rows after \(first), and rows without ids may have come twice")
        }
        if isShort, state.pass == 1, listing.givesIDs, !listing.isSaved {
            report.rewalks += 1
            beginPass(2)
            return true
        }
        if isShort, let total = state.passTotal {
            note("the provider counts \(total) rows and gave \(state.passRows)")
        }
        let last = lastPage
        beginPass(1)
        // A saved page may be the last one of the listing before it again.
        if listing.isSaved { lastPage = last }
        state.frontier = Watermark()
        return false
    }

    /// Begins what is left of a listing anew, from its start or from where its rows were delivered.
    mutating func restart() {
        report.restarts += 1
        repeated = state.frontier
        pagesBeforeRestart = report.pages
        requested = []
        pagesWithoutNews = 0
        equalPages = 0
        lastPage = nil
        state.lastPage = nil
        state.consumed = nil
        // Totals of a part say nothing about the whole.
        state.passTotal = nil
    }

    /// Begins to read a page again from further up.
    mutating func closeGap() {
        requested = []
        lastPage = nil
        equalPages = 0
    }

    private mutating func beginPass(_ pass: Int) {
        state.pass = pass
        state.passRows = 0
        state.passTotal = 0
        state.changedTotal = nil
        seen = []
        foreign = []
        requested = []
        state.begun = []
        pagesWithoutNews = 0
        equalPages = 0
        lastPage = nil
        state.lastPage = nil
        lastGap = nil
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

    /// Adds a reason why the walk is not complete.
    mutating func note(_ reason: String) {
        report.stopped = report.stopped.map { "\($0); \(reason)" } ?? reason
    }

    // MARK: Rows

    /// Judges a row, and counts it.
    private mutating func verdict(_ page: PageSummary, _ index: Int, _ listing: Listing) -> RowVerdict {
        let mark = page.keys[index]
        if let time = mark.time, !listing.window.contains(time) {
            countForeign(mark.id, time)
            return .outside
        }
        guard let id = mark.id else {
            if repeated.isBehind(mark.time, listing.order) { return .same }
            if let digest = page.digest(index), repeated.take(digest, at: mark.time) { return .same }
            state.passRows += 1
            return .new
        }
        if let known = delivered.insert(id, contentHash: mark.contentHash) {
            countKnown(id, isConflict: known == .revised, listing)
            return known
        }
        if expectsKnownRows(listing) { seen.insert(id) }
        state.passRows += 1
        return .new
    }

    private func expectsKnownRows(_ listing: Listing) -> Bool { state.pass > 1 || listing.isLookBack }

    private mutating func countKnown(_ id: RowID, isConflict: Bool, _ listing: Listing) {
        if expectsKnownRows(listing) {
            if seen.insert(id).inserted { state.passRows += 1 }
        } else {
            report.duplicates += 1
        }
        if isConflict { report.conflicts += 1 }
    }

    /// Counts a row that the listing gave although it lies outside the part of the window that was asked for: at the
    /// end of a window that the provider includes, or anywhere with a server that ignores the window.
    private mutating func countForeign(_ id: RowID?, _ time: Timestamp) {
        if let id, !foreign.insert(id).inserted { return }
        state.passRows += 1
        guard state.pass == 1 else { return }
        if report.window.contains(time) {
            // It belongs to a neighbouring part, which counts it too.
            report.expected = report.expected.map { $0 - 1 }
        } else {
            report.outsideWindow += 1
        }
    }

    /// Whether a page is the one before it, row by row: without ids its rows would be counted twice.
    ///
    /// Rows without ids that are all alike prove nothing: they may be that many equal charges.
    private mutating func repeatsLastPage(_ page: PageSummary, _ listing: Listing) -> Bool {
        defer {
            lastPage = page
            state.lastPage = nil
        }
        guard let first = page.keys.first else { return false }
        let isAgain = state.lastPage.map { $0 == Self.digest(of: page, listing) } ?? (lastPage?.keys == page.keys)
        return isAgain && (listing.givesIDs || page.keys.contains { $0 != first })
    }

    /// A text that is the same for equal pages of rows without ids.
    private static func digest(of page: PageSummary, _ listing: Listing) -> String? {
        guard !listing.givesIDs, page.count > 0 else { return nil }
        let text = page.keys.indices.map { page.digest($0) ?? "" }.joined(separator: "\n")
        return Digest.sha256Base64(of: text)
    }

    /// Whether a page begins with a row that was met before.
    ///
    /// A row newer than the window stands above all that is wanted, so nothing is missed in front of it.
    private func beginsWithKnownRow(_ page: PageSummary, _ listing: Listing) -> Bool {
        guard let first = page.keys.first else { return false }
        if listing.order == .descending, let time = first.time, let end = listing.window.end, time >= end {
            return true
        }
        guard let id = first.id else { return false }
        if foreign.contains(id) { return true }
        return expectsKnownRows(listing) ? seen.contains(id) : delivered.contains(id)
    }

    // MARK: Checkpoints

    /// The state for a checkpoint, with or without the ids of the delivered rows.
    func snapshot(of listing: Listing, includingIDs: Bool) -> PageJudgeState {
        var snapshot = state
        if includingIDs { snapshot.ids = delivered.ids }
        // A page that was taken in part comes again and is no repetition.
        let isInPart = state.consumed != nil
        snapshot.lastPage = isInPart ? nil : state.lastPage ?? lastPage.flatMap { Self.digest(of: $0, listing) }
        return snapshot
    }

    /// Goes on where an earlier run stopped; true where its listing is to be begun anew: what reads known rows once more
    /// does, since the checkpoint does not keep which of them it has met.
    mutating func restore(_ report: WalkReport, _ known: PageJudgeState, in listing: Listing) -> Bool {
        self.report = report
        state = known
        state.ids = []
        delivered.restore(known.ids)
        guard expectsKnownRows(listing) else { return false }
        beginPass(state.pass)
        return true
    }
}
