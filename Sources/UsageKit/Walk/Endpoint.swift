/// A listing as a value: it knows its first request, how to read a page, and what follows it.
///
/// Everything else about a walk (retry, de-duplication, guards, report) is written once, in ``Walk``.
struct Endpoint<Row: Hashable & Sendable>: Sendable {
    /// The query of a request.
    typealias Query = [(name: String, value: String)]

    /// The path behind the provider's prefix.
    let path: String
    /// Where a walk begins.
    let first: WalkPosition
    /// The order of the rows by time; nil where it is not documented.
    let order: SortOrder?
    /// Whether the provider lists the rows of a window only.
    let filtersByTime: Bool
    /// Whether every row has an id.
    let givesIDs: Bool
    /// How many rows further up a page is read again where rows disappeared in front of it.
    let stepBack: Int
    /// Whether a cursor that is no more can give an empty page instead of an error.
    let endsSilentlyOnDeadCursors: Bool
    /// Where pages say what follows them, for walks that ask for the next page before they read the rows of this one;
    /// nil where only the rows tell, or where the places of pages are counted.
    let cursor: CursorMember?
    /// The parameters for the page at a position.
    let query: @Sendable (WalkPosition) -> Query
    /// What tells a row from the others, and when it happened.
    let identity: @Sendable (Row) -> RowIdentity
    /// A text that is the same for equal rows, for rows without an id.
    let digest: @Sendable (Row) -> String?
    /// Reads a page, and what a walk needs to know of its rows: away from the walk, so that pages that come at the same
    /// time share the cores, and compiled for these rows and not for any.
    let receive: @Sendable (HTTPResponse, WalkPosition) throws(UsageError) -> ReceivedPage<Row>

    init(
        path: String, first: WalkPosition = .first, order: SortOrder? = nil, filtersByTime: Bool = false,
        givesIDs: Bool = true, stepBack: Int = 0, endsSilentlyOnDeadCursors: Bool = false, cursor: CursorMember? = nil,
        query: @escaping @Sendable (WalkPosition) -> Query,
        read: @escaping @Sendable (HTTPResponse, WalkPosition) throws(UsageError) -> ReceivedPage<Row>,
        identity: @escaping @Sendable (Row) -> RowIdentity,
        digest: @escaping @Sendable (Row) -> String? = { _ in nil }
    ) {
        self.path = path
        self.first = first
        self.order = order
        self.filtersByTime = filtersByTime
        self.givesIDs = givesIDs
        self.stepBack = stepBack
        self.endsSilentlyOnDeadCursors = endsSilentlyOnDeadCursors
        self.cursor = cursor
        self.query = query
        self.identity = identity
        self.digest = digest
        receive = { (response, position) throws(UsageError) in
            var page = try read(response, position)
            page.marks.reserveCapacity(page.rows.count)
            for row in page.rows {
                let identity = identity(row)
                page.marks.append(
                    RowMark(
                        id: identity.id, time: identity.time, idHash: identity.id?.hashValue ?? 0,
                        content: identity.id == nil ? 0 : row.hashValue))
            }
            return page
        }
    }
}

/// What a walk needs to know of a row.
struct RowIdentity {
    /// The id by which a row that comes twice is known; nil where the provider gives rows no id.
    let id: String?
    /// When the row happened; nil where the window must not cut it.
    let time: Timestamp?
}

/// What a walk needs to know of a row, with the hashes by which it keeps the row in mind.
struct RowMark: Sendable {
    let id: String?
    let time: Timestamp?
    /// The hash of the id.
    let idHash: Int
    /// The hash of the row, where it has an id.
    let content: Int
}

/// A page as it was received, before the window's cut and de-duplication.
struct ReceivedPage<Row: Hashable & Sendable>: Sendable {
    /// The rows.
    var rows: [Row]
    /// A mark for each row; the walk's affair, not the provider's.
    var marks: [RowMark] = []
    /// The rows in a ledger of their own, where the page was filled into one while it waited for its turn.
    var filled: UsageLedger?
    /// What follows.
    var next: Continuation
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
        case page(WalkPosition)
        case end
        /// The provider says that there is more and does not say where.
        case unknown
    }
}

extension ReceivedPage.Continuation {
    /// What follows a page of a listing that gives a cursor, under the query parameter that takes it.
    ///
    /// An empty cursor is none; where the provider says whether more follows, its word decides.
    static func cursor(_ cursor: String?, hasMore: Bool?, parameter: String) -> Self {
        guard let cursor, !cursor.isEmpty else { return hasMore == true ? .unknown : .end }
        return hasMore == false ? .end : .page(.cursor(parameter: parameter, value: cursor))
    }

    /// Whether a page of a counted listing is the last one.
    ///
    /// A page shorter than asked for does not end a listing, since a server may give smaller pages; a total alone does
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
