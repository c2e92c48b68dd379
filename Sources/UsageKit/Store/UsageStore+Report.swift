extension UsageStore {
    /// All rows as a ledger.
    ///
    /// Its walks say what the store lacks of the time from the first to the last instant of each source; a report over a
    /// window is made by ``report(_:of:at:)``, or from ``ledger(in:of:at:)``.
    public var ledger: UsageLedger { withState { $0.ledger(in: .all, of: nil, now: .now()) } }

    /// All rows of some sources as a ledger, whose walks say what the store lacks of a window.
    ///
    /// Rows outside the window are in it, too: give the window to the query.
    ///
    /// - Parameters:
    ///   - window: The time that is asked about. At a bound that is open, each source has what it has.
    ///   - sources: The sources; nil for all.
    ///   - now: The present. If the window has not ended, the store must have all rows up to the beginning of the present day
    ///     in UTC; how old the rest is, ``WalkReport/readAt`` says.
    /// - Returns: The ledger. It has one walk for each source (``WalkReport``): it is complete if the store has all rows of
    ///   the window, and otherwise ``WalkReport/stopped`` names the days that are missing. Two sources that can have the
    ///   same rows, such as two queries of one account, are named as well.
    public func ledger(
        in window: TimeWindow, of sources: [StoreSource]? = nil, at now: Timestamp = .now()
    ) -> UsageLedger {
        withState { state in
            var ledger = state.ledger(in: window, of: sources, now: now)
            let untimed = window == .all ? 0 : ledger.columns.untimedCount
            if untimed > 0, var first = ledger.walks.first {
                first.add(
                    WalkStop(.missingRows, "\(untimed) rows whose time is not known are in no window of a query"))
                ledger.replaceWalk(at: 0, with: first)
            }
            return ledger
        }
    }

    /// Computes a report of the rows of some sources, which is complete if the store has all rows of the query's window.
    ///
    /// A store without sources gives an incomplete report. Rows whose time is not known count in every window, in a group without bounds if there are buckets. They do not count
    /// if empty buckets are filled, and the report is then not complete.
    ///
    /// - Parameters:
    ///   - query: The query.
    ///   - sources: The sources; nil for all.
    ///   - now: The present, as in ``ledger(in:of:at:)``.
    /// - Returns: The report; ``WalkReport/readAt`` of its walks says how old the last refresh of each source is.
    /// - Throws: ``UsageError`` as ``UsageLedger/report(_:)`` does.
    public func report(
        _ query: ReportQuery = ReportQuery(), of sources: [StoreSource]? = nil, at now: Timestamp = .now()
    ) throws(UsageError) -> UsageReport {
        var (ledger, isCut) = withState { $0.cutLedger(in: query.window, of: sources, now: now) }
        var query = query
        if isCut, query.fillsEmptyBuckets, var first = ledger.walks.first {
            first.add(
                WalkStop(.missingRows, "rows whose time is not known do not count where empty buckets are filled"))
            ledger.replaceWalk(at: 0, with: first)
        } else if isCut {
            query.window = .all
        }
        return try ledger.report(query)
    }
}

extension UsageStore.State {
    /// The ledger for a report over a window.
    ///
    /// - Returns: The ledger, and whether only the rows of the window count in it, because some have no time.
    fileprivate func cutLedger(
        in window: TimeWindow, of sources: [StoreSource]?, now: Timestamp
    ) -> (UsageLedger, isCut: Bool) {
        let whole = ledger(in: window, of: sources, now: now)
        guard window != .all, whole.columns.untimedCount > 0 else { return (whole, false) }
        let bounds = window.nanoseconds
        var columns = whole.columns
        for row in 0..<columns.count where columns.isActive(row) {
            if let time = columns.time(ofRow: row), !bounds.contains(time) { columns.retire(row) }
        }
        return (whole.replacing(columns), true)
    }

    fileprivate func ledger(
        in window: TimeWindow, of sources: [StoreSource]?, now: Timestamp
    ) -> UsageLedger {
        let known = contents.sources.values.sorted { $0.number < $1.number }
        let states = known.filter { state in
            sources?.contains(state.source) ?? !(state.wasNeverRead && known.contains(where: state.mayBeMistaken))
        }
        var columns = contents.columns
        let labels = contents.sources.mapValues(\.source.accountLabel)
        columns.giveRows(contents.runs.map { ($0.start, labels[$0.source] ?? nil) })
        if states.count < contents.sources.count {
            let chosen = Set(states.map(\.number))
            for (index, run) in contents.runs.enumerated() where !chosen.contains(run.source) {
                let end = index + 1 < contents.runs.count ? contents.runs[index + 1].start : contents.count
                columns.retire(run.start..<end)
            }
        }
        // Rows of requests that come later are not part of this value.
        columns.forgetRequestIDs()
        var walks = states.map { state in
            (
                report: report(of: state, in: window, others: states, now: now),
                source: Optional(
                    RowSource(storedRowsOf: state.source.provider, account: state.source.accountLabel))
            )
        }
        for source in sources ?? [] where !states.contains(where: { $0.source == source }) {
            walks.append((Self.missing("the store has no rows of \(source)", source, window), nil))
        }
        if walks.isEmpty {
            walks.append((Self.missing(failure?.description ?? "the store has no source", nil, window), nil))
        }
        return UsageLedger(columns, walks: walks)
    }

    private static func missing(_ reason: String, _ source: StoreSource?, _ window: TimeWindow) -> WalkReport {
        var report = WalkReport(
            provider: source?.provider ?? ProviderID(rawValue: ""), endpoint: source?.endpoint ?? "", window: window,
            stopped: WalkStop(.missingTime, reason))
        report.isUnread = true
        return report
    }

    /// What the store has of a source in a window, as the report of a walk.
    private func report(
        of state: SourceState, in window: TimeWindow, others: [SourceState], now: Timestamp
    ) -> WalkReport {
        let bounds = state.bounds(of: window, now: now)
        let parts = state.covered.filter { $0.window.intersection(bounds) != nil }
        var report =
            WalkReport(combining: parts.map(\.report), window: bounds)
            ?? WalkReport(provider: state.source.provider, endpoint: state.source.endpoint, window: bounds)
        let counts = contents.counts(of: state.number, in: window)
        report.window = state.known(of: window, in: bounds)
        report.origin = WalkOrigin(
            server: state.source.origin, query: state.source.fingerprint, account: state.source.account)
        (report.rows, report.unsettled) = (counts.rows, counts.unsettled)
        report.isFinished = true
        report.readAt = state.refreshedAt
        report.readThrough =
            state.covered.last { known in
                bounds.end.map { end in known.window.start.map { $0 < end } ?? true } ?? true
            }?.window.end
        // A refresh that did not end may have brought rows.
        report.isUnread = parts.isEmpty && contents.lastTime(of: state.number, in: window) == nil
        let missing = state.wholeTime.missing(in: bounds)
        if !missing.isEmpty {
            let text = missing.map(\.dayText).joined(separator: ", ")
            report.add(WalkStop(.missingTime, "the store lacks \(text) of \(state.source)"))
        }
        if contents.counts(of: state.number, in: bounds).rows != counts.rows {
            let isAhead = contents.lastTime(of: state.number, in: .all).map { $0 > now } ?? false
            let clock = isAhead ? ", and after the present: the clock of this machine may be slow" : ""
            report.add(
                WalkStop(
                    .missingTime, "the store has rows of \(state.source) in time that it does not have whole\(clock)"))
        }
        let isOpen = window.end.map { $0 > now } ?? true
        if isOpen, let end = state.covered.last?.window.end, end > now.advanced(by: .seconds(3600)) {
            report.add(
                WalkStop(
                    .missingTime,
                    "the store has \(state.source) up to \(end), after the present: a clock is or was wrong; refresh it"
                ))
        }
        let doubted = state.untimed.count { $0.isDoubted && contents.columns.isActive($0.row) }
        if doubted > 0 {
            report.add(
                WalkStop(
                    .repeatedRows,
                    "\(doubted) rows of \(state.source) whose time is not known may be gone or count twice: refresh the "
                        + "whole time in which they were listed"))
        }
        if let stopped = state.stopped {
            let windows = [state.failed?.window, state.place?.window].compactMap(\.self)
            if windows.isEmpty || windows.contains(where: { $0.intersection(window) != nil }) {
                report.add(stopped.introduced(by: "the last refresh of \(state.source) did not end"))
            }
        }
        for damage in damage {
            // If it is not known what was lost, it can have been anything.
            guard damage.rows == nil || damage.lost[state.source]?.intersection(window) != nil else { continue }
            report.add(WalkStop(.damagedStore, "the store is damaged at \(damage)"))
        }
        for other in others where other.number < state.number {
            // Whoever gives two accounts different names knows them.
            let isNamed = state.source.accountLabel != nil && other.source.accountLabel != nil
            guard other.mayShareRows(with: state) || !isNamed && contents.hasRows(of: state.number, in: other.number)
            else { continue }
            let time = other.coveredTime
            guard
                state.covered.contains(where: { covered in
                    time.windows.contains { $0.intersection(covered.window)?.intersection(bounds) != nil }
                })
            else { continue }
            report.add(
                WalkStop(
                    .repeatedRows,
                    "rows may count twice: \(state.source) and \(other.source) can have the same ones; choose the sources"
                ))
        }
        return report
    }
}

extension SourceState {
    /// Whether a source of which nothing was ever read can be a mistaken name of another one.
    fileprivate func mayBeMistaken(for other: SourceState) -> Bool {
        let isSameLabel = source.accountLabel.map(ByteString.init) == other.source.accountLabel.map(ByteString.init)
        return !other.wasNeverRead && source.provider == other.source.provider
            && source.endpoint == other.source.endpoint && (isSameLabel || keys.contains(where: other.keys.contains))
    }

    /// Whether the same rows can be in both, though they are different sources.
    fileprivate func mayShareRows(with other: SourceState) -> Bool {
        // One server can have several addresses.
        let isSameKey = keys.contains(where: other.keys.contains)
        return source.mayShareRows(with: other.source) || source.provider == other.source.provider && isSameKey
    }

    /// The time of a window of which the store must have all rows of the source.
    fileprivate func bounds(of window: TimeWindow, now: Timestamp) -> TimeWindow {
        let start = window.start ?? covered.first?.window.start
        var end = window.end
        if end == nil || end.map({ $0 > now }) ?? false {
            let day = now.seconds.flooredDivision(by: 86_400).quotient.multipliedReportingOverflow(by: 86_400)
            let today = Timestamp(seconds: day.overflow ? .min : day.partialValue)
            let known = covered.last?.window.end
            end = window.end.map { min($0, max(known ?? today, today)) } ?? known
        }
        // What is asked for begins after what the store has: the present is missing.
        if let first = start, let last = end, last <= first { end = max(now, first.advanced(by: .nanoseconds(1))) }
        return TimeWindow(unchecked: start, end)
    }

    /// The part of a window up to the last instant that the source has; its bounds if it has nothing of it.
    fileprivate func known(of window: TimeWindow, in bounds: TimeWindow) -> TimeWindow {
        guard let known = covered.last?.window.end else { return bounds }
        let end = window.end.map { min($0, known) } ?? known
        if let start = bounds.start, end <= start { return bounds }
        return TimeWindow(unchecked: bounds.start, end)
    }
}

extension RecordColumns {
    /// How many rows count and have no time.
    fileprivate var untimedCount: Int {
        guard (0..<times.chunkCount).contains(where: { times.chunk($0).hasMissing }) else { return 0 }
        return (0..<count).count { isActive($0) && time(ofRow: $0) == nil }
    }
}

extension TimeWindow {
    /// The window in words: its days if it begins and ends with one, in UTC.
    fileprivate var dayText: String {
        func isMidnight(_ instant: Timestamp) -> Bool { instant.seconds % 86_400 == 0 && instant.nanoseconds == 0 }
        guard let start, let end, isMidnight(start), isMidnight(end) else {
            return "\(start?.description ?? "the beginning") to \(end?.description ?? "the present")"
        }
        let first = String(start.description.prefix(10))
        let last = String(end.advanced(by: .seconds(-1)).description.prefix(10))
        return first == last ? first : "\(first) to \(last)"
    }
}
