/// The pages of a walk.
public struct WalkPages<Row: Hashable & Sendable>: AsyncSequence, Sendable {
    /// The rows of a page that are inside the window and new, or later states of rows that came before.
    ///
    /// Pages can be kept: each takes the memory of its rows, and all pages of a walk share the ids for their checkpoints.
    public struct Page: Sendable {
        /// The rows.
        ///
        /// A row with the id of an earlier one is its later state, and replaces it (``WalkReport/revised``).
        public let rows: [Row]
        /// The numbers of the earlier rows that rows of this page replace.
        ///
        /// The first row of this run has the number 0. Rows that were handed back (``Walk/resumed(from:after:)``) have
        /// negative numbers, the last one −1.
        public let replaced: [Int]
        /// What the walk did up to and including this page.
        public let report: WalkReport
        /// The names of members beside the rows that this version does not know, for example a new figure of the page.
        public let unknownMembers: [String]
        /// The checkpoint from which a later run continues after this page; nil after the last page.
        ///
        /// - Parameter includingIDs: Whether the checkpoint has the ids of the delivered rows, by which a later run knows
        ///   them. A caller that keeps the rows does not need them: it hands the rows back with ``Walk/resumed(from:after:)``,
        ///   or, if all rows have ids, their ids with ``WalkCheckpoint/restoring(ids:)``.
        /// - Returns: The checkpoint.
        /// - Complexity: O(*n*) in the number of rows that were delivered; O(1) without ids.
        public func checkpoint(includingIDs: Bool = true) -> WalkCheckpoint? {
            snapshot?.checkpoint(includingIDs: includingIDs)
        }

        /// The checkpoint for a store, which has the ids of rows, but not the rows themselves.
        var storeCheckpoint: WalkCheckpoint? { snapshot?.checkpointWithoutIDs }

        let snapshot: WalkSnapshot<Row>?
    }

    let walk: Walk<Row>

    /// Starts the walk from its beginning.
    public func makeAsyncIterator() -> Iterator { Iterator(session: WalkSession(walk, reading: \.rows)) }

    /// A walk under way.
    ///
    /// A copy continues independently from the point at which it was made. Pages that were fetched ahead go to the copy that asks for
    /// them first, and are requested again for the others.
    public struct Iterator: AsyncIteratorProtocol {
        private var session: WalkSession<Row, [Row]>

        fileprivate init(session: WalkSession<Row, [Row]>) {
            self.session = session
        }

        /// What the walk did so far; after an error it says why the walk stopped.
        public var report: WalkReport { session.report }

        /// The next page, or nil after the last one.
        ///
        /// A thrown error ends the walk.
        ///
        /// - Throws: ``UsageError`` or `CancellationError`.
        public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws -> Page? {
            guard let page = try await session.next() else { return nil }
            let rows = page.selection.rows(of: page.content)
            return Page(
                rows: rows, replaced: page.selection.replaced, report: page.report,
                unknownMembers: page.unknownMembers, snapshot: page.snapshot)
        }
    }
}

@available(*, unavailable)
extension WalkPages.Iterator: Sendable {}
