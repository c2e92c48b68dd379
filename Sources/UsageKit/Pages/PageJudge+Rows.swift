extension PageJudge {
    /// Which rows of a page are to be delivered.
    ///
    /// - Parameters:
    ///   - page: The page.
    ///   - first: The first row that was not asked for again; those before it are no duplicates.
    ///   - listing: The listing of the page.
    /// - Returns: The new rows.
    mutating func newRows(of page: PageSummary, from first: Int, _ listing: Listing) -> RowSelection {
        let remaining = max(limits.rows, 0) - (report.rows - earlier.rows)
        // An earlier run has judged the first rows of this page. They do not count again, and without ids they are skipped.
        let judged = state.consumed ?? 0
        let consumed = givesIDs(listing) ? 0 : judged
        var selection = RowSelection(from: min(consumed, page.count), to: page.count, number: deliveries)
        state.knownRows = 0
        let isDamaged = page.damage != nil || !damagedIDs.isEmpty
        for index in selection.range {
            let key = page.keys[index]
            if isDamaged {
                checkDamagedID(of: key, page, index, isExpected: index < first, isKnown: index < judged, listing)
            }
            switch verdict(key, page, index, isExpected: index < first, isKnown: index < judged, listing) {
            case .same:
                selection.dropped.append(index)
                if index >= max(first, judged) { state.knownRows += 1 }
            case .outside: selection.dropped.append(index)
            case .moved(let row):
                selection.dropped.append(index)
                selection.replaced.append(row.number)
            case .again(let row):
                selection.replaced.append(row.number)
                deliveries += 1
            case .revised(let row):
                selection.replaced.append(row.number)
                takeBack(row.traits)
                if !key.traits.isDisjoint(with: [.unreadable, .damaged]) { noteFields(key.traits, page, index) }
                deliveries += 1
            case .new:
                guard deliveries - selection.number - selection.replaced.count < remaining else {
                    forget(key)
                    selection.cut(at: index)
                    return selection
                }
                if !key.traits.isDisjoint(with: [.unreadable, .damaged]) { noteFields(key.traits, page, index) }
                deliveries += 1
            }
        }
        return selection
    }

    /// Judges a row, and counts it unless an earlier run did and it is dropped.
    private mutating func verdict(
        _ key: RowKey, _ page: PageSummary, _ index: Int, isExpected: Bool, isKnown: Bool, _ listing: Listing
    ) -> RowVerdict {
        guard isKnown else { return verdict(key, page, index, isExpected: isExpected, listing) }
        let before = (report, state, breaches)
        let verdict = verdict(key, page, index, isExpected: isExpected, listing)
        switch verdict {
        case .same, .outside: (report, state, breaches) = before
        case .new, .revised, .again, .moved: break
        }
        return verdict
    }

    /// Notes the fields of a delivered row that could not be read, or in which text was replaced.
    private mutating func noteFields(_ traits: RowTraits, _ page: PageSummary, _ index: Int) {
        if traits.contains(.chargeUnreadable) { state.unreadableCharges += 1 }
        let place = place(of: index, on: page)
        for name in page.unreadableFields(index) { report.notes.add(.unreadableField, at: "\(place): \(name)") }
        if traits.contains(.damaged) { noteDamagedField(of: page, index) }
    }

    /// The place of a row, for messages.
    func place(of index: Int, on page: PageSummary) -> String {
        page.place(index) ?? "page \(report.pages), row \(index + 1)"
    }

    /// Forgets what was noted of a delivered row that does not count any more.
    mutating func takeBack(_ traits: RowTraits) {
        if traits.contains(.chargeUnreadable) { state.unreadableCharges -= 1 }
        if traits.contains(.damaged) { state.damaged?.rows.count -= 1 }
    }

    /// Records more rows of a saved page that has no members beside its rows, after its first rows were accepted.
    ///
    /// - Returns: Which of the rows count.
    mutating func acceptMore(of page: PageSummary, _ listing: Listing) -> RowSelection {
        if page.keys.contains(where: { $0.id == nil }) { state.hasRowsWithoutIDs = true }
        let selection = newRows(of: page, from: 0, listing)
        report.rows += selection.count - selection.replaced.count
        return selection
    }

    /// Reverts the last new row, so that a later run delivers it.
    private mutating func forget(_ key: RowKey) {
        state.passRows -= 1
        state.totals.count(-1)
        if key.traits.contains(.unsettled) { report.unsettled -= 1 }
        guard let id = key.id else { return }
        delivered.removeLast()
        seen.remove(id)
    }

    /// Whether the rows of a listing can be recognized by their ids: the provider gives ids, and no row was without one.
    func givesIDs(_ listing: Listing) -> Bool { listing.promises.givesIDs && !state.hasRowsWithoutIDs }

    mutating func countRow(isInside: Bool = true) {
        hasNews = true
        state.passRows += 1
        state.totals.count(isInside: isInside)
    }

    /// Judges a row, and counts it.
    private mutating func verdict(
        _ key: RowKey, _ page: PageSummary, _ index: Int, isExpected: Bool, _ listing: Listing
    ) -> RowVerdict {
        // An earlier run may have counted the row that is asked for again.
        let isAgain = isExpected && isLastRow(key.id)
        if let time = key.time, !listing.window.contains(time), listing.checks.contains(.window) {
            if isAgain { return .outside }
            let isFirst = countOutside(key.id, time, listing)
            if isFirst, !report.window.contains(time), listing.promises.filtersByTime, !page.info.ignoresWindow,
                time != listing.window.end
            {
                breaches.add(.outsideWindow)
            }
            return moveOut(key.id, time, listing).map(RowVerdict.moved) ?? .outside
        }
        if key.time == nil, page.info.needsTimes, listing.checks.contains(.window) {
            if countReturned(key.id, listing) { report.outsideWindow += 1 }
            return .outside
        }
        if isFilteredOut(page, index, isAgain: isAgain, listing) {
            if isAgain { return .outside }
            if countReturned(key.id, listing) { breaches.add(.outsideFilter) }
            return .outside
        }
        guard let id = key.id else {
            if restartWatermark.hasPassed(key.time, listing.promises.order) { return .same }
            if let digest = page.digest(index), restartWatermark.take(digest, at: key.time) { return .same }
            countRow()
            if key.traits.contains(.unsettled) { report.unsettled += 1 }
            return .new
        }
        let verdict = delivered.insert(id, key, number: deliveries)
        switch verdict {
        case .same, .again, .outside, .moved: countKnown(id, isDuplicate: !isExpected, listing)
        case .revised(let row):
            countKnown(id, isDuplicate: false, listing)
            report.revised += 1
            if row.traits.contains(.charged) { report.revisedCharges += 1 }
            if row.traits.contains(.unsettled) { report.unsettled -= 1 }
            if key.traits.contains(.unsettled) { report.unsettled += 1 }
        case .new: countNew(id, key.traits, listing)
        }
        return verdict
    }

    private mutating func countNew(_ id: RowID, _ traits: RowTraits, _ listing: Listing) {
        if traits.contains(.unsettled) { report.unsettled += 1 }
        if expectsKnownRows(listing) || listing.isSaved { seen.insert(id) }
        if outside.contains(id) { state.totals.countInside() } else { countRow() }
    }

    /// Whether delivered rows are expected to be listed again, in which case they do not count as duplicates.
    func expectsKnownRows(_ listing: Listing) -> Bool { state.pass > 1 || listing.isLookBack }

    private mutating func countKnown(_ id: RowID, isDuplicate: Bool, _ listing: Listing) {
        // The listings of a file may overlap; each has its own rows.
        if expectsKnownRows(listing) || listing.isSaved, seen.insert(id).inserted { countRow() }
        if isDuplicate, !expectsKnownRows(listing) { report.duplicates += 1 }
    }

    /// Counts a row that the listing returned although it was not asked for; true if it is the first time.
    private mutating func countReturned(_ id: RowID?, _ listing: Listing) -> Bool {
        if let id {
            guard outside.insert(id).inserted else { return false }
            hasNews = true
            if !wasReturned(id, listing) { countRow(isInside: false) }
        } else {
            countRow(isInside: false)
        }
        state.outsideRows += 1
        return state.pass == 1
    }

    /// Counts a row that the listing returned although it is outside the requested part of the window.
    ///
    /// Some providers include the end of a window, and a server may ignore the window altogether.
    ///
    /// - Returns: Whether it is the first time.
    private mutating func countOutside(_ id: RowID?, _ time: Timestamp, _ listing: Listing) -> Bool {
        guard countReturned(id, listing) else { return false }
        // Another part of the window, or another listing of the file, may have returned it before.
        if listing.isSaved || listing.window != report.window, !report.window.contains(time), let id,
            !outsideOfReport.insert(id).inserted
        {
            return false
        }
        if report.window.contains(time) {
            // The row belongs to another part of the window, whose total includes it, too.
            report.expected = report.expected.map { max($0, 1) - 1 }
        } else {
            report.outsideWindow += 1
        }
        return true
    }

    /// Whether a page has the same rows as the page before; rows without ids would then be counted twice.
    ///
    /// Equal rows without ids on one page do not prove a repetition, since they may be separate equal charges.
    mutating func repeatsPreviousPage(_ page: PageSummary, _ listing: Listing) -> Bool {
        defer {
            lastPage = page
            state.lastPage = nil
        }
        guard let first = page.keys.first else { return false }
        let repeatsPrevious =
            state.lastPage.map { $0 == page.contentDigest() } ?? (lastPage?.keys == page.keys)
        return repeatsPrevious && (givesIDs(listing) || page.keys.contains { $0 != first })
    }

    /// Whether a page begins with a row that the listing returned before.
    ///
    /// In descending order, a row after the window precedes all wanted rows, so no wanted row can be missing before it.
    func beginsWithKnownRow(_ page: PageSummary, _ listing: Listing) -> Bool {
        guard let first = page.keys.first else { return false }
        if listing.promises.order == .descending, let time = first.time, let end = listing.window.end, time >= end {
            return true
        }
        guard let id = first.id else { return false }
        return isLastRow(id) || outside.contains(id) || wasReturned(id, listing)
    }

    /// Whether a row was the last one of the last page.
    private func isLastRow(_ id: RowID?) -> Bool {
        guard let id, let last = state.lastIDs?.last else { return false }
        return ByteString(last) == ByteString(id.text)
    }

    /// Whether the listing returned a row in this pass that counts.
    func wasReturned(_ id: RowID, _ listing: Listing) -> Bool {
        expectsKnownRows(listing) || listing.isSaved
            ? seen.contains(id) : delivered.contains(id, from: state.deliveredBefore ?? 0)
    }
}
