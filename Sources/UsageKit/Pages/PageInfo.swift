/// What a page says of itself and of the listing, beside its rows.
struct PageInfo: Sendable {
    /// What follows.
    let next: Continuation
    /// How many rows the listing has in all, by the provider's word.
    var total: Int?
    /// How many rows a full page has, in a listing that is counted by rows or pages; nil elsewhere.
    var pageSize: Int?
    /// Whether a listing begins here, with a total of its own.
    var beginsListing = false
    /// Whether the page begins with a row of the page before it, asked for once more: where that row is not there,
    /// rows disappeared meanwhile and others moved up unseen.
    var repeatsLastRow = false

    enum Continuation: Hashable, Sendable {
        case page(PagePosition)
        case end
        /// The provider says that there is more and does not say where.
        case unknown
    }
}

extension PageInfo.Continuation {
    /// What follows a page of a listing that gives a cursor, under the query parameter that takes it.
    ///
    /// An empty cursor is none; where the provider says whether more follows, its word decides.
    static func cursor(_ cursor: String?, hasMore: Bool?, parameter: String) -> Self {
        guard let cursor, !cursor.isEmpty else { return hasMore == true ? .unknown : .end }
        return hasMore == false ? .end : .page(.cursor(parameter: parameter, value: Cursor(cursor)))
    }

    /// Whether a page of a counted listing is the last one.
    ///
    /// A page that is shorter than asked for does not end a listing, since a server may give smaller pages; a total alone does
    /// not either, since a provider may cap it. Only an empty page, or both together, do.
    ///
    /// - Parameters:
    ///   - rows: How many rows the page has.
    ///   - repeated: How many of them were asked for once more.
    ///   - received: How many rows come before the page.
    ///   - total: How many rows there are by the provider's word.
    ///   - pageSize: How many rows a full page has.
    /// - Returns: Whether nothing follows.
    static func isLast(rows: Int, repeated: Int = 0, received: Int, total: Int?, pageSize: Int) -> Bool {
        if rows <= repeated { return true }
        guard let total else { return false }
        return received + rows >= total && rows < pageSize
    }
}
