/// The pages of a walk.
public struct WalkPages<Row: Hashable & Sendable>: AsyncSequence, Sendable {
    /// The rows of a page that are new and inside the window.
    public struct Page: Sendable {
        /// The rows.
        public let rows: [Row]
        /// What the walk did up to and with this page.
        public let report: WalkReport
        /// Where a later run goes on behind this page; nil behind the last one.
        ///
        /// - Complexity: O(*n*) in the number of rows that were delivered.
        public var checkpoint: WalkCheckpoint? { makeCheckpoint(true) }

        /// Where a later run goes on behind this page, without the ids of the delivered rows: for callers who keep the
        /// rows and hand their ids back with ``WalkCheckpoint/restoring(ids:)``.
        ///
        /// - Complexity: O(1).
        public var checkpointWithoutIDs: WalkCheckpoint? { makeCheckpoint(false) }

        let makeCheckpoint: @Sendable (_ includesIDs: Bool) -> WalkCheckpoint?
    }

    let walk: Walk<Row>

    /// Begins the walk anew.
    public func makeAsyncIterator() -> Iterator { Iterator(run: WalkSession(walk, reading: \.rows)) }

    /// A walk under way.
    public struct Iterator: AsyncIteratorProtocol {
        private var run: WalkSession<Row, [Row]>

        fileprivate init(run: WalkSession<Row, [Row]>) {
            self.run = run
        }

        /// What the walk did so far; after an error it says why the walk stopped.
        public var report: WalkReport { run.report }

        /// The next page, or nil after the last one.
        ///
        /// A thrown error ends the walk.
        ///
        /// - Throws: ``UsageError`` or `CancellationError`.
        public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws -> Page? {
            guard let page = try await run.next() else { return nil }
            let rows = page.choice.rows(of: page.content)
            return Page(rows: rows, report: page.report, makeCheckpoint: page.makeCheckpoint)
        }
    }
}

@available(*, unavailable)
extension WalkPages.Iterator: Sendable {}
