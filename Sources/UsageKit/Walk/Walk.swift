/// The rows of a ledger, fetched page by page as they are asked for, to the last one.
///
/// Nothing is fetched before the first row is asked for; leaving the loop stops the fetching; cancelling the task
/// throws. A walk that cannot reach the last row throws and never ends as if it had.
///
/// A walk is a value: each iteration begins anew.
public struct Walk<Row: Hashable & Sendable>: AsyncSequence, Sendable {
    /// Which part of the ledger is walked; an open end is pinned when the walk begins.
    public let window: TimeWindow
    /// Whether an open end is pinned to the present; not where the endpoint is asked for a period of its own.
    var pinsEnd = true
    var options = WalkOptions()

    let client: HTTPClient
    /// The endpoint's name in reports.
    let name: String
    /// Makes the endpoint for a part of the pinned window; a parameter out of range is refused here.
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

    /// What the walk may use up.
    public var limits: WalkLimits { options.limits }

    /// The same walk, page by page, each with the report as it stands.
    public var pages: WalkPages<Row> { WalkPages(walk: self) }

    /// Walks to the end and returns all rows with the report.
    ///
    /// - Parameter max: How many rows at most; more throw ``UsageError/Code/ceilingReached``.
    /// - Returns: The rows in the order of the walk, and the report.
    /// - Throws: ``UsageError`` or `CancellationError`.
    public func collect(max: Int? = nil) async throws -> (rows: [Row], report: WalkReport) {
        var limits = limits
        if let max { limits.rows = Swift.min(max, limits.rows) }
        var rows: [Row] = []
        var pages = limited(to: limits).pages.makeAsyncIterator()
        while let page = try await pages.next() { rows += page.rows }
        return (rows, pages.report)
    }

    /// Begins the walk anew.
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
