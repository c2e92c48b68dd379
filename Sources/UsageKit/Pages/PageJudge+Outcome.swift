// What follows a page.

extension PageJudge {
    mutating func outcome(of page: PageSummary, _ listing: Listing, repeatsPrevious: Bool) -> Outcome {
        // What the last page of a file promises is seen at its end; other pages are followed by what the file holds.
        if listing.isSaved { return .end }
        if state.confirmation != nil, let outcome = confirm(page) { return outcome }
        if mustConfirmEnd(page, listing) { return allowed(beginConfirmation()) }
        if mustAskAgain(page, listing) { return allowed(position) }
        let next: PagePosition
        switch continuation(after: page, listing) {
        case .end: return .end
        case .unknown:
            guard listing.checks.contains(.cursor) else { return .end }
            let reason =
                page.damage?.hidesCursor == true
                ? "text was replaced in the cursor of page \(report.pages), so the next page cannot be asked for"
                : "the provider says that more rows follow but gives no cursor for them"
            return .failure(UsageError(.missingCursor, reason))
        case .unstated:
            guard listing.checks.contains(.cursor) else { return .end }
            return .failure(UsageError(.missingCursor, "the page does not say whether more rows follow"))
        case .page(let position): next = position
        }
        state.isRest = false
        if let stall = stall(page, next, listing, repeatsPrevious: repeatsPrevious) {
            return .failure(UsageError(.paginationStalled, stall))
        }
        emptyPages = page.count == 0 ? emptyPages + 1 : 0
        guard emptyPages < limits.emptyPages else {
            return .ceiling(
                UsageError(.ceilingReached, "\(emptyPages) consecutive pages have no rows"), before: next)
        }
        return allowed(next)
    }

    /// The next page, unless a limit forbids it.
    ///
    /// A later run with a higher limit continues at the page that this limit does not allow.
    private func allowed(_ next: PagePosition) -> Outcome {
        pagesOfRun < limits.pages ? .next(next) : .ceiling(pagesCeiling, before: next)
    }

    // MARK: The end of a listing

    /// What follows a page, after a look at the rows.
    private mutating func continuation(after page: PageSummary, _ listing: Listing) -> PageInfo.Continuation {
        let info = page.info
        // Once rows were out of order, a row that is wanted may follow.
        let trustsOrder = !state.order.isBroken || !listing.checks.contains(.orderIsTrusted)
        if info.isPastWindow, trustsOrder { return .end }
        defer { state.largestPage = max(state.largestPage, min(page.count, info.maximumRows ?? .max)) }
        if let row = lastNewRow, let id = page.keys[row].id, case .page(.cursor(let parameter, _)) = info.next {
            guard damagedIDs[id] == nil else { return .unknown }
            return .page(.cursor(parameter: parameter, value: Cursor(id.text)))
        }
        // A server with cursors of its own knows no ids, so a page without one is the last.
        if !info.givesCursor, state.hasOpaqueCursors { return .end }
        guard let onward = info.onward, info.next != .page(onward) else { return info.next }
        // The total may count the rows of the window only, and rows outside it may have made up for some that follow.
        // Pages that overlap show that.
        if case .page = onward, listing.promises.filtersByTime, state.totals.countsOutside,
            listing.checks.contains(.totals)
        {
            return .page(onward)
        }
        // A page as large as one before it is not a short page, whatever was asked for.
        let isShort = state.largestPage == 0 || page.count < state.largestPage
        return isShort || !listing.checks.contains(.shortPage) ? info.next : .page(onward)
    }

    /// Whether an empty page does not prove that the listing has ended: the row whose id is the cursor may be deleted, and
    /// some servers then answer with an empty page.
    private func mustConfirmEnd(_ page: PageSummary, _ listing: Listing) -> Bool {
        guard listing.promises.hasRowCursor, listing.checks.contains(.end), state.hasNewsSinceConfirmation,
            case .cursor = position
        else { return false }
        if page.count == 0 {
            return page.info.next == .end && (state.hasRowCursors || !listing.promises.saysWhetherMoreFollow)
        }
        guard page.info.isRowCursor, !hasNews, let next = page.nextPosition else { return false }
        // A page after the farthest row that has nothing but rows that came before leads back. After a restart all rows
        // come again.
        let leadsBack = state.isAtFurthest && report.restarts == 0 && listing.checks.contains(.rowCursor)
        return leadsBack || requested.contains(next)
    }

    /// Whether an empty page is asked for once more, because nothing but the page itself says that the listing ends there.
    private mutating func mustAskAgain(_ page: PageSummary, _ listing: Listing) -> Bool {
        guard listing.checks.contains(.end), page.count == 0, !state.totals.hasTotal, state.numbered.total == nil
        else { return false }
        guard case .page(let number, _, _) = position, number > 1 else { return false }
        defer { state.emptyPosition = position }
        return state.emptyPosition != position
    }

    /// Where to ask again for rows that are known, to see whether others follow them.
    private mutating func beginConfirmation() -> PagePosition {
        state.hasNewsSinceConfirmation = false
        if case .cursor(_, let refused) = position { state.confirmation = EndConfirmation(refused: refused) }
        guard state.hasRowCursors, case .cursor(let parameter, _) = position else {
            return state.lastPosition ?? .first
        }
        // After the last row but one, so that even a small page has room for more than the last row.
        return knownPosition(attempt: 1, parameter) ?? .first
    }

    /// The position after one of the last rows, from the last but one up; nil if there is none.
    private func knownPosition(attempt: Int, _ parameter: String) -> PagePosition? {
        // The server does not know an id in which text was replaced.
        let ids = (state.lastIDs ?? []).filter { damagedIDs.isEmpty || damagedIDs[RowID($0)] == nil }
        let index = ids.count - 1 - attempt
        return ids.indices.contains(index) ? .cursor(parameter: parameter, value: Cursor(ids[index])) : nil
    }

    /// Whether a page of known rows shows that no others follow: the server could have given more.
    private func isConclusive(_ page: PageSummary) -> Bool { page.count < state.largestPage || state.largestPage <= 1 }

    /// What follows a page that was requested to confirm the end of the listing; nil if it has new rows.
    private mutating func confirm(_ page: PageSummary) -> Outcome? {
        guard var confirmation = state.confirmation else { return nil }
        guard !hasNews else {
            state.confirmation = nil
            return nil
        }
        confirmation.pages += 1
        state.confirmation = confirmation
        if page.count > 0, state.hasRowCursors {
            if isConclusive(page) { return .end }
            confirmation.attempts += 1
            let known = page.keys.dropLast().last { $0.id.map { damagedIDs[$0] == nil } ?? true }
            guard confirmation.isPossible, let id = known?.id,
                case .page(.cursor(let parameter, _)) = page.info.next
            else {
                noteUnconfirmedEnd()
                return .end
            }
            // A page after its last row but one has room for more than its last row.
            state.confirmation = confirmation
            return allowed(.cursor(parameter: parameter, value: Cursor(id.text)))
        }
        if case .cursor(let parameter, let cursor) = position, page.count == 0 {
            if cursor == confirmation.refused { return .end }
            // That row may be deleted, too.
            confirmation.attempts += 1
            if confirmation.isPossible, state.hasRowCursors,
                let next = knownPosition(attempt: confirmation.attempts, parameter)
            {
                state.confirmation = confirmation
                return allowed(next)
            }
            noteUnconfirmedEnd()
            return .end
        }
        guard case .page(let next) = page.info.next else { return .end }
        guard confirmation.pages <= Self.maximumLastIDs else {
            return .failure(
                UsageError(.paginationStalled, "\(confirmation.pages) consecutive pages contain no new row"))
        }
        return allowed(next)
    }

    private mutating func noteUnconfirmedEnd() {
        note(
            .missingRows,
            "the end of the listing is not confirmed: the pages after its last rows do not show whether others follow")
    }

    // MARK: Walks that do not advance

    /// Why the walk does not advance; nil if it does.
    private mutating func stall(
        _ page: PageSummary, _ next: PagePosition, _ listing: Listing, repeatsPrevious: Bool
    ) -> String? {
        guard listing.checks.contains(.progress) else { return nil }
        if requested.contains(next), !hasNews || !givesIDs(listing) {
            return "after \(report.pages) pages the provider repeats a cursor"
        }
        // An empty page that names a next page does not indicate a stall; a page of only known rows does.
        if hasNews {
            pagesWithoutNews = 0
            equalPages = !givesIDs(listing) && isIndistinct(page) ? equalPages + 1 : 0
        } else if page.count > 0 {
            pagesWithoutNews += 1
            equalPages = repeatsPrevious ? equalPages + 1 : 0
        }
        let maximum = Self.maximumPagesWithoutNews
        if hasNews, equalPages >= maximum, !state.totals.coversRows {
            return "\(equalPages + 1) pages consist of one row that is repeated"
        }
        if !hasNews, equalPages >= maximum || pagesWithoutNews >= maximum && !expectsKnownPages(page) {
            return "\(pagesWithoutNews) consecutive pages contain no new row"
        }
        return nil
    }

    /// Whether all rows of a page, and those of the page before it, are the same.
    ///
    /// They may be separate equal charges, or a page that comes again.
    private func isIndistinct(_ page: PageSummary) -> Bool {
        guard let first = page.keys.first else { return false }
        return page.keys.allSatisfy { $0 == first } && previousRow == first.contentHash
    }

    /// Whether this number of consecutive pages without a new row is still plausible.
    ///
    /// If rows are inserted before the position of the walk, or it goes back to an earlier position, all pages of the
    /// listing may repeat, and twice as many if each page has one new row and one of the page before. After a restart,
    /// all pages that were read before it may repeat.
    private func expectsKnownPages(_ page: PageSummary) -> Bool {
        // A total may be wrong, but pages that were not read before cannot repeat. If nothing shows that rows were
        // inserted, only as many may have been as were deleted at the same time.
        let pages = min(page.info.total.map { $0 / max(page.count, 1) } ?? 0, report.pages)
        let counted = state.totals.hasChanged ? pages : min(pages, Self.maximumPagesWithoutNews)
        return (pagesWithoutNews - Self.maximumPagesWithoutNews) / 2 < max(counted, state.pagesBeforeRestart ?? 0)
    }
}

/// The search for rows after an empty page.
struct EndConfirmation: Hashable, Sendable, Codable {
    /// The cursor that led to the empty page.
    let refused: Cursor
    /// How many of the last rows were asked for.
    var attempts = 1
    /// The number of pages since.
    var pages = 0

    /// Whether a walk can have counted so far.
    var isPossible: Bool {
        (1...PageJudge.maximumLastIDs).contains(attempts) && (0...PageJudge.maximumLastIDs + 1).contains(pages)
    }
}
