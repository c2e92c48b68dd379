/// A listing as a value: it knows its first request, how to read a page, and what follows it.
///
/// Everything else about a walk (retry, de-duplication, guards, report) is written once, in ``Walk``.
struct Endpoint<Row: Hashable & Sendable>: Sendable {
    /// The query of a request.
    typealias Query = [(name: String, value: String)]
    /// Reads the rows of a page, and what is beside them.
    typealias Read = @Sendable (TransportResponse) throws(UsageError) -> (rows: [Row], envelope: PageEnvelope)
    /// Says what follows a page that was read at a position.
    typealias Info = @Sendable (PageContents<Row>, PagePosition) throws(UsageError) -> PageInfo
    /// Reads a page, and what a walk needs to know of its rows: away from the walk, so that pages that come at the same
    /// time share the cores, and compiled for these rows and not for any.
    typealias Receive<Content: Sendable> =
        @Sendable (TransportResponse, PagePosition) throws(UsageError) -> SummarizedPage<Content>

    /// The path after the provider's prefix.
    let path: String
    /// The media type that is asked for.
    let accept: String
    /// Where a walk begins.
    let first: PagePosition
    /// What the provider promises about the pages.
    let promises: ListingPromises
    /// How many rows further up a page is read again if rows before it disappeared.
    let stepBack: Int
    /// Whether a cursor that has expired can give an empty page instead of an error.
    let endsSilentlyOnDeadCursors: Bool
    /// Where pages say what follows them, for walks that ask for the next page before they read the rows of this one;
    /// nil if only the rows tell, or if the places of pages are counted.
    let cursor: CursorLocator?
    /// The parameters for the page at a position.
    let query: @Sendable (PagePosition) -> Query
    /// What the judge of pages needs to know about a row.
    let key: @Sendable (Row) -> RowKey
    /// A text that is the same for equal rows; nil if the row has an id.
    let digest: @Sendable (Row) -> String?
    /// Finds what was replaced in the bytes of a page.
    let damage: DamagedPage.Finder
    /// A page without rows that says nothing.
    let emptyPage: TransportResponse
    /// Reads a page into rows.
    let rows: Receive<[Row]>
    /// Reads a page for a ledger, without making rows of it if that is possible.
    let ledgerRows: Receive<DecodedRows<Row>>
    /// Says what an error of the server means for this listing.
    var explain: @Sendable (UsageError) -> UsageError = { $0 }
    /// Makes the function that reads a page for a ledger that keeps labels.
    let labelledRows: @Sendable ([RowLabel]) -> Receive<DecodedRows<Row>>

    /// Creates a listing whose rows can go into a ledger.
    ///
    /// A `digest` is a text that is the same for equal rows, for rows without an id. `needsWholeRows` says that only a
    /// whole row shows the fields of the filter.
    init(
        path: String, first: PagePosition = .first, promises: ListingPromises, stepBack: Int = 0,
        endsSilentlyOnDeadCursors: Bool = false, cursor: CursorLocator? = nil, format: PageFormat,
        needsWholeRows: Bool = false, query: @escaping @Sendable (PagePosition) -> Query,
        digest: @escaping @Sendable (Row) -> String? = { _ in nil }, info: @escaping Info
    ) where Row: DecodableRow {
        self.path = path
        accept = "application/json"
        self.first = first
        self.promises = promises
        self.stepBack = stepBack
        self.endsSilentlyOnDeadCursors = endsSilentlyOnDeadCursors
        self.cursor = cursor
        self.query = query
        key = { RowKey(of: $0) }
        self.digest = digest
        damage = { (body, replacements) throws(UsageError) in
            try DamagedPage(of: body, replacements, format, Row.self)
        }
        emptyPage = Self.emptyPage(of: format)
        let filter = promises.filter
        let info = Self.holding(info, to: promises, query, first)
        let rows = Self.reading(filter, digest, info) { (response) throws(UsageError) in
            try JSONReader.rows(ofPage: response.body, format)
        }
        self.rows = rows
        ledgerRows = Self.borrowing(rows, digest, info) { (body) throws(UsageError) in
            needsWholeRows ? nil : try JSONReader.borrowedRows(ofPage: body, format, Row.self, filter)
        }
        labelledRows = { labels in
            Self.borrowing(rows, digest, info) { (body) throws(UsageError) in
                needsWholeRows
                    ? nil : try JSONReader.labelledRows(ofPage: body, format, Row.self, filter, keeping: labels)
            }
        }
    }

    /// Creates a listing of figures that the server computed, which no ledger takes.
    init(
        path: String, promises: ListingPromises, endsSilentlyOnDeadCursors: Bool = false, format: PageFormat,
        query: @escaping @Sendable (PagePosition) -> Query, info: @escaping Info
    ) where Row: ListedRow {
        self.path = path
        accept = "application/json"
        self.query = query
        self.promises = promises
        key = { RowKey(of: $0) }
        digest = { _ in nil }
        first = .first
        stepBack = 0
        self.endsSilentlyOnDeadCursors = endsSilentlyOnDeadCursors
        cursor = nil
        damage = { (body, replacements) throws(UsageError) in
            try DamagedPage(of: body, replacements, format, Row.self)
        }
        emptyPage = Self.emptyPage(of: format)
        let info = Self.holding(info, to: promises, query, first)
        let rows = Self.reading(promises.filter, { _ in nil }, info) { (response) throws(UsageError) in
            try JSONReader.rows(ofPage: response.body, format)
        }
        self.rows = rows
        let ledgerRows = Self.keeping(rows)
        self.ledgerRows = ledgerRows
        labelledRows = { _ in ledgerRows }
    }

    /// Creates a listing whose pages are not plain pages of JSON.
    ///
    /// - Parameters:
    ///   - path: The path after the provider's prefix.
    ///   - accept: The media type that is asked for.
    ///   - first: Where a walk begins.
    ///   - promises: What the provider promises about the pages.
    ///   - stepBack: How many rows further up a page is read again if rows before it disappeared.
    ///   - cursor: Where pages say what follows them.
    ///   - emptyPage: A page without rows that says nothing.
    ///   - query: The parameters for the page at a position.
    ///   - digest: A text that is the same for equal rows, for rows without an id.
    ///   - read: Reads a page.
    ///   - info: Says what follows a page.
    init(
        path: String, accept: String = "application/json", first: PagePosition = .first, promises: ListingPromises,
        stepBack: Int = 0, cursor: CursorLocator? = nil, emptyPage: TransportResponse,
        query: @escaping @Sendable (PagePosition) -> Query,
        digest: @escaping @Sendable (Row) -> String? = { _ in nil }, read: @escaping Read, info: @escaping Info
    ) where Row: ListedRow {
        self.path = path
        self.accept = accept
        self.first = first
        self.promises = promises
        self.stepBack = stepBack
        endsSilentlyOnDeadCursors = false
        self.cursor = cursor
        self.query = query
        key = { RowKey(of: $0) }
        self.digest = digest
        damage = { (_, replacements) throws(UsageError) in DamagedPage(withoutPlaces: replacements.count) }
        self.emptyPage = emptyPage
        let rows = Self.reading(promises.filter, digest, Self.holding(info, to: promises, query, first), read)
        self.rows = rows
        let ledgerRows = Self.keeping(rows)
        self.ledgerRows = ledgerRows
        labelledRows = { _ in ledgerRows }
    }

    /// Creates a listing whose rows are made of the rows of another one.
    ///
    /// - Parameters:
    ///   - base: Reads the pages.
    ///   - row: Makes a row.
    ///   - listed: Returns the row that a row was made of.
    ///   - matches: Whether a field has one of the values of a filter; nil if the row does not show the field.
    init<Listed: ListedRow>(
        of base: Endpoint<Listed>, row: @escaping @Sendable (Listed) -> Row,
        listed: @escaping @Sendable (Row) -> Listed,
        matches: @escaping @Sendable (Listed, RowFilter.Condition) -> Bool?
    ) {
        path = base.path
        accept = base.accept
        first = base.first
        promises = base.promises
        stepBack = base.stepBack
        endsSilentlyOnDeadCursors = base.endsSilentlyOnDeadCursors
        cursor = base.cursor
        query = base.query
        key = { base.key(listed($0)) }
        digest = { base.digest(listed($0)) }
        damage = base.damage
        emptyPage = base.emptyPage
        let filter = base.promises.filter
        let rows: Receive<[Row]> = { (response, position) throws(UsageError) in
            let page = try base.rows(response, position)
            var summary = page.summary
            if !filter.isEmpty {
                summary.filterKeys = page.content.map { row in filter.key { matches(row, $0) } }
            }
            return SummarizedPage(summary: summary, content: page.content.map(row))
        }
        self.rows = rows
        let ledgerRows = Self.keeping(rows)
        self.ledgerRows = ledgerRows
        labelledRows = { _ in ledgerRows }
    }

    /// Whether the first request is that of another listing.
    func asksTheSame(as other: Endpoint) -> Bool {
        path == other.path && query(first).elementsEqual(other.query(other.first), by: ==)
    }

    /// Whether positions are the numbers of pages, so that they depend on the size of a page.
    var countsPages: Bool {
        if case .page = first { true } else { false }
    }

    /// How many rows a page is asked to have, as it is sent.
    var pageSize: String? { query(first).first { $0.name == promises.limit }?.value }

    /// Whether a listing can continue at a position; a position of another paging would begin the listing again.
    func canContinue(at position: PagePosition) -> Bool {
        switch (first, position) {
        case (.first, .first), (.first, .cursor), (.offset, .offset): true
        case (.page(_, let period, _), .page(_, let other, _)): (period == nil) == (other == nil)
        default: false
        }
    }

    private static func emptyPage(of format: PageFormat) -> TransportResponse {
        TransportResponse(status: 200, body: JSONValue.object([format.rows: []]).text)
    }

    /// Adds to what follows a page what was asked for, and whether the page says that it is another one.
    private static func holding(
        _ info: @escaping Info, to promises: ListingPromises, _ query: @escaping @Sendable (PagePosition) -> Query,
        _ first: PagePosition
    ) -> Info {
        { (page, position) throws(UsageError) in
            let asked = query(position)
            var info = try info(page, position)
            // A cursor may be sent alone, and then carries the limit of the first request.
            info.maximumRows = promises.maximumRows(of: asked) ?? promises.maximumRows(of: query(first))
            info.unknownMembers = page.envelope.unknown
            info.mismatch = promises.mismatch(of: page.envelope, asked: asked)
            return info
        }
    }

    /// Reads pages with borrowed texts, and into rows if one of them cannot be borrowed.
    @inline(__always)
    private static func borrowing(
        _ rows: @escaping Receive<[Row]>, _ digest: @escaping @Sendable (Row) -> String?, _ info: @escaping Info,
        _ read: @escaping @Sendable ([UInt8]) throws(UsageError) -> (rows: BorrowedRows, envelope: PageEnvelope)?
    ) -> Receive<DecodedRows<Row>> where Row: DecodableRow {
        { (response, position) throws(UsageError) in
            guard let (borrowed, envelope) = try? read(response.body) else {
                let page = try rows(response, position)
                return SummarizedPage(summary: page.summary, content: .rows(page.content))
            }
            let contents = PageContents<Row>(rows: .borrowed(borrowed, in: response.body), envelope: envelope)
            var summary = PageSummary(info: try info(contents, position), keys: borrowed.keys) { index in
                (try? JSONReader.row(Row.self, at: borrowed.rows[index].start, of: response.body)).flatMap(digest)
            }
            summary.filterKeys = borrowed.filterKeys
            return SummarizedPage(summary: summary, content: contents.rows)
        }
    }

    /// Reads pages into rows.
    @inline(__always)
    private static func reading(
        _ filter: RowFilter, _ digest: @escaping @Sendable (Row) -> String?, _ info: @escaping Info,
        _ read: @escaping Read
    ) -> Receive<[Row]> where Row: ListedRow {
        { (response, position) throws(UsageError) in
            let (rows, envelope) = try read(response)
            let contents = PageContents(rows: DecodedRows.rows(rows), envelope: envelope)
            let summary = PageSummary(rows, try info(contents, position), digest, filter: filter)
            return SummarizedPage(summary: summary, content: rows)
        }
    }

    /// Reads pages for a ledger into rows.
    private static func keeping(_ rows: @escaping Receive<[Row]>) -> Receive<DecodedRows<Row>> {
        { (response, position) throws(UsageError) in
            let page = try rows(response, position)
            return SummarizedPage(summary: page.summary, content: .rows(page.content))
        }
    }
}
