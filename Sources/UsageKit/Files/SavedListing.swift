/// Follows the pages of a saved file for the judge of pages: where a listing begins, and whether it is complete.
struct SavedListing: Sendable {
    let format: PageFormat
    var listing: Listing
    /// The number of pages in the file so far.
    private var count = 0
    /// The number of rows in the current listing up to here, by its offsets if its pages have them.
    private var received = 0
    /// The number of the last page; nil if pages are not numbered.
    private var number: Int?
    /// The total that the current listing has by its pages; nil if they give none.
    private var total: Int?
    /// What follows the last page, by what that page says.
    private var next = PageInfo.Continuation.end

    init(_ format: PageFormat, in window: TimeWindow, givesIDs: Bool) {
        self.format = format
        let promises = ListingPromises(givesIDs: givesIDs)
        listing = Listing(window: window, promises: promises, isSaved: true)
    }

    /// Whether the pages up to here make up whole listings, by what they say.
    var isAtEnd: Bool { next == .end && total.map { received >= $0 } ?? true }

    /// The information and the position of the next page for the judge.
    ///
    /// If the page begins another listing, the current one ends first.
    mutating func next(
        _ envelope: PageEnvelope?, rows: Int, _ judge: inout PageJudge
    ) -> (info: PageInfo, at: PagePosition) {
        let begins = count == 0 || beginsListing(envelope, rows)
        if begins, count > 0 { end(&judge) }
        let repeatsLastRow = envelope?.offset.map { $0 > 0 && $0 == received - 1 } ?? false
        noteMissingPages(before: envelope, &judge)
        count += 1
        received = envelope?.offset ?? received
        received += rows
        number = envelope?.page
        total = envelope?.total ?? total
        next = continuation(envelope, rows)
        // Counted pages may end with an empty one instead.
        if next == .unstated, format.cursor != nil { noteUnstated(&judge) }
        return (
            PageInfo(next: next, total: envelope?.total, beginsListing: begins, repeatsLastRow: repeatsLastRow),
            .page(count, period: nil, received: 0)
        )
    }

    /// Whether a page is the first of a listing.
    ///
    /// Pages with an offset or a number say so themselves. Otherwise a listing with a total ends when its pages have that
    /// many rows, a page without rows may follow them, and a listing with cursors ends with a page that names no other.
    private func beginsListing(_ envelope: PageEnvelope?, _ rows: Int) -> Bool {
        if let offset = envelope?.offset { return offset == 0 }
        if let page = envelope?.page { return page == 1 }
        if let pageTotal = envelope?.total {
            guard let total else { return true }
            return received >= total && (rows > 0 || pageTotal == 0)
        }
        if let total { return received >= total }
        return next == .end
    }

    /// Notes if the offset or the number of a page shows that pages before it are not in the file.
    private func noteMissingPages(before page: PageEnvelope?, _ judge: inout PageJudge) {
        if let offset = page?.offset, offset > received {
            judge.note(
                .partialFile, "a page begins after \(offset) rows of its listing, of which the file has \(received)")
        }
        if let page = page?.page, page > (number ?? 0) + 1 {
            let previous = number.map { "page \($0)" } ?? "no page"
            judge.note(.partialFile, "page \(page) of a listing follows \(previous) in the file")
        }
    }

    private func noteUnstated(_ judge: inout PageJudge) {
        judge.note(.partialFile, "a page does not say whether more rows follow")
    }

    /// Ends the current listing, and notes if its pages promise rows that the file does not hold.
    mutating func end(_ judge: inout PageJudge) {
        switch next {
        case .end: break
        case .unstated: noteUnstated(&judge)
        case .page, .unknown:
            judge.note(
                .partialFile, "the last page of a listing says that more rows follow, but they are not in the file")
        }
        _ = judge.end(listing)
        (next, received, number, total) = (.end, 0, nil, nil)
    }

    /// What follows a page: rows that were saved without a page promise nothing, and totals are compared with the rows.
    private func continuation(_ envelope: PageEnvelope?, _ rows: Int) -> PageInfo.Continuation {
        guard let envelope, format.cursorMeansMore else { return .end }
        let isCounted = total != nil || (format.cursor == nil && rows == 0)
        if isCounted, envelope.cursor == .missing { return .end }
        let next = PageInfo(cursorOf: envelope, format, parameter: "").next
        // For a file it only matters that more rows follow, not where they are.
        return next == .unknown ? .page(.first) : next
    }
}
