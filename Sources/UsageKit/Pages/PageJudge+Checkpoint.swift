extension PageJudge {
    /// The state for a checkpoint, with or without the ids of the delivered rows.
    func snapshot(of listing: Listing, includingIDs: Bool) -> PageJudgeState {
        var snapshot = state
        if includingIDs { snapshot.ids = delivered.ids }
        // A page of which only some rows were delivered is read again, which is no repetition.
        let isInPart = state.consumed != nil
        snapshot.lastPage = isInPart ? nil : state.lastPage ?? lastPage.flatMap { $0.contentDigest() }
        return snapshot
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
