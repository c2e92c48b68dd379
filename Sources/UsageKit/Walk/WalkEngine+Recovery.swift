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
        /// Whether a page that may repeat rows may lead to reading the rest again: once after each page with new rows.
        var mayReadRest = true
        /// Whether a cursor was refused before.
        var hasRestarted = false
        /// Whether the page before the present position is to be compared with what an earlier run received.
        var mustCompareLastPage = false

        /// Records that a page was received.
        mutating func received(_ time: Timestamp, hasNews: Bool) {
            isResumedCursor = false
            lastPageAt = time
            if hasNews { (mayRestart, mayReadRest) = (true, true) }
        }
    }

    /// The age from which a cursor that is refused counts as expired.
    private static var minimumExpiryAge: Duration { .seconds(30) }

    // MARK: Gaps

    /// Goes back a page, until a page begins with a known row.
    ///
    /// If the last page repeated rows, the walk counted them as rows of the listing, and first goes back by their number. If
    /// it comes to the same position again, it goes back by other numbers of rows: that may avoid a page that is wrong.
    mutating func stepBack(from position: PagePosition) {
        guard case .offset(let offset, _) = position else { return }
        prefetchers[segment] = nil
        judge.closeGap()
        let largest = judge.state.largestPage
        let asked = plan.segments[segment].endpoint.stepBack
        let page = largest > 0 ? min(largest, asked) : asked
        let again = [page, max(page / 2, 1), 2 * page][min(max(judge.gapCount, 1), 3) - 1]
        let rows = judge.state.knownRows > 0 && judge.gapCount <= 1 ? judge.state.knownRows : again
        judge.state.knownRows = 0
        self.position = .offset(max(0, offset - rows), overlaps: true)
    }

    // MARK: Numbers of pages after a checkpoint

    /// Compares the page before the present position with what an earlier run received there.
    ///
    /// If as many rows were deleted before it as were written after it, the total stays as it was, and rows have moved
    /// unseen to pages that were read. Rows with ids are then read from the start of the listing. The page counted when it
    /// was received first.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/checkpointMismatch`` if rows without ids have moved; the error of
    ///   the request.
    mutating func compareLastPage(of present: WalkPlan<Row>.Segment) async throws {
        guard case .page(let number, let period, _) = position else { return }
        var hasMoved = true
        do {
            let page = try await fetch(of: present)(.page(number - 1, period: period, received: 0)) { _ in }
            hasMoved = judge.hasMovedRows(page.page.summary, number: number - 1, present.listing)
        } catch let error as UsageError where Self.refusals.contains(error.status ?? 0) {
            // The listing is shorter than it was.
        }
        recovery.mustCompareLastPage = false
        guard hasMoved else { return }
        guard judge.givesIDs(present.listing) else {
            throw UsageError(
                .checkpointMismatch,
                "page \(number - 1) has other rows than before the checkpoint, and rows without ids cannot be told apart: "
                    + "walk again")
        }
        judge.readAgain()
        position = present.endpoint.first
    }

    // MARK: Expired cursors

    /// Whether an error says that the cursor has expired, so that the listing can be started again.
    ///
    /// After a checkpoint any refusal of the request may mean the cursor. Later only a refusal that speaks of it does. A
    /// server that keeps refusing cursors that it has just given is broken, so that leads to one restart only.
    func canRestart(after error: UsageError) -> Bool {
        guard case .cursor(let parameter, _) = position, recovery.mayRestart,
            Self.refusals.contains(error.status ?? 0), canReadRest(plan.segments[segment])
        else { return false }
        if recovery.isResumedCursor { return true }
        let words = "\(error.providerCode ?? "") \(error.message)".lowercased()
        guard ["cursor", "token", parameter.lowercased()].contains(where: words.contains) else { return false }
        return !recovery.hasRestarted
            || walk.client.environment.now().duration(since: recovery.lastPageAt) >= Self.minimumExpiryAge
    }

    /// The statuses of a refusal that may be about the position of a page.
    private static var refusals: Set<Int> { [400, 404, 410, 416, 422] }

    /// Whether the rest of a segment can be read again: rows without ids are known only by the order of the listing.
    private func canReadRest(_ present: WalkPlan<Row>.Segment) -> Bool {
        !judge.state.order.isBroken || judge.givesIDs(present.listing)
            || !walk.options.checks.contains(.orderIsTrusted)
    }

    // MARK: Pages that do not tell

    /// Whether the rest of a segment is to be read again because a page may repeat rows without ids.
    func mustReadRest(
        before page: PageSummary, at position: PagePosition, of present: WalkPlan<Row>.Segment
    ) -> Bool {
        guard case .cursor = position else { return false }
        return recovery.mayReadRest && remainingWindow(of: present) != nil
            && judge.repeatedRows(of: page, at: position, present.listing) > 0
    }

    /// Whether an error says that there is no page at the present position: because all rows came before it, or because
    /// there is no such period, which is read only in case that the time zone of periods is not UTC.
    func isBeyondTheEnd(_ error: UsageError) -> Bool {
        guard Self.refusals.contains(error.status ?? 0) else { return false }
        switch position {
        case .first, .cursor: return false
        case .offset(let rows, _): return rows > 0 && judge.state.totals.isReached
        case .page(1, let period?, _): return walk.cutsRows && !plan.window.touches(period)
        case .page(let number, _, let received):
            let isLast = judge.state.numbered.total == number - 1
            return number > 1 && received > 0 && (judge.state.totals.isReached || isLast)
        }
    }

    /// An empty page at the present position, which the server refuses to give.
    mutating func pageBeyondTheEnd(of present: WalkPlan<Row>.Segment) throws -> FetchedPage<Content> {
        prefetchers[segment] = nil
        var page = try reading(present.endpoint)(present.endpoint.emptyPage, position)
        // A period that does not exist has no listing, and no total.
        if case .page(1, _, _) = position { page.summary.info.beginsListing = false }
        // No page was received.
        judge.report.pages -= 1
        return FetchedPage(page: page, position: position, receivedAt: walk.client.environment.now())
    }

    /// Whether the page before which a limit stops the walk is the empty one that ends the listing.
    ///
    /// A later run could not tell it from the page of an expired cursor, and would read the whole listing again, after
    /// which the limit could stop it at the same place, and so on without end. So the pages that show the end are received
    /// in spite of the limit.
    mutating func isEnd(_ next: PagePosition, of present: WalkPlan<Row>.Segment) async -> Bool {
        guard present.endpoint.endsSilentlyOnDeadCursors else { return false }
        let fetch = fetch(of: present)
        var (ahead, position) = (judge, next)
        ahead.limits.pages = .max
        while let page = try? await fetch(position, { _ in }).page.summary {
            let (selection, outcome) = ahead.accept(page, at: position, of: present.listing)
            guard selection.count == 0, ahead.report.stopped == judge.report.stopped else { return false }
            switch outcome {
            case .end:
                ahead.limits = judge.limits
                judge = ahead
                return true
            case .next(let following) where ahead.state.confirmation != nil: position = following
            case .next, .gap, .failure, .ceiling: return false
            }
        }
        return false
    }

    /// Walks the part of a segment again that was not delivered, because its cursor has expired.
    mutating func restart(_ present: WalkPlan<Row>.Segment) {
        readRest(of: present)
        recovery.mayRestart = false
        recovery.hasRestarted = true
    }

    /// Walks the part of a segment again that was not delivered.
    mutating func readRest(of present: WalkPlan<Row>.Segment) {
        prefetchers[segment] = nil
        judge.restart()
        recovery.isResumedCursor = false
        recovery.mayReadRest = false
        var rest = present
        if let window = remainingWindow(of: present), let endpoint = try? walk.endpoint(window) {
            rest = WalkPlan<Row>.Segment(
                window: present.window, endpoint: endpoint, checks: present.checks, isLookBack: present.isLookBack)
        }
        plan.segments[segment] = rest
        position = rest.endpoint.first
    }

    /// The part of a segment's window that was not delivered; nil for the whole window.
    ///
    /// It includes a margin of a second for servers that truncate fractions.
    private func remainingWindow(of present: WalkPlan<Row>.Segment) -> TimeWindow? {
        guard present.endpoint.promises.filtersByTime, let time = judge.state.frontier.time,
            !judge.state.order.isBroken || !walk.options.checks.contains(.orderIsTrusted)
        else { return nil }
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
    /// follow the local clock are those of the server's clock, less the lag as well.
    var pinnedWindow: TimeWindow {
        window.resolved(at: client.now() - options.lag, correction: (client.skew ?? .zero) - options.lag)
    }

    /// Whether the window depends on the present.
    var dependsOnClock: Bool { window.end == nil || window.followsClock }

    /// The window that a report names.
    func reportedWindow(_ pinned: TimeWindow) -> TimeWindow { cutsRows ? pinned : window }

    /// The options, with the plan of the checkpoint for what they leave open.
    var plannedOptions: WalkOptions {
        var planned = options
        if let checkpoint { planned.follow(checkpoint.source) }
        return planned
    }

    /// Plans the walk for a pinned window.
    func plan(in pinned: TimeWindow) throws(UsageError) -> WalkPlan<Row> {
        try WalkPlan(pinned, cutsRows: cutsRows, options: plannedOptions, endpoint: endpoint)
    }
}
