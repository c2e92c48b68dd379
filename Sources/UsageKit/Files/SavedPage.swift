/// A page of a saved file without its rows: what it says of itself, and how many rows it has.
struct SavedPage: Sendable {
    /// Nil if rows were saved without a page around them.
    var envelope: PageEnvelope?
    /// The rows inside the window.
    var rows = 0
    /// The rows outside the window.
    var outsideWindow = 0
}

/// Follows the pages of a saved file by what they say of themselves, for the judge of pages.
struct SavedListing: Sendable {
    let format: PageFormat
    let listing: Listing
    private var count = 0
    /// How many rows the pages of the present listing have.
    private var received = 0
    /// Whether the last page named one that follows it.
    private var isUnfinished = false

    init(_ format: PageFormat, in window: TimeWindow, givesIDs: Bool) {
        self.format = format
        listing = Listing(window: window, order: nil, givesIDs: givesIDs, isSaved: true)
    }

    /// What the next page says, and where it is; a listing ends if the page begins another one.
    mutating func next(
        _ envelope: PageEnvelope?, rows: Int, _ judge: inout PageJudge
    ) -> (info: PageInfo, at: PagePosition) {
        let begins = count == 0 || beginsListing(envelope)
        if begins, count > 0 { end(&judge) }
        count += 1
        received += rows
        let next = continuation(envelope)
        isUnfinished = next != .end
        return (
            PageInfo(next: next, total: envelope?.total, beginsListing: begins && envelope?.total != nil),
            .page(count, period: nil, received: 0)
        )
    }

    /// Whether a page is the first of a listing.
    ///
    /// Some pages say it by their offset or number. Otherwise a listing with a total is over when that many rows came, and
    /// one with cursors after a page that names no other.
    private func beginsListing(_ envelope: PageEnvelope?) -> Bool {
        guard let envelope, let total = envelope.total else { return !isUnfinished }
        if let offset = envelope.offset { return offset == 0 }
        if let page = envelope.page { return page == 1 }
        return received >= total
    }

    /// Ends the present listing: what its pages promised must have come.
    mutating func end(_ judge: inout PageJudge) {
        if isUnfinished { judge.note("the last page says that more rows follow, and they are not in the file") }
        _ = judge.end(listing)
        (isUnfinished, received) = (false, 0)
    }

    private func continuation(_ envelope: PageEnvelope?) -> PageInfo.Continuation {
        guard let envelope, format.cursorMeansMore else { return .end }
        let next = PageInfo.Continuation.cursor(envelope.cursorText, hasMore: envelope.hasMore, parameter: "")
        // Where more rows are does not matter to a file, only that there are more.
        return next == .unknown ? .page(.first) : next
    }
}
