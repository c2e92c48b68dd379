// Listings: where they begin, end, and begin again.

extension PageJudge {
    /// Ends a listing.
    ///
    /// - Returns: Whether it must be walked a second time, because it returned fewer rows than its total.
    mutating func end(_ listing: Listing) -> Bool {
        let totals = listing.checks.contains(.totals) ? state.totals : TotalsCheck()
        finishNumbered(listing)
        let isDisproved = totals.isDisproved && listing.checks.contains(.changedTotals)
        let mayRepeat = totals.isDoubtful || totals.isExceeded && hasUnknownRows
        let isDoubtful = totals.isShort || mayRepeat || isDisproved || !state.faults.isEmpty
        if isDoubtful, state.pass == 1, givesIDs(listing), !listing.isSaved {
            readAgain()
            return true
        }
        if let changed = state.changedTotal, !totals.isShort, listing.checks.contains(.changedTotals) {
            note(
                .repeatedRows,
                "the provider reports \(changed.later) rows, previously \(changed.first); rows without ids may be repeated"
            )
        }
        if totals.isShort || totals.isExceeded {
            note(
                totals.isShort ? .missingRows : .repeatedRows,
                "the provider reports \(totals.total) rows but returned \(totals.rows)")
        } else if isDisproved {
            note(.repeatedRows, "the provider reports at most \(totals.highest) rows but returned \(totals.rows)")
        }
        for fault in state.faults { report.add(fault) }
        let (last, known) = (lastPage, knownPages)
        beginPass(1)
        // A saved page may repeat one of another listing.
        if listing.isSaved { (lastPage, knownPages) = (last, known) }
        state.frontier = Watermark()
        return false
    }

    /// Begins a second pass over a listing whose rows are known by their ids.
    mutating func readAgain() {
        report.rewalks += 1
        beginPass(2)
        state.consumed = nil
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
        state.pagesBeforeRestart = report.pages
        requested = []
        pagesWithoutNews = 0
        equalPages = 0
        lastPage = nil
        state.lastPage = nil
        state.consumed = nil
        state.isRest = true
        knownPages = KnownPages()
        // Rows up to here are read again. They are known by their instant.
        extremeOfEarlierRun = state.order.extreme ?? extremeOfEarlierRun
        knownContents = KnownContents()
        state.order.begin()
        state.confirmation = nil
        state.lastIDs = nil
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
        previousRow = nil
        knownContents = KnownContents()
        state.order.begin()
        state.numbered = NumberedPages()
        state.faults = []
        state.largestPage = 0
        state.confirmation = nil
        state.hasNewsSinceConfirmation = false
        state.lastPosition = nil
        state.hasRowCursors = false
        state.isAtFurthest = false
        state.hasOpaqueCursors = false
        state.emptyPosition = nil
        state.isRest = false
        state.lastIDs = nil
        state.knownRows = 0
        state.pageDigests = nil
        state.outsideRows = 0
        state.outsidePages = nil
        hasUnknownRows = false
    }

    /// Judges the pages of a listing that is addressed by page numbers, now that it has ended.
    mutating func finishNumbered(_ listing: Listing) {
        state.faults += state.numbered.faults(listing.checks)
        if state.numbered.contradictsTotal, state.pass == 1, listing.checks.contains(.totalPages) {
            report.notes.add(.pageCount, at: nil)
        }
        state.numbered = NumberedPages()
        state.largestPage = 0
    }
}
