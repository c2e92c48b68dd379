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
    var limits: WalkLimits
    var delivered = DeliveredRows()
    /// How many rows this run delivered, later states included.
    var deliveries = 0
    /// The ids that the listing returned in this pass, delivered or not.
    ///
    /// They are kept only if known rows are expected: in a second pass and in a look-back.
    var seen: Set<RowID> = []
    /// The ids of rows that the listing returned although they are outside its window, period or filter.
    var outside: Set<RowID> = []
    /// The ids of rows outside the window of the report, in whatever listing they came, if there are several.
    var outsideOfReport: Set<RowID> = []
    /// The rows of a file that were taken back.
    var movedRows = MovedRows()
    var state = PageJudgeState()
    /// What was found on the present page that is not as it was asked for.
    var breaches = PageBreaches()
    /// Whether the present page has a row that the listing did not return before.
    var hasNews = false
    var requested: Set<PagePosition> = []
    var pagesWithoutNews = 0
    /// The number of consecutive pages that brought no new row and repeated the page before.
    var equalPages = 0
    var emptyPages = 0
    var lastPage: PageSummary?
    var knownPages = KnownPages()
    /// The rows without ids that the listing returned in this run.
    var knownContents = KnownContents()
    /// The content of the last row without an id if all rows of its page are equal.
    var previousRow: UInt64?
    /// The last new row of the present page if rows that came before follow it, so that the cursor of the page leads back.
    var lastNewRow: Int?
    /// The position of the present page.
    var position = PagePosition.first
    /// Whether the listing returned rows to an earlier run that do not count, whose ids are not known.
    var hasUnknownRows = false
    /// The ids of rows in which text was replaced, with what was replaced and the place of the first such row.
    var damagedIDs: [RowID: (original: [UInt64], place: String)] = [:]
    /// The instant farthest along the order that an earlier run reached; nil if none did.
    var extremeOfEarlierRun: Timestamp?
    /// The offsets of the gaps that the walk has not passed yet, the last total, and their number as in ``gapCount``.
    var lastGap: (offsets: ClosedRange<Int>, total: Int?, count: Int)?
    /// The watermark at the last restart, less the rows that were found again since.
    var restartWatermark = Watermark()

    /// The maximum number of consecutive pages without a new row, and of gaps without one.
    static var maximumPagesWithoutNews: Int { 3 }

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
        let mismatch = page.info.reason(listing.checks)
        let isGap =
            mismatch == nil && page.info.repeatsLastRow && listing.checks.contains(.overlap)
            && !beginsWithKnownRow(page, listing)
        if isGap, listing.isSaved {
            note(.missingRows, Self.missingLastRow)
        } else if isGap {
            report.pages += 1
            report.gaps += 1
            state.totals.noteChange()
            let outcome = gap(at: position, before: page, listing)
            guard case .failure = outcome else { return (.none, outcome) }
            // The rows of a page that cannot be placed count, too, if it is the last one.
            let selection = newRows(of: page, from: 0, listing)
            report.rows += selection.count - selection.replaced.count
            return (selection, outcome)
        }
        self.position = position
        beginPage(page.info, at: position, of: listing)
        if page.keys.contains(where: { $0.id == nil }) { state.hasRowsWithoutIDs = true }
        let repeatedRows = repeatedRows(of: page, at: position, listing)
        let repeatsPrevious = repeatsPreviousPage(page, listing)
        if !givesIDs(listing), repeatsPrevious || !page.isPart && repeatsEarlierPage(page, listing),
            listing.checks.contains(.repeatedPages)
        {
            let earlier = repeatsPrevious ? "the page before it" : "an earlier page"
            report.duplicates += page.count
            return (.none, .failure(UsageError(.paginationStalled, "page \(report.pages) repeats \(earlier)")))
        }
        if let error = resumptionError(page, listing) { return (.none, .failure(error)) }
        if let mismatch, !givesIDs(listing) { return (.none, .failure(UsageError(.mismatchedResponse, mismatch))) }
        noteTotal(page.info.total, listing)
        let before = (state.order, state.numbered)
        checkPage(page, listing, repeatedRows: repeatedRows)
        hasNews = false
        lastNewRow = lastNewRow(of: page, listing)
        // Rows that were asked for again are no duplicates.
        let expected = state.confirmation != nil ? page.count : page.info.repeatsLastRow && !isGap ? 1 : 0
        let selection = newRows(of: page, from: expected, listing)
        report.rows += selection.count - selection.replaced.count
        if hasNews { state.hasNewsSinceConfirmation = true }
        if case .offset(let rows, _) = position, let lastGap, rows > lastGap.offsets.upperBound { self.lastGap = nil }
        noteRepetition(page, selection, listing)
        noteBreaches(of: page, listing)
        updateWatermark(selection, of: page)
        state.consumed = selection.cut
        if selection.cut != nil {
            // The page is read again.
            (state.order, state.numbered) = before
            return (selection, .failure(UsageError(.ceilingReached, "the walk has more than \(limits.rows) rows")))
        }
        let outcome =
            if let mismatch {
                Outcome.failure(UsageError(.mismatchedResponse, mismatch))
            } else {
                outcome(of: page, listing, repeatsPrevious: repeatsPrevious)
            }
        finishPage(page, listing)
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
        if info.repeatsLastRow { note(.missingRows, Self.missingLastRow) }
        beginPage(info, at: position, of: listing)
        noteTotal(info.total, listing)
        state.passRows += rows + outsideWindow
        state.totals.count(rows + outsideWindow)
        report.rows += rows
        report.unsettled += unsettled
        report.outsideWindow += outsideWindow
    }

    private mutating func beginPage(_ info: PageInfo, at position: PagePosition, of listing: Listing) {
        if info.beginsListing, state.begun.insert(position) {
            finishNumbered(listing)
            begin(total: info.total, of: listing)
        }
        requested.insert(position)
        report.pages += 1
    }

    /// How many times a gap was found since the walk last passed one, apart from those that were found further up.
    var gapCount: Int { lastGap?.count ?? 0 }

    /// Records a gap.
    ///
    /// If rows were deleted, the walk goes up until it finds a known row. If it comes down to a gap again and again, although
    /// the total does not fall, the listing has no stable order.
    private mutating func gap(at position: PagePosition, before page: PageSummary, _ listing: Listing) -> Outcome {
        let total = page.info.total
        let offset = if case .offset(let rows, _) = position { rows } else { 0 }
        var count = 1
        if let lastGap, total ?? 0 >= lastGap.total ?? 0 {
            count = lastGap.count + (offset < lastGap.offsets.lowerBound ? 0 : 1)
        }
        let known = lastGap?.offsets ?? offset...offset
        lastGap = (min(offset, known.lowerBound)...max(offset, known.upperBound), total, count)
        guard count <= Self.maximumPagesWithoutNews else {
            var order = OrderCheck()
            let isOrdered = listing.promises.order.map {
                order.note(page.keys.lazy.map(\.time), in: $0, repeatsRows: false) == 0
            }
            let reason = isOrdered ?? true ? "" : ", and the rows of the page are not in the documented order"
            return .failure(
                UsageError(
                    .paginationStalled,
                    "the last row of the previous page was not found again \(count) times\(reason)"))
        }
        guard pagesOfRun < limits.pages else { return .failure(pagesCeiling) }
        return .gap
    }

    /// Why no further page may be received; nil if one may.
    var pagesError: UsageError? { pagesOfRun < limits.pages ? nil : pagesCeiling }

    var pagesCeiling: UsageError {
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

    /// Ends the walk.
    mutating func finish() {
        let count = state.unreadableCharges
        if count > 0 { report.add(.unreadableCharges(count)) }
        noteDamagedTexts()
        report.isFinished = true
    }

    /// Adds a reason why the walk is not complete.
    mutating func note(_ code: WalkStop.Code, _ reason: String) { report.add(WalkStop(code, reason)) }
}
