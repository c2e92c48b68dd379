extension WalkEngine {
    /// What decides whether a walk may start a listing again.
    struct Recovery: Sendable {
        /// When the last page was received, and its cursor with it.
        var lastPageAt: Timestamp
        /// Whether the present position comes from a checkpoint and no page has been received since.
        var isResumedCursor: Bool
        /// Whether the window was taken from a clock that no page has confirmed yet.
        var trustsOwnClock: Bool
        /// How far the server's clock was known to be ahead of it.
        var knownSkew: Duration?
        /// Whether a refused cursor may lead to a restart: once after each page with new rows.
        var mayRestart = true

        /// Records that a page was received.
        mutating func received(_ time: Timestamp, hasNews: Bool) {
            isResumedCursor = false
            lastPageAt = time
            if hasNews { mayRestart = true }
        }
    }

    /// The age from which a cursor that is refused counts as expired.
    private static var minimumExpiryAge: Duration { .seconds(30) }

    // MARK: Gaps

    /// Goes back a page, until a page begins with a known row.
    mutating func stepBack(from position: PagePosition) {
        guard case .offset(let offset, _) = position else { return }
        prefetchers[segment] = nil
        judge.closeGap()
        self.position = .offset(max(0, offset - plan.segments[segment].endpoint.stepBack), overlaps: true)
    }

    // MARK: Expired cursors

    /// Whether an error says that the cursor has expired, so that the listing can be started again.
    ///
    /// After a checkpoint any refusal of the request may mean the cursor. Later only a refusal that speaks of it does,
    /// and only if the walk was paused for a while: a server that refuses a fresh cursor is broken.
    func canRestart(after error: UsageError) -> Bool {
        guard case .cursor = position, recovery.mayRestart, [400, 404, 410, 422].contains(error.status ?? 0) else {
            return false
        }
        if recovery.isResumedCursor { return true }
        let words = "\(error.providerCode ?? "") \(error.message)".lowercased()
        return (words.contains("cursor") || words.contains("token"))
            && walk.client.environment.now().duration(since: recovery.lastPageAt) >= Self.minimumExpiryAge
    }

    /// Whether the page before which a limit stops the walk is the empty one that ends the listing.
    ///
    /// A later run could not tell it from the page of an expired cursor, and would read the whole listing again, after
    /// which the limit could stop it at the same place, and so on without end.
    func isEnd(_ next: PagePosition, of present: WalkPlan<Row>.Segment) async -> Bool {
        guard present.endpoint.endsSilentlyOnDeadCursors else { return false }
        let page = try? await fetch(of: present)(next) { _ in }
        return page?.page.summary.count == 0
    }

    /// Walks the part of a segment again that was not delivered.
    mutating func restart(_ present: WalkPlan<Row>.Segment) {
        prefetchers[segment] = nil
        judge.restart()
        recovery.isResumedCursor = false
        recovery.mayRestart = false
        var rest = present
        if let window = remainingWindow(of: present), let endpoint = try? walk.endpoint(window) {
            rest = WalkPlan<Row>.Segment(window: present.window, endpoint: endpoint, isLookBack: present.isLookBack)
        }
        plan.segments[segment] = rest
        position = rest.endpoint.first
    }

    /// The part of a segment's window that was not delivered; nil for the whole window.
    ///
    /// It includes a margin of a second for servers that truncate fractions.
    private func remainingWindow(of present: WalkPlan<Row>.Segment) -> TimeWindow? {
        guard present.endpoint.promises.filtersByTime, let time = judge.state.frontier.time else { return nil }
        switch present.endpoint.promises.order {
        case .descending:
            let end = Timestamp(seconds: time.seconds, nanoseconds: 2_000_000_000)
            return try? TimeWindow(from: present.window.start, to: present.window.end.map { min($0, end) } ?? end)
        case .ascending: return try? TimeWindow(from: time, to: present.window.end)
        case nil: return nil
        }
    }

    // MARK: A wrong clock

    /// Starts the walk again with the server's present if the own clock turns out to be wrong; true if it does.
    ///
    /// If the client knew how wrong it is, the window is right, and the first page counts.
    mutating func correctClock() throws -> Bool {
        recovery.trustsOwnClock = false
        guard ServerClock.differs(walk.client.skew, from: recovery.knownSkew) else { return false }
        let corrected = try walk.plan(in: walk.pinnedWindow)
        guard !corrected.asksTheSame(as: plan) else { return false }
        prefetchers = [:]
        plan = corrected
        judge.report.window = walk.reportedWindow(plan.window)
        segment = 0
        position = plan.segments[0].endpoint.first
        return true
    }
}

extension Walk {
    /// The window as far as the present decides it: an open end is pinned to the present less the lag, and bounds that
    /// follow the local clock are moved to the server's.
    var pinnedWindow: TimeWindow {
        if window.followsClock { return window.moved(by: client.skew ?? .zero) }
        return window.pinned(to: client.now().advanced(by: .zero - options.lag))
    }

    /// Whether the window depends on the present.
    var dependsOnClock: Bool { window.end == nil || window.followsClock }

    /// The window that a report names.
    func reportedWindow(_ pinned: TimeWindow) -> TimeWindow { cutsRows ? pinned : window }

    /// Plans the walk for a pinned window.
    func plan(in pinned: TimeWindow) throws(UsageError) -> WalkPlan<Row> {
        try WalkPlan(pinned, cutsRows: cutsRows, options: options, endpoint: endpoint)
    }
}
