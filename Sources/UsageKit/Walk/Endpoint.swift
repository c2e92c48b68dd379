/// A listing as a value: it knows its first request, how to read a page, and what follows it.
///
/// Everything else about a walk (retry, de-duplication, guards, report) is written once, in ``Walk``.
struct Endpoint<Row: Hashable & Sendable>: Sendable {
    /// The query of a request.
    typealias Query = [(name: String, value: String)]
    /// Reads a page.
    typealias Read<Element: Sendable> =
        @Sendable (TransportResponse, PagePosition) throws(UsageError) -> ReceivedPage<Element>
    /// Reads a page, and what a walk needs to know of its rows: away from the walk, so that pages that come at the same
    /// time share the cores, and compiled for these rows and not for any.
    typealias Receive<Content: Sendable> =
        @Sendable (TransportResponse, PagePosition) throws(UsageError) -> SummarizedPage<Content>

    /// The path behind the provider's prefix.
    let path: String
    /// Where a walk begins.
    let first: PagePosition
    /// The order of the rows by time; nil where it is not documented.
    let order: ListingOrder?
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
    let cursor: CursorLocator?
    /// The parameters for the page at a position.
    let query: @Sendable (PagePosition) -> Query
    /// Reads a page into rows.
    let rows: Receive<[Row]>
    /// Reads a page for a ledger, without making rows of it where that is possible.
    let ledgerRows: Receive<DecodedRows<Row>>

    /// Creates a listing, for which `read` reads a page; `place` does so without making rows of it, and what it throws
    /// says no more than that the page is to be read into rows.
    ///
    /// An `identity` says by what a row is known, and a `contentHash` what it says beside its id, the same in both ways
    /// of reading; a `digest` is a text that is the same for equal rows, for rows without an id.
    init(
        path: String, first: PagePosition = .first, order: ListingOrder? = nil, filtersByTime: Bool = false,
        givesIDs: Bool = true, stepBack: Int = 0, endsSilentlyOnDeadCursors: Bool = false, cursor: CursorLocator? = nil,
        query: @escaping @Sendable (PagePosition) -> Query,
        read: @escaping Read<Row>, place: Read<BorrowedRow>? = nil,
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
            let marks = page.rows.map { row in
                let identity = identity(row)
                return RowKey(
                    id: identity.id.map(RowID.init), time: identity.time, contentHash: contentHash(row))
            }
            let outline = PageSummary(frame: page.frame, marks: marks) { digest(page.rows[$0]) }
            return SummarizedPage(outline: outline, content: page.rows)
        }
        self.rows = rows
        ledgerRows = { (response, position) throws(UsageError) in
            if let page = try? place?(response, position) {
                let outline = PageSummary(frame: page.frame, marks: page.rows.map(\.mark)) { _ in nil }
                return SummarizedPage(outline: outline, content: .placed(page.rows, in: response.body))
            }
            let page = try rows(response, position)
            return SummarizedPage(outline: page.outline, content: .rows(page.content))
        }
    }
}
