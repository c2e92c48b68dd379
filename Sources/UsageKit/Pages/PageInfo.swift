/// What a page says about itself and the listing, apart from its rows.
struct PageInfo: Sendable {
    /// What follows the page.
    let next: Continuation
    /// The total number of rows in the listing as the provider reports it.
    var total: Int?
    /// The number of rows on a full page if the listing is addressed by row or page numbers; otherwise nil.
    var pageSize: Int?
    /// Whether the page is the first of a listing with its own total.
    var beginsListing = false
    /// Whether the request included the last row of the page before again.
    ///
    /// If that row is missing, rows were deleted in the meantime, and unread rows moved to positions already read.
    var repeatsLastRow = false

    /// Whether the page belongs to a contract without a filter by time, although the listing has one.
    var ignoresWindow = false

    enum Continuation: Hashable, Sendable {
        case page(PagePosition)
        case end
        /// The provider says that there is more and does not say where.
        case unknown
        /// The page does not say whether more rows follow, although every page of the listing should.
        case unstated
    }
}

extension PageInfo.Continuation {
    /// What follows a page that may have a cursor for the next page.
    ///
    /// If the provider says whether more rows follow, that decides. Otherwise a page without a cursor is the last one only
    /// if its cursor is null, or empty for providers that write it so.
    static func cursor(of envelope: PageEnvelope, _ format: PageFormat, parameter: String) -> Self {
        if envelope.hasMore == false { return .end }
        if let cursor = envelope.cursorText, !cursor.isEmpty {
            return .page(.cursor(parameter: parameter, value: Cursor(cursor)))
        }
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
