/// The state of a walk between two pages: its plan, its position in it, and the pages that are in flight.
///
/// What a page delivers depends on the caller: rows, or what goes into a ledger.
struct WalkEngine<Row: Hashable & Sendable, Content: Sendable>: Sendable {
    /// What the last page led to.
    enum Outcome: Sendable {
        case goesOn
        case ends
        case fails(UsageError)
    }

    /// How an endpoint's pages are read.
    typealias Reading = @Sendable (Endpoint<Row>) -> Endpoint<Row>.Receive<Content>

    let walk: Walk<Row>
    let reading: Reading
    let deadline: HTTPDeadline?
    /// What the walk reads, for its checkpoints.
    let source: WalkSource
    private let origin: WalkOrigin
    var plan: WalkPlan<Row>
    var judge: PageJudge
    /// The index of the present segment in the plan.
    var segment = 0
    /// The position of the page that is due.
    var position: PagePosition
    /// The prefetchers that have been started, by the index of their segment.
    var prefetchers: [Int: PrefetchedPages<Content>] = [:]
    var recovery: Recovery
    /// The names of members of the last page, beside its rows, that the format of the page does not have.
    var unknownMembers: [String] = []

    init(_ walk: Walk<Row>, reading: @escaping Reading) throws(UsageError) {
        try walk.plannedOptions.validate()
        self.walk = walk
        self.reading = reading
        deadline = walk.options.limits.time.map { walk.client.environment.deadline(after: max($0, .zero)) }
        let checkpoint = walk.checkpoint
        source =
            if let checkpoint { try walk.source(continuing: checkpoint.source, pinned: checkpoint.window) } else {
                try walk.source
            }
        origin = WalkOrigin(
            server: source.origin, query: source.fingerprint,
            account: walk.client.account.map(AccountIdentity.label)
                ?? walk.client.authorization.fixedKey.map { AccountIdentity(key: $0, salt: WalkOrigin.salt) })
        // Before the window is pinned: if another request learns more meanwhile, the first page corrects it.
        let knownSkew = walk.client.skew
        let window = checkpoint?.window ?? walk.pinnedWindow
        plan = try walk.plan(in: window)
        judge = PageJudge(
            report: WalkReport(
                provider: walk.client.provider, endpoint: walk.name, window: walk.reportedWindow(window)),
            limits: walk.options.limits)
        position = plan.segments[0].endpoint.first
        recovery = Recovery(
            lastPageAt: walk.client.environment.now(), isResumedCursor: checkpoint != nil,
            trustsOwnClock: checkpoint == nil && walk.dependsOnClock, knownSkew: knownSkew)
        if let checkpoint { try resume(from: checkpoint) }
    }

    var report: WalkReport {
        var report = judge.report
        report.origin = origin
        return report
    }

    /// Receives the next page.
    ///
    /// Fetching and decoding happen away from the caller's actor.
    ///
    /// - Returns: The page, which of its rows to deliver, and what it led to.
    /// - Throws: ``UsageError`` or `CancellationError`.
    @concurrent
    mutating func advance() async throws -> (content: Content, selection: RowSelection, outcome: Outcome) {
        while true {
            let present = plan.segments[segment]
            var fetched: FetchedPage<Content>
            do {
                if recovery.mustCompareLastPage { try await compareLastPage(of: present) }
                fetched = try await nextPage()
            } catch let error as UsageError {
                // A window that a wrong clock puts into the future may be refused.
                if recovery.trustsOwnClock, error.status != nil, try correctClock() { continue }
                if canRestart(after: error) {
                    restart(present)
                    continue
                }
                guard isBeyondTheEnd(error) else { throw error }
                fetched = try pageBeyondTheEnd(of: present)
            }
            if recovery.trustsOwnClock, try correctClock() { continue }
            if judge.isBeyondTheEnd(fetched.page.summary, at: fetched.position) {
                fetched = try pageBeyondTheEnd(of: present)
                judge.report.pages += 1
            }
            let page = fetched.page.summary
            if recovery.isResumedCursor, present.endpoint.endsSilentlyOnDeadCursors, page.count == 0 {
                restart(present)
                continue
            }
            if mustReadRest(before: page, at: fetched.position, of: present) {
                judge.report.pages += 1
                if let error = judge.pagesError {
                    return (fetched.page.content, .none, follow(.ceiling(error, before: position)))
                }
                readRest(of: present)
                continue
            }
            var (selection, outcome) = judge.accept(page, at: fetched.position, of: present.listing)
            if case .gap = outcome {
                stepBack(from: fetched.position)
                continue
            }
            if case .ceiling(_, let next) = outcome, await isEnd(next, of: present) { outcome = .end }
            noteProgress(of: page, at: fetched.position)
            unknownMembers = page.info.unknownMembers
            recovery.received(fetched.receivedAt, hasNews: selection.count > 0)
            // Pages that are fetched ahead end where the listing seems to end, and go on where its pages seem to.
            if case .next(let next) = outcome, next != page.expectedPosition { prefetchers[segment] = nil }
            return (fetched.page.content, selection, follow(outcome))
        }
    }

    private mutating func follow(_ outcome: PageJudge.Outcome) -> Outcome {
        switch outcome {
        case .next(let next):
            position = next
            return .goesOn
        case .failure(let error):
            prefetchers = [:]
            return .fails(error)
        case .ceiling(let error, let next):
            prefetchers = [:]
            position = next
            return .fails(error)
        case .end, .gap: return endSegment()
        }
    }

    private mutating func endSegment() -> Outcome {
        prefetchers[segment] = nil
        if judge.end(plan.segments[segment].listing) {
            position = plan.segments[segment].endpoint.first
            return .goesOn
        }
        segment += 1
        guard segment < plan.segments.count else {
            judge.finish()
            if judge.report.isComplete, judge.report.fraction != nil { judge.report.fraction = 1 }
            return .ends
        }
        position = plan.segments[segment].endpoint.first
        return .goesOn
    }

    /// What a checkpoint after the last page needs; nil if the walk is over.
    mutating func snapshot() -> WalkSnapshot<Row>? {
        guard segment < plan.segments.count else { return nil }
        return WalkSnapshot(
            walk: walk, source: source, pageSize: plan.segments[segment].endpoint.pageSize, report: report,
            segment: segment, position: position, judge: judge.snapshot())
    }
}
