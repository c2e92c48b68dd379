/// All rows of a ledger, fetched page by page as they are asked for.
///
/// Nothing is fetched before the first row is asked for; leaving the loop stops the fetching; cancelling the task
/// throws. A walk that cannot reach the last row throws; it never ends as if it had reached it.
///
/// A walk is a value: each iteration starts from the beginning.
public struct Walk<Row: Hashable & Sendable>: AsyncSequence, Sendable {
    /// Which part of the ledger is walked; an open end is pinned when the walk begins.
    public let window: TimeWindow
    /// Whether rows outside the window are dropped; false if the endpoint is asked for a period without exact bounds.
    var cutsRows = true
    /// Whether rows that an earlier run delivered are delivered again if they are listed again: the caller compares them.
    var deliversKnownRowsAgain = false
    /// How the walk is carried out.
    public var options = WalkOptions()
    /// The checkpoint after which the walk continues.
    var checkpoint: WalkCheckpoint?
    /// The rows that were delivered up to the checkpoint, if the caller kept them.
    var rowsBefore: [Row]?

    let client: HTTPClient
    /// The endpoint's name in reports.
    let name: String
    /// Makes the endpoint for a part of the pinned window; throws if a parameter is out of range.
    let endpoint: @Sendable (TimeWindow) throws(UsageError) -> Endpoint<Row>

    init(
        _ name: String, of client: HTTPClient, in window: TimeWindow,
        endpoint: @escaping @Sendable (TimeWindow) throws(UsageError) -> Endpoint<Row>
    ) {
        self.client = client
        self.name = name
        self.window = window
        self.endpoint = endpoint
    }

    /// The same walk page by page, each page with the report up to it.
    public var pages: WalkPages<Row> { WalkPages(walk: self) }

    /// Walks to the end and returns all rows with the report.
    ///
    /// - Parameter max: The maximum number of rows; more throw ``UsageError/Code/ceilingReached``.
    /// - Returns: The rows in the order of the walk, each in its last state, and the report.
    /// - Throws: ``UsageError`` or `CancellationError`.
    public func collect(max: Int? = nil) async throws -> (rows: [Row], report: WalkReport) {
        var walk = self
        if let max { walk.options.limits.rows = Swift.min(max, options.limits.rows) }
        var rows: [Row] = []
        var replaced: Set<Int> = []
        var pages = walk.pages.makeAsyncIterator()
        while let page = try await pages.next() {
            rows += page.rows
            replaced.formUnion(page.replaced)
        }
        if !replaced.isEmpty { rows = rows.indices.filter { !replaced.contains($0) }.map { rows[$0] } }
        return (rows, pages.report)
    }

    /// Starts the walk from its beginning.
    public func makeAsyncIterator() -> Iterator {
        Iterator(pages: pages.makeAsyncIterator())
    }

    /// A walk under way.
    public struct Iterator: AsyncIteratorProtocol {
        private var pages: WalkPages<Row>.Iterator
        private var rows: [Row].Iterator = [].makeIterator()

        fileprivate init(pages: WalkPages<Row>.Iterator) {
            self.pages = pages
        }

        /// What the walk did so far.
        public var report: WalkReport { pages.report }

        /// The next row, or nil after the last one.
        ///
        /// - Throws: ``UsageError`` or `CancellationError`.
        public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws -> Row? {
            while true {
                if let row = rows.next() { return row }
                guard let page = try await pages.next(isolation: actor) else { return nil }
                rows = page.rows.makeIterator()
            }
        }
    }
}

@available(*, unavailable)
extension Walk.Iterator: Sendable {}
