/// Follows the pages of a saved file for the judge of pages: where a listing begins, and whether it is complete.
struct SavedListing: Sendable {
    let format: PageFormat
    let listing: Listing
    /// The number of pages in the file so far.
    private var count = 0
    /// The number of rows in the pages of the current listing so far.
    private var received = 0
    /// The total that the current listing has by its pages; nil if they give none.
    private var total: Int?
    /// Whether the last page says that more rows follow.
    private var isUnfinished = false

    init(_ format: PageFormat, in window: TimeWindow, givesIDs: Bool) {
        self.format = format
        listing = Listing(window: window, order: nil, givesIDs: givesIDs, isSaved: true)
    }

    /// The information and the position of the next page for the judge.
    ///
    /// If the page begins another listing, the current one ends first.
    mutating func next(
        _ envelope: PageEnvelope?, rows: Int, _ judge: inout PageJudge
    ) -> (info: PageInfo, at: PagePosition) {
        let begins = count == 0 || beginsListing(envelope, rows)
        if begins, count > 0 { end(&judge) }
        count += 1
        received += rows
        total = envelope?.total ?? total
        let next = continuation(envelope)
        isUnfinished = next != .end
        return (
            PageInfo(next: next, total: envelope?.total, beginsListing: begins),
            .page(count, period: nil, received: 0)
        )
    }

    /// Whether a page is the first of a listing.
    ///
    /// Pages with an offset or a number say so themselves. Otherwise a listing with a total ends when its pages have that
    /// many rows, a page without rows may follow them, and a listing with cursors ends with a page that names no other.
    private func beginsListing(_ envelope: PageEnvelope?, _ rows: Int) -> Bool {
        if envelope?.total != nil {
            if let offset = envelope?.offset { return offset == 0 }
            if let page = envelope?.page { return page == 1 }
            guard let total else { return true }
            return received >= total && (rows > 0 || envelope?.total == 0)
        }
        if let total { return received >= total }
        return !isUnfinished
    }

    /// Ends the current listing, and notes if its pages promise rows that the file does not hold.
    mutating func end(_ judge: inout PageJudge) {
        if isUnfinished {
            judge.note("the last page of a listing says that more rows follow, but they are not in the file")
        }
        _ = judge.end(listing)
        (isUnfinished, received, total) = (false, 0, nil)
    }

    private func continuation(_ envelope: PageEnvelope?) -> PageInfo.Continuation {
        guard let envelope, format.cursorMeansMore else { return .end }
        let next = PageInfo.Continuation.cursor(envelope.cursorText, hasMore: envelope.hasMore, parameter: "")
        // For a file it only matters that more rows follow, not where they are.
        return next == .unknown ? .page(.first) : next
    }
}
