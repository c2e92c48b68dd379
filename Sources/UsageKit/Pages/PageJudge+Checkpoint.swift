extension PageJudge {
    /// What a checkpoint after the last page needs.
    ///
    /// Callers keep pages, and with each of them such a value, so it holds nothing that grows with the rows of the walk
    /// and is not shared.
    struct Snapshot: Sendable {
        fileprivate let state: PageJudgeState
        let ids: SharedIDs
        /// The last page if rows have no ids.
        fileprivate let lastPage: PageSummary?

        /// The state for a checkpoint, with or without the ids of the delivered rows.
        func state(includingIDs: Bool) -> PageJudgeState {
            var state = state
            if includingIDs { state.ids = ids.all }
            // A page of which only some rows were delivered is read again, which is no repetition.
            let isInPart = state.consumed != nil
            state.lastPage = isInPart ? nil : state.lastPage ?? lastPage.flatMap { $0.contentDigest() }
            return state
        }
    }

    /// The state after the last page.
    mutating func snapshot() -> Snapshot {
        let hasDigest = lastPage.map { $0.keys.contains { $0.id == nil } } ?? false
        return Snapshot(state: state, ids: delivered.sharedIDs(), lastPage: hasDigest ? lastPage : nil)
    }

    /// Continues from the state of a checkpoint.
    ///
    /// - Returns: Whether the listing must be read from its start. This is so if known rows are expected, since the
    ///   checkpoint does not store which of them were already returned in this pass.
    mutating func restore(_ report: WalkReport, _ known: PageJudgeState, in listing: Listing) -> Bool {
        self.report = report
        state = known
        state.ids = []
        delivered.restore(known.ids)
        guard expectsKnownRows(listing) else { return false }
        beginPass(state.pass)
        return true
    }
}
