/// The bookkeeping of a walk, without any I/O: which rows were seen, which to deliver, and whether to continue.
struct PageJudge: Sendable {
    /// What the walk does after a page.
    enum Outcome {
        case next(PagePosition)
        /// The listing has ended; ``PageJudge/end(_:)`` says whether it must be read again.
        case end
        /// Rows before the page disappeared, so the listing must be read again from an earlier position.
        case gap
        /// The selected rows of the page are valid, but the walk cannot continue after them.
        case failure(UsageError)
        /// The selected rows of the page are valid, but a limit stops the walk before the page at this position.
        case ceiling(UsageError, before: PagePosition)
    }

    var report: WalkReport
    /// What earlier runs did; the limits are those of this run.
    var earlier = (pages: 0, rows: 0)
    let limits: WalkLimits
    var delivered = DeliveredRows()
    /// How many rows this run delivered, later states included.
    var deliveries = 0
    /// The ids that the listing returned in this pass, delivered or not.
    ///
    /// They are kept only if known rows are expected: in a second pass and in a look-back.
    var seen: Set<RowID> = []
    /// The ids of rows that the listing returned although they are outside its window or its filter.
    var outside: Set<RowID> = []
    /// The ids of rows outside the window of a file, in whatever listing they came.
    var savedOutside: Set<RowID> = []
    /// The rows of a file that were taken back.
    var movedRows = MovedRows()
    var state = PageJudgeState()
    /// What was found on the present page that is not as it was asked for.
    var breaches = PageBreaches()
    /// Whether the present page has a row that the listing did not return before.
    var hasNews = false
    private var requested: Set<PagePosition> = []
    private var pagesWithoutNews = 0
    /// The number of consecutive pages that brought no new row and repeated the page before.
    private var equalPages = 0
    private var emptyPages = 0
    private var pagesBeforeRestart = 0
    var lastPage: PageSummary?
    private var knownPages = KnownPages()
    /// The position and total of the last gap, and how many times in succession it was found there.
    private var lastGap: (position: PagePosition, total: Int?, count: Int)?
    /// The watermark at the last restart, less the rows that were found again since.
    var restartWatermark = Watermark()

    /// The maximum number of consecutive pages without a new row, and of successive gaps at one position.
    private static var maximumPagesWithoutNews: Int { 3 }

    private static var missingLastRow: String {
        "a page does not begin with the last row of the page before it, so rows may be missing"
    }

    init(report: WalkReport, limits: WalkLimits) {
        self.report = report
        self.limits = limits
    }

    /// Records a page.
    ///
    /// - Returns: Which of its rows to deliver, and what to do after them.
    mutating func accept(
        _ page: PageSummary, at position: PagePosition, of listing: Listing
    ) -> (selection: RowSelection, outcome: Outcome) {
        let isGap = page.info.repeatsLastRow && !beginsWithKnownRow(page, listing)
        if isGap, listing.isSaved {
            note(Self.missingLastRow)
        } else if isGap {
            report.pages += 1
            report.gaps += 1
            state.totals.noteChange()
            return (.none, gap(at: position, total: page.info.total))
        }
        beginPage(page.info, at: position, of: listing)
        if page.keys.contains(where: { $0.id == nil }) { state.hasRowsWithoutIDs = true }
        let repeatsPrevious = repeatsPreviousPage(page, listing)
        if !givesIDs(listing), repeatsPrevious || !page.isPart && knownPages.repeats(page) {
            let earlier = repeatsPrevious ? "the page before it" : "an earlier page"
            report.duplicates += page.count
            return (.none, .failure(UsageError(.paginationStalled, "page \(report.pages) repeats \(earlier)")))
        }
        if let error = resumptionError(page, listing) { return (.none, .failure(error)) }
        noteTotal(page.info.total, listing)
        beginFilter(page, listing)
        hasNews = false
        // The row that was asked for again is no duplicate.
        let selection = newRows(of: page, from: page.info.repeatsLastRow && !isGap ? 1 : 0, listing)
        report.rows += selection.count - selection.replaced.count
        noteBreaches(of: page, listing)
        updateWatermark(selection, of: page)
        state.consumed = selection.cut
        if selection.cut == nil { noteLastIDs(of: page) }
        if selection.cut != nil {
            return (selection, .failure(UsageError(.ceilingReached, "the walk has more than \(limits.rows) rows")))
        }
        let outcome = outcome(of: page, listing, repeatsPrevious: repeatsPrevious)
        if case .failure = outcome { state.consumed = page.count }
        return (selection, outcome)
    }

    /// Records a saved page whose rows are known to occur on no other page.
    ///
    /// - Parameters:
    ///   - info: What the page says about itself.
    ///   - rows: The number of its rows inside the window.
    ///   - unsettled: The number of those whose request has not ended.
    ///   - outsideWindow: The number of its rows outside the window.
    ///   - position: The position of the page.
    ///   - listing: The listing that the page belongs to.
    mutating func acceptDistinct(
        _ info: PageInfo, rows: Int, unsettled: Int, outsideWindow: Int, at position: PagePosition, of listing: Listing
    ) {
        if info.repeatsLastRow { note(Self.missingLastRow) }
        beginPage(info, at: position, of: listing)
        noteTotal(info.total, listing)
        state.passRows += rows + outsideWindow
        state.totals.count(rows + outsideWindow)
        report.rows += rows
        report.unsettled += unsettled
        report.outsideWindow += outsideWindow
    }

    private mutating func beginPage(_ info: PageInfo, at position: PagePosition, of listing: Listing) {
        if info.beginsListing, state.begun.insert(position) { begin(total: info.total, of: listing) }
        requested.insert(position)
        report.pages += 1
    }

    /// Records a gap.
    ///
    /// A listing with repeated gaps at the same position, although its total does not fall, has no stable order.
    private mutating func gap(at position: PagePosition, total: Int?) -> Outcome {
        var count = 1
        if let lastGap, lastGap.position == position, total ?? 0 >= lastGap.total ?? 0 { count = lastGap.count + 1 }
        lastGap = (position, total, count)
        guard count <= Self.maximumPagesWithoutNews else {
            return .failure(
                UsageError(
                    .paginationStalled,
                    "the last row of the previous page was not found again \(count) times at the same position"))
        }
        guard pagesOfRun < limits.pages else { return .failure(pagesCeiling) }
        return .gap
    }

    private var pagesCeiling: UsageError {
        UsageError(.ceilingReached, "the walk has more than \(limits.pages) pages")
    }

    /// Notes a changed total if rows have no ids: whether some came twice because of the change cannot be determined.
    private mutating func noteTotal(_ total: Int?, _ listing: Listing) {
        guard let total, let first = state.totals.note(total: total), !givesIDs(listing) else { return }
        state.changedTotal = ChangedTotal(first: first, later: total)
    }

    /// Notes the instant of the last delivered row, and the delivered rows at that instant.
    ///
    /// Rows before that instant need not be identified after a restart.
    private mutating func updateWatermark(_ selection: RowSelection, of page: PageSummary) {
        guard let last = selection.last, let time = page.keys[last].time else { return }
        for index in selection.runs.joined().reversed() {
            guard page.keys[index].time == time else { break }
            state.frontier.note(time) { page.digest(index) }
        }
    }

    private mutating func begin(total: Int?, of listing: Listing) {
        // A look-back counts only new rows, so they cannot be compared with its total.
        if listing.isLookBack { state.totals.switchOff() }
        state.totals.begin(total: total)
        guard state.pass == 1, !listing.isLookBack else { return }
        report.expect(total)
    }

    private mutating func outcome(
        of page: PageSummary, _ listing: Listing, repeatsPrevious: Bool
    ) -> Outcome {
        // What the last page of a file promises is seen at its end; other pages are followed by what the file holds.
        if listing.isSaved { return .end }
        let next: PagePosition
        switch page.info.next {
        case .end: return .end
        case .unknown:
            return .failure(
                UsageError(.missingCursor, "the provider says that more rows follow but gives no cursor for them"))
        case .unstated:
            return .failure(UsageError(.missingCursor, "the page does not say whether more rows follow"))
        case .page(let position): next = position
        }
        if requested.contains(next), !hasNews || !givesIDs(listing) {
            return .failure(
                UsageError(.paginationStalled, "after \(report.pages) pages the provider repeats a cursor"))
        }
        // An empty page that names a next page does not indicate a stall; a page of only known rows does.
        if hasNews {
            pagesWithoutNews = 0
            equalPages = 0
        } else if page.count > 0 {
            pagesWithoutNews += 1
            equalPages = repeatsPrevious ? equalPages + 1 : 0
        }
        emptyPages = page.count == 0 ? emptyPages + 1 : 0
        guard emptyPages < limits.emptyPages else {
            return .ceiling(
                UsageError(.ceilingReached, "\(emptyPages) consecutive pages have no rows"), before: next)
        }
        let maximum = Self.maximumPagesWithoutNews
        guard equalPages < maximum, pagesWithoutNews < maximum || expectsKnownPages(page) else {
            return .failure(
                UsageError(.paginationStalled, "\(pagesWithoutNews) consecutive pages contain no new row"))
        }
        // A later run with a higher limit continues at the page that this limit does not allow.
        return pagesOfRun < limits.pages ? .next(next) : .ceiling(pagesCeiling, before: next)
    }

    /// Whether this number of consecutive pages without a new row is still plausible.
    ///
    /// If rows are inserted before the position of the walk, or it goes back to an earlier position, all pages of the
    /// listing may repeat, and twice as many if each page has one new row and one of the page before. After a restart,
    /// all pages that were read before it may repeat.
    private func expectsKnownPages(_ page: PageSummary) -> Bool {
        // A total may be wrong, but pages that were not read before cannot repeat.
        let counted = min(page.info.total.map { $0 / max(page.count, 1) } ?? 0, report.pages)
        return (pagesWithoutNews - Self.maximumPagesWithoutNews) / 2 < max(counted, pagesBeforeRestart)
    }

    // MARK: Listings

    /// Ends a listing.
    ///
    /// - Returns: Whether it must be walked a second time, because it returned fewer rows than its total.
    mutating func end(_ listing: Listing) -> Bool {
        let totals = state.totals
        if let changed = state.changedTotal, !totals.isShort {
            note(
                "the provider reports \(changed.later) rows, previously \(changed.first); rows without ids may be repeated"
            )
        }
        if totals.isShort, state.pass == 1, givesIDs(listing), !listing.isSaved {
            report.rewalks += 1
            beginPass(2)
            return true
        }
        if totals.isShort || totals.isExceeded {
            note("the provider reports \(totals.total) rows but returned \(totals.rows)")
        }
        let (last, known) = (lastPage, knownPages)
        beginPass(1)
        // A saved page may repeat one of another listing.
        if listing.isSaved { (lastPage, knownPages) = (last, known) }
        state.frontier = Watermark()
        return false
    }

    /// Remembers a page that was judged in parts, because a later page may repeat it.
    mutating func endParts(of page: PageSummary) {
        lastPage = page
        _ = knownPages.repeats(page)
    }

    /// Restarts the listing, from its start or from the instant up to which its rows were delivered.
    mutating func restart() {
        report.restarts += 1
        restartWatermark = state.frontier
        pagesBeforeRestart = report.pages
        requested = []
        pagesWithoutNews = 0
        equalPages = 0
        lastPage = nil
        state.lastPage = nil
        state.consumed = nil
        knownPages = KnownPages()
        // The total of the remaining part cannot be compared with the rows of the whole listing.
        state.totals.switchOff()
    }

    /// Prepares for reading the listing again from an earlier position.
    mutating func closeGap() {
        requested = []
        lastPage = nil
        knownPages = KnownPages()
        equalPages = 0
    }

    mutating func beginPass(_ pass: Int) {
        state.pass = pass
        if pass == 1 { state.deliveredBefore = delivered.count }
        state.passRows = 0
        state.totals = TotalsCheck()
        state.changedTotal = nil
        knownPages = KnownPages()
        seen = []
        outside = []
        requested = []
        state.begun = PositionSet()
        pagesWithoutNews = 0
        equalPages = 0
        lastPage = nil
        state.lastPage = nil
        lastGap = nil
        state.lastIDs = nil
    }

    /// Ends the walk.
    mutating func finish() {
        let count = state.unreadableCharges
        if count > 0 { note("the amount of \(count) rows cannot be read, so the sums lack it") }
        report.isFinished = true
    }

    /// Ends the walk before the end of its listings, for this reason.
    mutating func stop(_ reason: String) {
        report.isFinished = true
        report.stopped = reason
    }

    /// Adds a reason why the walk is not complete.
    mutating func note(_ reason: String) {
        guard let stopped = report.stopped else { return report.stopped = reason }
        if !stopped.contains(reason) { report.stopped = "\(stopped); \(reason)" }
    }
}
