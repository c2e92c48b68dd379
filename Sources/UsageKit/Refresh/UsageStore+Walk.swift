internal import Foundation

extension UsageStore {
    /// Fetches what the store lacks of a walk's window, and looks again at what may have changed.
    ///
    /// What is walked: the parts of the window that the store has never had; the last part of what it has, for rows that were
    /// written late; and the time of rows whose request had not ended (``UsageStatus/isSettled``). A row that comes again
    /// under its id with other content is replaced. In time that was walked to its last row, rows that the provider does not
    /// return any more are gone, and rows without ids are replaced as a whole. Until then the store's rows of that time go on
    /// counting.
    ///
    /// Rows and the place of the walk are committed together, each second and each 4,096 rows. If the walk fails, is
    /// cancelled, or the process is killed, the next refresh goes on there. What changes in rows that were delivered before is
    /// then found by the refresh after it, as far as its overlap reaches.
    ///
    /// If the server's clock is ahead of the local one by more than an hour, or than the overlap, the time after that is not
    /// taken for known, since one of the clocks is wrong. Time that an earlier refresh took for known and that has not come
    /// is missing from the store's last row on.
    ///
    /// Refreshes of different sources can be under way at the same time.
    ///
    /// - Parameters:
    ///   - walk: The walk; with an open end, or a window that ends with the present, it goes up to the present. A window of
    ///     the last hours or of the calendar begins at the end of what the store has, if that is earlier.
    ///   - end: Up to where the store is to have the rows; nil for the end of the walk's window.
    ///   - overlap: How much of the time before the last known instant is walked again; a day by default.
    ///   - progress: Called after each page with the report of the walk so far.
    /// - Returns: What changed. If a walk ended and some of its rows are missing, ``StoreRefresh/isComplete`` is false, its
    ///   rows with ids were added, and its time is missing until a refresh whose window holds it has walked it again.
    /// - Throws: ``UsageError`` or `CancellationError`: those of walks, after what was received is committed;
    ///   ``UsageError/Code/accountMismatch`` if the key is another one than before and the client names no account, or names
    ///   one that turns out to have none of the rows;
    ///   ``UsageError/Code/storeInUse`` if a refresh of the source is under way; ``UsageError/Code/storageFull`` and
    ///   ``UsageError/Code/storeNotWritten`` if the store cannot be written.
    @discardableResult
    public func refresh<Row: UsageRow>(
        _ walk: Walk<Row>, through end: Timestamp? = nil, overlap: Duration = .seconds(86_400),
        progress: (WalkReport) -> Void = { _ in }
    ) async throws -> StoreRefresh {
        guard walk.cutsRows else {
            throw UsageError(
                .invalidArgument, "a store takes walks of a window, and this one is of a billing period: name a window")
        }
        guard overlap >= .zero, overlap <= WalkOptions.possibleSpans.upperBound else {
            throw UsageError(.invalidArgument, "the overlap must be 0 s to \(1 << 40 as Int64) s")
        }
        let source = try walk.source
        let listing = StoreSource(
            provider: source.provider, origin: source.origin, endpoint: source.endpoint, account: nil,
            fingerprint: source.fingerprint)
        let target = try walk.target(through: end)
        try leaveOutDamage()
        let begun = try begin(listing, label: walk.client.account, key: walk.client.authorization.fixedKey)
        defer { self.end(begun.number) }
        return try await RefreshRunner(store: self, source: begun, walk: walk, target: target, overlap: overlap)
            .run(progress)
    }
}

extension UsageStore {
    /// The source whose rows are those of a walk: of the same server, endpoint, filters and account.
    ///
    /// The account is the one with which a refresh of the walk would go on. No request is made.
    ///
    /// - Parameter walk: The walk; its window does not matter.
    /// - Returns: The source; nil if the store has no rows of the account on this server with these filters.
    /// - Throws: ``UsageError`` with ``UsageError/Code/accountMismatch`` if the store has rows of the server under another key
    ///   and the client names no account, or if the key is that of an account with another label.
    public func source<Row: UsageRow>(of walk: Walk<Row>) throws(UsageError) -> Source? {
        let source = try walk.source
        let listing = StoreSource(
            provider: source.provider, origin: source.origin, endpoint: source.endpoint, account: nil,
            fingerprint: source.fingerprint)
        return try self.source(of: listing, label: walk.client.account, key: walk.client.authorization.fixedKey)
    }
}

/// Walks the windows of a refresh one after the other.
private struct RefreshRunner<Row: UsageRow> {
    let store: UsageStore
    let source: UsageStore.Begun
    let walk: Walk<Row>
    /// The time that the store is to have.
    let target: TimeWindow
    let overlap: Duration

    /// As many rows are committed together at most, beyond those of one page.
    private static var batch: Int { PackedChunk.capacity }
    /// By how much the server's clock may be ahead of the local one; beyond it, one of them is wrong.
    private static var possibleLead: Duration { .seconds(3600) }
    /// How long rows wait to be committed.
    private static var interval: Duration { .seconds(1) }

    func run(_ progress: (WalkReport) -> Void) async throws -> StoreRefresh {
        var refresh = StoreRefresh(source: source.source, isLabelled: source.isLabelled)
        do {
            try store.uncoverFuture(of: source.number, after: now.advanced(by: Self.possibleLead))
            let again = try await resume(&refresh, progress)
            let parts = try parts(with: again)
            for (index, part) in parts.enumerated() {
                let isLast = index == parts.count - 1
                try await run(part.walk, of: part.window, after: nil, isLast: isLast, &refresh, progress)
            }
            if parts.isEmpty { try store.finishRefresh(of: source, failed: refresh.failed, now: now) }
        } catch {
            let failed =
                refresh.failed ?? walk.over(target).pages.makeAsyncIterator().report.ended(because: WalkStop(error))
            // The error of the walk says more than one of the disk.
            try? store.finishRefresh(of: source, failed: failed, isNoted: error.isOfServer, now: now)
            throw error
        }
        // Room for a second copy may be missing, and everything is there without it.
        try? store.compactIfUseful()
        return refresh
    }

    private var now: Timestamp { walk.client.now() }

    /// The windows that are walked, each with its walk.
    ///
    /// - Parameter again: A window that is walked though the store may have it; nil for none.
    /// - Returns: The windows.
    /// - Throws: ``UsageError`` if the walk cannot be made for them.
    private func parts(with again: TimeWindow?) throws -> [(window: TimeWindow, walk: Walk<Row>)] {
        var target = target
        var followsClock = walk.window.followsClock && target.end == nil
        if walk.window.followsClock, let known = store.lastCovered(of: source.number),
            target.start.map({ $0 > known }) ?? false
        {
            // The window grows, so that no gap opens if the last refresh is longer ago than its length.
            target = TimeWindow(unchecked: known, target.end)
            followsClock = false
        }
        let isFiltered = try walk.endpoint(target.pinned(to: now)).promises.filtersByTime
        let windows = store.windows(
            of: source, for: target, with: again, overlap: overlap, isFiltered: isFiltered)
        return windows.map { window in
            // The first page corrects a window that follows a clock that is wrong.
            (window, walk.over(followsClock && window == target ? walk.window : window))
        }
    }

    /// Why a walk cannot go on at a place.
    ///
    /// Whose rows they are, the store has found out before, by more than the checkpoint.
    private static var refusals: [UsageError.Code] { [.checkpointMismatch, .checkpointDamaged, .accountMismatch] }

    /// Goes on with a refresh that did not end, if it is of the time that is asked for.
    ///
    /// - Returns: Its window if it must be walked from its beginning; otherwise nil.
    private func resume(
        _ refresh: inout StoreRefresh, _ progress: (WalkReport) -> Void
    ) async throws -> TimeWindow? {
        guard let (place, ids) = store.place(of: source.number) else { return nil }
        // With another key, it must first be seen whose rows they are.
        if !source.isDoubtful, place.window.intersection(target) != nil, let checkpoint = place.walkCheckpoint {
            var resumed = walk.over(checkpoint.window).resumed(from: checkpoint.restoring(ids: ids))
            resumed.deliversKnownRowsAgain = true
            resumed.options.shards = nil
            resumed.options.lookBack = nil
            do {
                try await run(resumed, of: place.window, after: place, isLast: false, &refresh, progress)
                return nil
            } catch let error as UsageError where Self.refusals.contains(error.code) {
                refresh.walks.removeLast()
            }
        }
        try store.discardPlace(of: source.number)
        return place.window.intersection(target)
    }

    /// Walks a window.
    private func run(
        _ walk: Walk<Row>, of window: TimeWindow, after place: SourceState.Place?, isLast: Bool,
        _ refresh: inout StoreRefresh, _ progress: (WalkReport) -> Void
    ) async throws {
        let labels = store.labels
        var pages = walk.pages.makeAsyncIterator()
        refresh.walks.append(pages.report)
        store.beginWalk(of: window, source, after: place)
        var records: [UsageRecord] = []
        var last: WalkPages<Row>.Page?
        let start = walk.client.environment.now()
        var committed = ContinuousClock.now
        func commit() throws {
            guard let last else { return }
            try store.add(records, to: source, try last.storeProgress)
            records = []
            committed = .now
        }
        do {
            while let page = try await pages.next() {
                records += page.rows.map { $0.usageRecord(keeping: labels) }
                last = page
                refresh.walks[refresh.walks.count - 1] = page.report
                defer { progress(page.report) }
                // The last page is committed with the end of the walk.
                guard page.snapshot != nil else { continue }
                if records.count >= Self.batch || committed.duration(to: .now) >= Self.interval { try commit() }
            }
        } catch {
            if !records.isEmpty { try? commit() }
            refresh.walks[refresh.walks.count - 1] = pages.report.ended(because: WalkStop(error))
            throw error
        }
        let report = pages.report
        refresh.walks[refresh.walks.count - 1] = report
        // If the local clock was wrong, the window can end after the server's present. If the server's is, it can end so
        // far ahead that the overlap of the next refresh does not reach back to rows that come until then.
        let lead = min(overlap, Self.possibleLead)
        let present = min(now.advanced(by: start - walk.client.environment.now()), start.advanced(by: lead))
        let covered = report.window.intersection(
            TimeWindow(unchecked: nil, present.advanced(by: min(overlap, .seconds(1)))))
        refresh.add(
            try store.finishWalk(
                with: records, of: source, report: report, window: report.window, covered: covered, now: now,
                isLast: isLast && refresh.failed == nil))
        if isLast, let failed = refresh.failed {
            try store.finishRefresh(of: source, failed: failed, now: now)
        }
    }
}

extension Error {
    /// Whether a walk that ended with it was one of an account: nothing says that it was asked for by mistake.
    fileprivate var isOfServer: Bool {
        guard let error = self as? UsageError else { return self is CancellationError }
        return ![401, 403].contains(error.status ?? 0)
            && ![.accountMismatch, .invalidArgument, .keyUnavailable].contains(error.code)
    }
}

extension StoreRefresh {
    /// The last walk that did not reach its last row; nil if all did.
    fileprivate var failed: WalkReport? { walks.last { !$0.isComplete } }
}

extension SourceState.Place {
    /// The checkpoint of the walk; nil if it must begin again.
    fileprivate var walkCheckpoint: WalkCheckpoint? {
        checkpoint.flatMap { try? JSONDecoder().decode(WalkCheckpoint.self, from: Data($0.utf8)) }
    }
}

extension WalkPages.Page {
    /// What a store keeps of the walk after this page.
    fileprivate var storeProgress: WalkProgress {
        get throws {
            let checkpoint = storeCheckpoint
            let text = try checkpoint.map { String(decoding: try JSONEncoder().encode($0), as: UTF8.self) }
            return WalkProgress(
                report: report, checkpoint: text, needsOrder: checkpoint?.contents.known.deliveredBefore ?? 0 > 0)
        }
    }
}

extension Walk {
    /// The time that a store is to have: the window, up to an instant if it is given.
    fileprivate func target(through end: Timestamp?) throws(UsageError) -> TimeWindow {
        let window = pinnedWindow
        let asked = try TimeWindow(from: window.start, to: end ?? window.end)
        // Rows of the future are not there yet. The present is what a walk with an open end finds by the server's clock.
        let present = client.now() - options.lag - (self.window.followsClock && end == nil ? .seconds(60) : .zero)
        let isPresent = end == nil && self.window.end == nil || asked.end.map { $0 >= present } ?? true
        return TimeWindow(unchecked: asked.start, isPresent ? nil : asked.end)
    }

    /// The same walk over another window.
    fileprivate func over(_ window: TimeWindow) -> Walk {
        var walk = Walk(name, of: client, in: window, endpoint: endpoint)
        walk.options = options
        return walk
    }
}
