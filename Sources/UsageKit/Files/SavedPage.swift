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
    private var position = PagePosition.first
    private var count = 0
    /// Whether the last page named one that follows it.
    private var isUnfinished = false

    init(_ format: PageFormat, in window: TimeWindow, givesIDs: Bool) {
        self.format = format
        listing = Listing(window: window, order: nil, givesIDs: givesIDs, isSaved: true)
    }

    /// What the next page says, and where it is; a listing that it follows is over.
    mutating func next(_ envelope: PageEnvelope?, _ judge: inout PageJudge) -> (info: PageInfo, at: PagePosition) {
        let isFirst = (envelope?.offset ?? 0) == 0 && (envelope?.page ?? 1) == 1
        // Pages by cursor do not say that they are the first; after one that names no other, the next one is.
        let isCounted = format.total != nil
        let begins = count == 0 || (isCounted ? isFirst : !isUnfinished)
        if begins, count > 0 { end(&judge) }
        count += 1
        let present: PagePosition = .page(count, period: nil, received: 0)
        position = present
        let next = continuation(envelope)
        if case .end = next { isUnfinished = false } else { isUnfinished = true }
        return (PageInfo(next: next, total: envelope?.total, beginsListing: begins && isCounted), present)
    }

    /// Ends the present listing: what its pages promised must have come.
    mutating func end(_ judge: inout PageJudge) {
        if isUnfinished { judge.note("the last page says that more rows follow, and they are not in the file") }
        _ = judge.end(listing)
        isUnfinished = false
    }

    private func continuation(_ envelope: PageEnvelope?) -> PageInfo.Continuation {
        guard let envelope, format.cursorMeansMore else { return .end }
        let next = PageInfo.Continuation.cursor(envelope.cursorText, hasMore: envelope.hasMore, parameter: "")
        // Where more rows are does not matter to a file, only that there are more.
        return next == .unknown ? .page(.first) : next
    }
}
