// What a page is held to: the promises of its listing.

extension PageJudge {
    /// How many ids of the last rows are kept, also in a checkpoint without the ids of all rows.
    static var maximumLastIDs: Int { 5 }

    /// Holds a page to the promises of its listing, before its rows are judged.
    mutating func checkPage(_ page: PageSummary, _ listing: Listing, repeatedRows: Int) {
        if case .page(let number, _, _) = position, !listing.isSaved {
            let givesIDs = givesIDs(listing)
            let isContinuous =
                givesIDs && page.info.total == nil
                && page.keys.contains { $0.id.map { wasListed($0, listing) } ?? false }
            state.numbered.note(
                number, rows: page.count, isContinuous: isContinuous, page.info, givesIDs: givesIDs)
        }
        if let maximum = page.info.maximumRows, page.count > maximum, listing.checks.contains(.rowCount) {
            breaches.add(.surplusRows, count: page.count - maximum)
        }
        if let deprecation = page.deprecation, !report.notes.contains(where: { $0.code == .deprecated }) {
            report.notes.add(.deprecated, at: deprecation)
        }
        if let damage = page.damage { note(damage) }
        if repeatedRows > 0 {
            note(
                .repeatedRows,
                "page \(report.pages) begins with the last rows of the page before it; rows may have come twice")
        }
        checkOrder(page, listing)
        beginFilter(page, listing)
    }

    /// Adds what was found on a page to the notes of the report.
    mutating func noteBreaches(of page: PageSummary, _ listing: Listing) {
        for (code, count) in breaches.counts { report.notes.add(code, at: "page \(report.pages)", count: count) }
        breaches = PageBreaches()
    }

    /// Keeps what the next page is compared with.
    mutating func finishPage(_ page: PageSummary, _ listing: Listing) {
        guard state.confirmation == nil else { return }
        if page.count > 0, listing.promises.hasRowCursor,
            page.info.isRowCursor || !listing.promises.saysWhetherMoreFollow
        {
            if page.info.givesCursor, !page.info.isRowCursor { state.hasOpaqueCursors = true }
            state.lastPosition = position
            state.hasRowCursors = page.info.isRowCursor
        }
        if let time = page.keys.last?.time { state.isAtFurthest = time == state.order.extreme }
        let rows = page.keys.prefix(lastNewRow.map { $0 + 1 } ?? page.count)
        let ids = (state.lastIDs ?? []) + rows.suffix(Self.maximumLastIDs).compactMap { $0.id?.text }
        state.lastIDs = ids.suffix(Self.maximumLastIDs)
        let first = page.keys.first
        previousRow = page.keys.allSatisfy { $0 == first } ? first?.contentHash : nil
    }

    // MARK: Order

    private mutating func checkOrder(_ page: PageSummary, _ listing: Listing) {
        guard let order = listing.promises.order, !listing.isSaved else { return }
        if !givesIDs(listing), state.consumed == nil {
            checkRepeatedRows(page, order, listing)
        }
        let repeatsRows = state.consumed != nil || page.keys.first?.id.map { wasListed($0, listing) } ?? false
        let count = state.order.note(page.keys.lazy.map(\.time), in: order, repeatsRows: repeatsRows)
        if count > 0, listing.checks.contains(.order) { breaches.add(.outOfOrder, count: count) }
    }

    /// Notes rows without ids that came before: an equal row is another charge only if it comes in order.
    private mutating func checkRepeatedRows(_ page: PageSummary, _ order: ListingOrder, _ listing: Listing) {
        var extreme = state.order.extreme
        var isRepeated = false
        var isBroken = false
        for (index, key) in page.keys.enumerated() {
            guard let time = key.time else { continue }
            guard let known = extreme, order.puts(time, before: known) else {
                extreme = time
                continue
            }
            isBroken = true
            // The rows of an earlier run are not known, only how far it came.
            if mayBeOfEarlierRun(page, index, at: time, order)
                || knownContents.contains(key.contentHash, or: page.keys[..<index])
            {
                isRepeated = true
            }
        }
        if isBroken, hasSeparatedEqualRows(page) { isRepeated = true }
        knownContents.append(page.keys)
        if isRepeated, listing.checks.contains(.repeatedRows) {
            note(.repeatedRows, "page \(report.pages) has rows out of order that may have come before")
        }
    }

    /// Whether an earlier run may have received a row without an id: one before the instant that it reached, or at it.
    private func mayBeOfEarlierRun(
        _ page: PageSummary, _ index: Int, at time: Timestamp, _ order: ListingOrder
    ) -> Bool {
        guard let extreme = extremeOfEarlierRun, !order.puts(extreme, before: time) else { return false }
        // The rows at the instant of the last delivered row are known.
        guard time == extreme, time == state.frontier.time else { return true }
        return state.frontier.holds(page.digest(index), at: time)
    }

    /// Whether a page has two equal rows with a row of another instant between them: on a page out of order, the first of
    /// them may be the one that is in the wrong place.
    private func hasSeparatedEqualRows(_ page: PageSummary) -> Bool {
        var first: [UInt64: Int] = [:]
        return page.keys.indices.contains { index in
            let key = page.keys[index]
            guard let earlier = first[key.contentHash] else {
                first[key.contentHash] = index
                return false
            }
            return page.keys[earlier..<index].contains { $0.time != key.time }
        }
    }

    /// How many rows without ids a page begins with that are the last rows of the page before it.
    ///
    /// They may have come twice, or be separate equal charges. A page of which all rows are equal proves nothing.
    func repeatedRows(of page: PageSummary, at position: PagePosition, _ listing: Listing) -> Int {
        guard !givesIDs(listing), !listing.isSaved, state.consumed == nil, listing.checks.contains(.seam),
            let first = page.keys.first
        else { return 0 }
        switch position {
        case .first, .offset: return 0
        case .page:
            let repeated = lastPage.map { overlap(of: page, after: $0.keys) } ?? 0
            // Rows of several instants are no separate equal charges.
            return page.keys.prefix(repeated).contains { $0.time != first.time } ? repeated : 0
        case .cursor: guard listing.promises.order != nil, page.info.total == nil else { return 0 }
        }
        guard let last = lastPage?.keys else {
            return state.frontier.holds(page.digest(0), at: first.time) ? 1 : 0
        }
        return overlap(of: page, after: last)
    }

    /// How many rows a page begins with that are the last ones of a page before it.
    private func overlap(of page: PageSummary, after last: [RowKey]) -> Int {
        guard let first = page.keys.first, last != page.keys, last.contains(where: { $0 != first }) else { return 0 }
        for start in last.indices where last[start] == first {
            let end = last[start...]
            if page.keys.starts(with: end) { return end.count }
        }
        return 0
    }

    /// Whether a page is the last one again, as some servers answer if a page after it is asked for.
    func isBeyondTheEnd(_ page: PageSummary, at position: PagePosition) -> Bool {
        guard case .page(let number, _, _) = position, number > 1, page.count > 0, state.totals.isReached else {
            return false
        }
        return page.keys == lastPage?.keys
    }

    /// Whether a page of rows without ids came before.
    mutating func repeatsEarlierPage(_ page: PageSummary, _ listing: Listing) -> Bool {
        if knownPages.repeats(page) { return true }
        // After a checkpoint, only the order tells rows that came before, or else what the checkpoint holds.
        guard listing.promises.order == nil, !listing.isSaved, state.consumed == nil, let first = page.keys.first,
            page.keys.contains(where: { $0 != first }), let digest = page.contentDigest()?.shortened
        else { return false }
        let digests = state.pageDigests ?? []
        state.pageDigests = digests + [digest]
        return digests.contains { $0.hasPrefix(digest) }
    }

    /// Notes that a page may repeat rows that do not count and that an earlier run received: their ids are not known, so
    /// that they were counted again as rows of the listing.
    mutating func noteRepetition(_ page: PageSummary, _ selection: RowSelection, _ listing: Listing) {
        guard state.totals.hasTotal, !listing.isSaved, page.count > 0 else { return }
        if hasUnknownRows, state.knownRows > 0 { state.totals.noteRepetition() }
        guard selection.count == 0, state.knownRows == 0, givesIDs(listing) else { return }
        let ids = page.keys.compactMap { $0.id?.text }
        let digest = Digest.sha256Base64(of: ids.map { "\($0.utf8.count):\($0)" }.joined()).shortened
        let known = state.outsidePages ?? []
        if known.contains(digest) {
            if hasUnknownRows { state.totals.noteRepetition() }
        } else {
            state.outsidePages = known + [digest]
        }
    }

    // MARK: Ids

    /// Whether the listing returned a row before, whether it counts or not.
    func wasListed(_ id: RowID, _ listing: Listing) -> Bool {
        outside.contains(id) || wasReturned(id, listing)
    }

    /// The last row of a page that the listing did not return before, if other rows follow it on the page and the cursor is
    /// the id of the last one of them; nil otherwise.
    func lastNewRow(of page: PageSummary, _ listing: Listing) -> Int? {
        func isKnown(_ key: RowKey) -> Bool {
            key.id.map { wasListed($0, listing) } ?? false || isOfEarlierRun(key, listing)
        }
        guard page.info.isRowCursor, listing.checks.contains(.rowCursor), let last = page.keys.last, isKnown(last)
        else {
            return nil
        }
        return page.keys.lastIndex { !isKnown($0) }
    }

    /// Whether a row outside the window may have been returned to an earlier run, of which only the order tells.
    private func isOfEarlierRun(_ key: RowKey, _ listing: Listing) -> Bool {
        guard let order = listing.promises.order, let extreme = extremeOfEarlierRun, let time = key.time else {
            return false
        }
        return !listing.window.contains(time) && !order.puts(extreme, before: time)
    }

    // MARK: Filters

    /// Notes which fields of the filter the rows of a page show.
    private mutating func beginFilter(_ page: PageSummary, _ listing: Listing) {
        guard !page.filterKeys.isEmpty else { return }
        var check = state.filter ?? FilterCheck()
        let unclear = check.begin(page.filterKeys, of: listing.promises.filter)
        state.filter = check
        for name in unclear {
            note(
                .unclearFilter,
                "page \(report.pages) shows the field of the filter \(name), which rows of earlier pages do not show")
        }
    }

    /// Whether a row does not pass the filter.
    ///
    /// - Parameters:
    ///   - page: The page of the row.
    ///   - index: The index of the row.
    ///   - isAgain: Whether the row was asked for again, so that it has been judged.
    ///   - listing: The listing of the page.
    /// - Returns: Whether it is to be left out.
    mutating func isFilteredOut(_ page: PageSummary, _ index: Int, isAgain: Bool, _ listing: Listing) -> Bool {
        guard !page.filterKeys.isEmpty, listing.checks.contains(.filter), var check = state.filter else { return false }
        let (key, filter) = (page.filterKeys[index], listing.promises.filter)
        // A row is not left out because its field cannot be read.
        if page.keys[index].traits.contains(.unreadable), !key.isRefused,
            let name = check.missing(in: key, of: filter).first
        {
            let reason = "page \(report.pages) has a row in which the field of the filter \(name) cannot be read"
            if !isAgain { note(.unclearFilter, reason) }
            return false
        }
        if key.isRefused, page.damagedRow(index) != nil {
            let reason = "page \(report.pages) has a row with replaced text that may be one that the filter leaves out"
            if !isAgain { note(.unclearFilter, reason) }
            return false
        }
        let passes = check.passes(key, of: filter)
        state.filter = check
        return !passes
    }
}

extension String {
    /// The first 96 bits of a digest, since a checkpoint has one for each page.
    fileprivate var shortened: String { String(prefix(16)) }
}
