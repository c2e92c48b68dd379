extension PageJudge {
    /// What a checkpoint after the last page needs.
    ///
    /// Callers keep pages, and with each of them such a value, so it holds nothing that grows with the rows of the walk
    /// and is not shared.
    struct Snapshot: Sendable {
        fileprivate let state: PageJudgeState
        let ids: SharedIDs
        /// The last page if rows have no ids.
        fileprivate let lastPage: PageSummary?

        /// The instant up to which rows were delivered, with the digests of those at it that have no ids.
        var frontier: Watermark { state.frontier }

        /// The state for a checkpoint, with or without the ids of the delivered rows.
        func state(includingIDs: Bool) -> PageJudgeState {
            var state = state
            state.idCount = ids.count
            if includingIDs { state.ids = ids.all } else { state.frontier = state.frontier.withoutRows }
            // A page of which only some rows were delivered is read again, which is no repetition.
            let isInPart = state.consumed != nil
            state.lastPage = isInPart ? nil : state.lastPage ?? lastPage.flatMap { $0.contentDigest() }
            return state
        }
    }

    /// The state after the last page.
    mutating func snapshot() -> Snapshot {
        let hasDigest = lastPage.map { $0.keys.contains { $0.id == nil } } ?? false
        return Snapshot(state: state, ids: delivered.sharedIDs(), lastPage: hasDigest ? lastPage : nil)
    }

    /// Continues from the state of a checkpoint.
    ///
    /// - Parameters:
    ///   - report: What was done up to the checkpoint.
    ///   - known: The state.
    ///   - rows: The keys of all delivered rows if the caller kept the rows; otherwise the state has their ids.
    ///   - listing: The listing at the checkpoint.
    /// - Returns: Whether the listing must be read from its start. This is so if known rows are expected, since the
    ///   checkpoint does not store which of them were already returned in this pass.
    /// - Throws: ``UsageError`` with ``UsageError/Code/checkpointDamaged`` if the state does not recognize all rows that
    ///   were delivered, so that one of them could be delivered again.
    mutating func restore(
        _ report: WalkReport, _ known: PageJudgeState, after rows: [RowKey]? = nil, in listing: Listing
    ) throws(UsageError) -> Bool {
        self.report = report
        earlier = (report.pages, report.rows)
        state = known
        state.ids = []
        hasUnknownRows = known.outsideRows > 0
        extremeOfEarlierRun = known.order.extreme
        if let rows { delivered.restore(rows) } else { delivered.restore(known.ids) }
        guard delivered.count == known.idCount, rows != nil || known.ids.count == known.idCount else {
            throw UsageError(
                .checkpointDamaged,
                "the checkpoint was made after rows with \(known.idCount) different ids, and comes with "
                    + "\(delivered.count): hand back the ids or the rows that were delivered, all of them")
        }
        let others = rows?.count { $0.id == nil } ?? report.rows - known.idCount
        guard others == report.rows - known.idCount else {
            throw UsageError(
                .checkpointDamaged,
                "the checkpoint was made after \(report.rows - known.idCount) rows without ids, and comes with \(others)"
            )
        }
        guard known.idCount == report.rows || !givesIDs(listing) else {
            throw UsageError(
                .checkpointDamaged,
                "the checkpoint was made after \(report.rows) rows, of which only \(known.idCount) have an id")
        }
        guard known.frontier.isWhole else {
            throw UsageError(
                .checkpointDamaged,
                "the checkpoint does not hold the last rows, which have no ids: hand back the rows that were delivered")
        }
        guard expectsKnownRows(listing) else { return false }
        beginPass(state.pass)
        state.consumed = nil
        return true
    }

    /// Whether rows have moved to the page that an earlier run received last, as far as the checkpoint shows it.
    ///
    /// It then has a row that was not delivered. Rows that have moved away from it come again on a later page.
    func hasMovedRows(_ page: PageSummary, number: Int, _ listing: Listing) -> Bool {
        guard page.info.reason(listing.checks) == nil else { return true }
        if page.count == 0 { return state.numbered.last >= number }
        if !givesIDs(listing) { return state.lastPage.map { $0 != page.contentDigest() } ?? false }
        let last = Set((state.lastIDs ?? []).map { ByteString($0) })
        return page.keys.indices.contains { index in
            let key = page.keys[index]
            guard let id = key.id, !delivered.contains(id), !last.contains(ByteString(id.text)) else { return false }
            let isFiltered = !page.filterKeys.isEmpty && page.filterKeys[index].isRefused
            return !isFiltered && (key.time.map(listing.window.contains) ?? !page.info.needsTimes)
        }
    }

    /// The number of pages that were received since the checkpoint.
    var pagesOfRun: Int { report.pages - earlier.pages }

    /// Why a page cannot be the one at which an earlier run stopped; nil if it can.
    ///
    /// Of rows without ids only their number says which of them were delivered.
    func resumptionError(_ page: PageSummary, _ listing: Listing) -> UsageError? {
        guard !givesIDs(listing), let consumed = state.consumed, consumed > page.count else { return nil }
        return UsageError(
            .checkpointMismatch,
            "the page at which the walk stopped had at least \(consumed) rows and now has \(page.count): walk again")
    }
}
