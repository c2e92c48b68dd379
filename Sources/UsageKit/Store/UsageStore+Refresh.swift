// What a refresh does to a store; it does not know where the rows come from.

extension UsageStore {
    /// The windows that a refresh of a source walks, in this order.
    ///
    /// - Parameters:
    ///   - source: The refresh.
    ///   - target: The time that the store is to have.
    ///   - again: A window that is walked though the store may have it; nil for none.
    ///   - overlap: How much of what is covered is walked again.
    ///   - isFiltered: Whether the provider filters by time.
    /// - Returns: The windows.
    func windows(
        of source: Begun, for target: TimeWindow, with again: TimeWindow?, overlap: Duration, isFiltered: Bool
    ) -> [TimeWindow] {
        withState { state in
            let kept = state.contents.settings.kept
            guard let target = target.intersection(kept) else { return [] }
            guard let known = state.contents.sources[source.number] else { return [target] }
            let unsettled = state.contents.unsettledTimes(of: source.number, in: .all)
            let windows = known.windows(
                for: target, with: again?.intersection(kept), overlap: overlap, unsettled: unsettled,
                isFiltered: isFiltered)
            guard source.isDoubtful else { return windows }
            // Known rows show whether it is the same account, before any is taken for gone. The last ones do: those before
            // may be kept here alone.
            guard let last = state.contents.lastTime(of: source.number, in: target) else { return [target] }
            let span = max(overlap, .seconds(86_400))
            let shown = TimeWindow(unchecked: last.advanced(by: .zero - span), last.advanced(by: .seconds(1)))
            return [shown.intersection(target) ?? target] + windows
        }
    }

    /// The end of what the store has of a source; nil if it has nothing.
    func lastCovered(of number: Int) -> Timestamp? {
        withState { $0.contents.sources[number]?.covered.last?.window.end }
    }

    /// The place of a refresh that has not ended, with the ids of the rows that its walk delivered in the order in which the
    /// store got them; nil if every one has ended.
    func place(of number: Int) -> (place: SourceState.Place, ids: [String])? {
        withState { state in
            guard let place = state.contents.sources[number]?.place else { return nil }
            return (place, state.contents.deliveredIDs(of: number))
        }
    }

    /// Forgets the place of a refresh that has not ended; its rows that do not count yet are left out.
    func discardPlace(of number: Int) throws(UsageError) {
        try withState { (state) throws(UsageError) in
            try commit(&state) { editor, _ in
                guard var known = editor.contents.sources[number], known.place != nil else { return }
                editor.begin(number)
                if let place = known.place {
                    known.doubt(place.window)
                    // Nothing says any more which walk delivered them.
                    let noted = Set(known.untimed.map(\.row))
                    known.untimed += editor.contents.untimedRows(of: number).filter { !noted.contains($0) }.map {
                        SourceState.UntimedRow(row: $0, window: place.report.window)
                    }
                }
                known.place = nil
                editor.set(known)
            }
        }
    }

    /// Begins to walk a window; nothing is written before its first rows are.
    ///
    /// - Parameters:
    ///   - window: The window.
    ///   - source: The refresh.
    ///   - place: Where an earlier walk of it stopped; nil if it begins, so that what that one delivered does not matter.
    func beginWalk(of window: TimeWindow, _ source: Begun, after place: SourceState.Place?) {
        withState { state in
            // An earlier window of the refresh may have shown whose key it is.
            let keys = state.contents.sources[source.number]?.keys ?? []
            let isDoubtful = source.isDoubtful && !(source.key.map(keys.contains) ?? false)
            state.runs[source.number] = RefreshRun(
                source: source.number, window: window, after: place, isDoubtful: isDoubtful, in: state.contents)
        }
    }

    /// Adds rows that a walk delivered, together with its place after them.
    func add(_ records: [UsageRecord], to source: Begun, _ progress: WalkProgress) throws(UsageError) {
        try withState { (state) throws(UsageError) in
            try commit(&state) { editor, state in
                let number = source.number
                editor.addIfNew(source)
                var run = try Self.takeRun(of: number, &state)
                try Self.place(records, &run, &editor, &state)
                if var known = editor.contents.sources[number] {
                    // A walk whose account is not certain is not continued by another key.
                    let canGoOn = !run.isDoubtful && (!progress.needsOrder || run.hasOnlyNewRows)
                    known.place = SourceState.Place(
                        window: run.window, report: progress.report, checkpoint: canGoOn ? progress.checkpoint : nil,
                        hasOnlyNewRows: run.hasOnlyNewRows, added: run.added, revised: run.revised)
                    editor.set(known)
                }
                state.runs[number] = run
            }
        }
    }

    /// Adds the last rows of a walk and ends it: it reached its last row, or it is over and lacks some.
    ///
    /// - Parameters:
    ///   - records: The rows.
    ///   - source: The refresh.
    ///   - report: The report of the walk.
    ///   - window: The time of which it delivers all rows if it is complete; nil for none.
    ///   - covered: The part of that time that the store has then; nil for none.
    ///   - now: When it ended.
    ///   - isLast: Whether the refresh ends with it.
    ///   - removesMissing: Whether rows with ids of that time that were not delivered are gone.
    /// - Returns: What the rows of the walk changed.
    /// - Throws: ``UsageError`` if the store cannot be written, or the account turns out to be another one.
    func finishWalk(
        with records: [UsageRecord], of source: Begun, report: WalkReport, window: TimeWindow?, covered: TimeWindow?,
        now: Timestamp, isLast: Bool, removesMissing: Bool = true
    ) throws(UsageError) -> StoreChanges {
        try withState { (state) throws(UsageError) in
            try commit(&state) { editor, state in
                let number = source.number
                editor.addIfNew(source)
                var run = try Self.takeRun(of: number, &state)
                try Self.place(records, &run, &editor, &state)
                run.beginIfNeeded(in: &editor)
                let first = editor.contents.restatements.count
                var lookup = state.lookups.removeValue(forKey: number) ?? IDLookup(of: number)
                let (removed, isOfAccount) = try run.finish(
                    in: window ?? run.window, isComplete: report.isComplete && window != nil,
                    removesMissing: removesMissing, now: now, &editor, &lookup)
                state.lookups[number] = lookup
                if isOfAccount { editor.setAccount(of: source, run) }
                if var known = editor.contents.sources[number] {
                    known.place = nil
                    if report.isComplete {
                        if let covered = covered?.intersection(editor.contents.settings.kept) {
                            known.cover(covered, report)
                        }
                        let interrupted = WalkStop(.missingTime, "it was interrupted")
                        if !isLast { known.failed = report.ended(because: interrupted) }
                    } else {
                        known.failed = report
                        if let window { known.doubt(window) }
                    }
                    if isLast { known.end(report.isComplete ? nil : report, at: now) }
                    editor.set(known)
                }
                return StoreChanges(
                    added: isOfAccount ? run.added : 0, revised: isOfAccount ? run.revised : 0, removed: removed,
                    restatements: editor.contents.named(editor.contents.restatements[first...]))
            }
        }
    }

    /// Forgets that a source has time which has not come: a clock was wrong when it was read, so the store has the source up
    /// to its last row at most.
    func uncoverFuture(of number: Int, after present: Timestamp) throws(UsageError) {
        try withState { (state) throws(UsageError) in
            try commit(&state) { editor, _ in
                guard var known = editor.contents.sources[number], let end = known.covered.last?.window.end,
                    end > present
                else { return }
                let last = editor.contents.lastTime(of: number, in: .all).map { min($0, present) }
                known.uncover(TimeWindow(unchecked: last, nil))
                editor.update(known)
            }
        }
    }

    /// Notes how a refresh ended.
    ///
    /// - Parameters:
    ///   - source: The refresh.
    ///   - failed: The report of the walk that did not reach its last row; nil if all did.
    ///   - isNoted: Whether the source is noted if it is new, so that it is missed from then on.
    ///   - now: When it ended.
    /// - Throws: ``UsageError`` if the store cannot be written.
    func finishRefresh(
        of source: Begun, failed: WalkReport?, isNoted: Bool = false, now: Timestamp
    ) throws(UsageError) {
        try withState { (state) throws(UsageError) in
            try commit(&state) { editor, _ in
                if isNoted { editor.addIfNew(source) }
                guard var known = editor.contents.sources[source.number] else { return }
                known.end(failed, at: now)
                editor.set(known)
            }
        }
    }

    private static func takeRun(of number: Int, _ state: inout State) throws(UsageError) -> RefreshRun {
        guard let run = state.runs[number] else {
            throw state.failure ?? UsageError(.storeNotWritten, "the refresh has not begun")
        }
        return run
    }

    private static func place(
        _ records: [UsageRecord], _ run: inout RefreshRun, _ editor: inout StoreEditor, _ state: inout State
    ) throws(UsageError) {
        // Nothing else holds the lookup, so that it is not copied.
        var lookup = state.lookups.removeValue(forKey: run.source) ?? IDLookup(of: run.source)
        lookup.prepare(records.lazy.compactMap(\.id), in: editor.contents)
        for record in records { try run.place(record, in: &editor, &lookup) }
        state.lookups[run.source] = lookup
    }
}

extension SourceState {
    /// Notes how a refresh ended.
    fileprivate mutating func end(_ failed: WalkReport?, at now: Timestamp) {
        self.failed = failed
        if failed == nil { refreshedAt = now }
    }
}

extension StoreContents {
    /// The ids of the rows that the walk of a refresh delivered, each once, in the order of the rows.
    fileprivate func deliveredIDs(of source: Int) -> [String] {
        guard let refresh = refreshes[source] else { return [] }
        var known: Set<ByteString> = []
        let rows = refresh.confirmed.all.filter(columns.isActive) + refresh.staged
        return rows.sorted().compactMap { row in
            guard let id = ids[row], known.insert(ByteString(id)).inserted else { return nil }
            return id
        }
    }
}
