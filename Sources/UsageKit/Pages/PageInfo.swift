/// What a page says about itself and the listing, apart from its rows.
struct PageInfo: Sendable {
    /// What follows the page.
    var next: Continuation
    /// Where the listing goes on if it turns out that it does not end here, although ``next`` says so.
    var onward: PagePosition?
    /// Whether the cursor of the next page is the id of the last row.
    var isRowCursor = false
    /// Whether the cursor of the next page is one that the page gives.
    var givesCursor = true
    /// Whether all rows are past the window in the order of the listing, so that the listing ends here unless rows were
    /// out of order.
    var isPastWindow = false
    /// The total number of rows in the listing as the provider reports it.
    var total: Int?
    /// The total number of pages as the provider reports it.
    var totalPages: Int?
    /// The number of rows on a full page if the listing is addressed by row or page numbers; otherwise nil.
    var pageSize: Int?
    /// The page size that the page says it has.
    var echoedSize: Int?
    /// The number of rows that the request asked for at most; nil if it did not say.
    var maximumRows: Int?
    /// Whether the page is the first of a listing with its own total.
    var beginsListing = false
    /// Whether the request included the last row of the page before again.
    ///
    /// If that row is missing, rows were deleted in the meantime, and unread rows moved to positions already read.
    var repeatsLastRow = false
    /// Whether the page belongs to a contract without a filter by time, although the listing has one.
    var ignoresWindow = false
    /// Whether only rows with a time can be inside the window.
    var needsTimes = false
    /// The names of members that the format of the page does not have.
    var unknownMembers: [String] = []
    /// How the page says that it is not the one that was asked for; nil if it does not.
    var mismatch: String?
    /// How the rows show that they are of another period than was asked for; nil if they do not.
    var otherPeriod: String?

    enum Continuation: Hashable, Sendable {
        case page(PagePosition)
        case end
        /// The provider says that there is more and does not say where.
        case unknown
        /// The page does not say whether more rows follow, although every page of the listing should.
        case unstated
    }
}

extension PageInfo {
    /// Why the page is not the one that was asked for; nil if nothing shows that.
    func reason(_ checks: PageChecks) -> String? {
        if checks.contains(.echoes), let mismatch { return mismatch }
        return checks.contains(.period) ? otherPeriod : nil
    }

    /// What a page says that may have a cursor for the next page.
    ///
    /// If the provider says whether more rows follow, that decides. Otherwise a page without a cursor is the last one only
    /// if its cursor is null, or empty for providers that write it so.
    init(cursorOf envelope: PageEnvelope, _ format: PageFormat, parameter: String) {
        let position = envelope.cursorText.flatMap { cursor in
            cursor.isEmpty ? nil : PagePosition.cursor(parameter: parameter, value: Cursor(cursor))
        }
        self.init(next: .cursor(of: envelope, format, position))
    }
}

extension PageInfo.Continuation {
    /// What follows a page whose cursor leads to a position.
    static func cursor(of envelope: PageEnvelope, _ format: PageFormat, _ position: PagePosition?) -> Self {
        if envelope.hasMore == false { return .end }
        if let position { return .page(position) }
        if envelope.hasMore == true { return .unknown }
        return switch envelope.cursor {
        case .null: .end
        case .value where format.emptyCursorIsLast: .end
        case .missing, .value: .unstated
        }
    }

    /// Whether a page of a counted listing is the last one.
    ///
    /// A short page alone does not end a listing, since a server may return smaller pages than requested. Reaching the
    /// total alone does not either, since a provider may cap it. Both together do, and so does an empty page.
    ///
    /// - Parameters:
    ///   - rows: The number of rows on the page.
    ///   - repeated: The number of them that were requested again.
    ///   - received: The number of rows before the page.
    ///   - total: The total number of rows as the provider reports it.
    ///   - pageSize: The number of rows on a full page.
    /// - Returns: Whether nothing follows.
    static func isLast(rows: Int, repeated: Int = 0, received: Int, total: Int?, pageSize: Int) -> Bool {
        if rows <= repeated { return true }
        guard let total else { return false }
        return received + rows >= total && rows < pageSize
    }
}
