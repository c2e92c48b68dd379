/// A listing as a value: its first request, how a page is read, and what follows a page.
///
/// Everything else about a walk (retry, de-duplication, guards, report) is written once, in ``WalkEngine``.
struct Endpoint<Row: Hashable & Sendable>: Sendable {
    /// The query of a request.
    typealias Query = [(name: String, value: String)]
    /// Reads a page.
    typealias Read<Element: Sendable> =
        @Sendable (TransportResponse, PagePosition) throws(UsageError) -> ReceivedPage<Element>
    /// Reads a page and summarizes its rows for the walk.
    ///
    /// It runs away from the walk, so that pages received at the same time share the cores, and it is compiled for the
    /// type of its rows.
    typealias Receive<Content: Sendable> =
        @Sendable (TransportResponse, PagePosition) throws(UsageError) -> SummarizedPage<Content>

    /// The path after the provider's prefix.
    let path: String
    /// The position of the first page.
    let first: PagePosition
    /// The order of the rows by time; nil if it is not documented.
    let order: ListingOrder?
    /// Whether the provider filters rows by the window.
    let filtersByTime: Bool
    /// Whether every row has an id.
    let givesIDs: Bool
    /// By how many rows the walk goes back if rows before a page disappeared.
    let stepBack: Int
    /// Whether an expired cursor can give an empty page instead of an error.
    let endsSilentlyOnDeadCursors: Bool
    /// Where a page shows its cursor, for walks that request the next page before they decode this one; nil if only the
    /// rows tell the cursor, or if pages are counted.
    let cursor: CursorLocator?
    /// The parameters for the page at a position.
    let query: @Sendable (PagePosition) -> Query
    /// Reads a page into rows.
    let rows: Receive<[Row]>
    /// Reads a page for a ledger, without making rows of it if possible.
    let ledgerRows: Receive<DecodedRows<Row>>

    /// Creates a listing.
    ///
    /// `read` reads a page into rows. `readBorrowed` does so without making rows; any error means: fall back to `read`.
    /// `identity` gives the id and the instant of a row, and `contentHash` a hash of a row without its id, the same in
    /// both ways of reading. For rows without an id, `digest` gives a text that is the same for equal rows.
    init(
        path: String, first: PagePosition = .first, order: ListingOrder? = nil, filtersByTime: Bool = false,
        givesIDs: Bool = true, stepBack: Int = 0, endsSilentlyOnDeadCursors: Bool = false, cursor: CursorLocator? = nil,
        query: @escaping @Sendable (PagePosition) -> Query,
        read: @escaping Read<Row>, readBorrowed: Read<BorrowedRow>? = nil,
        identity: @escaping @Sendable (Row) -> RowIdentity,
        contentHash: @escaping @Sendable (Row) -> UInt64 = { UInt64(bitPattern: Int64($0.hashValue)) },
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
        let rows: Receive<[Row]> = { (response, position) throws(UsageError) in
            let page = try read(response, position)
            let keys = page.rows.map { row in
                let identity = identity(row)
                return RowKey(
                    id: identity.id.map(RowID.init), time: identity.time, contentHash: contentHash(row))
            }
            let summary = PageSummary(frame: page.frame, marks: keys) { digest(page.rows[$0]) }
            return SummarizedPage(outline: summary, content: page.rows)
        }
        self.rows = rows
        ledgerRows = { (response, position) throws(UsageError) in
            if let page = try? readBorrowed?(response, position) {
                let summary = PageSummary(frame: page.frame, marks: page.rows.map(\.mark)) { _ in nil }
                return SummarizedPage(outline: summary, content: .placed(page.rows, in: response.body))
            }
            let page = try rows(response, position)
            return SummarizedPage(outline: page.outline, content: .rows(page.content))
        }
    }
}
