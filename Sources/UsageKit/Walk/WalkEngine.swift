/// A walk between two pages: its plan, where it stands, and the pages that are on their way.
///
/// What it delivers is up to who walks: rows, or what goes into a ledger.
struct WalkEngine<Row: Hashable & Sendable, Content: Sendable>: Sendable {
    /// What the last page led to.
    enum Outcome: Sendable {
        case goesOn
        case ends
        case fails(UsageError)
    }

    /// How an endpoint's pages are read.
    typealias Reading = @Sendable (Endpoint<Row>) -> Endpoint<Row>.Receive<Content>

    private let walk: Walk<Row>
    private let reading: Reading
    private let deadline: HTTPDeadline?
    private var plan: WalkPlan<Row>
    private var progress: PageJudge
    private var segment = 0
    private var position: PagePosition
    /// The feed of each segment from the present one on that has begun.
    private var feeds: [Int: PagePrefetcher<Content>] = [:]
    /// Whether the present position comes from a checkpoint and no page has come since.
    private var isResumedCursor = false
    /// Whether a refused cursor may lead to a new beginning: once for each page that brought something new.
    private var mayRestart = true
    /// When the last page came, and its cursor with it.
    private var lastPageAt: Timestamp
    /// How old a cursor must be for its refusal to mean that it has expired.
    private static var youth: Duration { .seconds(30) }
    /// Whether the end of the window was taken from a clock that the server has not confirmed yet.
    private var trustsOwnClock: Bool

    init(_ walk: Walk<Row>, reading: @escaping Reading) throws(UsageError) {
        try walk.options.validate()
        self.walk = walk
        self.reading = reading
        deadline = walk.options.limits.time.map { walk.client.environment.deadline(after: $0) }
        try walk.options.checkpoint?.validate(for: walk)
        let window = walk.options.checkpoint?.window ?? Self.pinned(walk)
        plan = try WalkPlan(window, options: walk.options, endpoint: walk.endpoint)
        progress = PageJudge(
            report: WalkReport(provider: walk.client.provider, endpoint: walk.name, window: window),
            limits: walk.options.limits)
        position = plan.segments[0].endpoint.first
        lastPageAt = walk.client.environment.now()
        trustsOwnClock = walk.options.checkpoint == nil && walk.pinsEnd && walk.window.end == nil
        guard let checkpoint = walk.options.checkpoint else { return }
        guard plan.segments.indices.contains(checkpoint.segment) else {
            throw UsageError(.checkpointMismatch, "the checkpoint is not of this walk: it has other shards")
        }
        segment = checkpoint.segment
        let isBegunAnew = progress.restore(
            checkpoint.report, checkpoint.known, in: plan.segments[segment].listing)
        position = isBegunAnew ? plan.segments[segment].endpoint.first : checkpoint.position
        isResumedCursor = true
    }

    var report: WalkReport { progress.report }

    /// Receives the next page.
    ///
    /// Fetching and decoding happen away from the caller's actor.
    ///
    /// - Returns: The page, which of its rows to deliver, and what it led to.
    /// - Throws: ``UsageError`` or `CancellationError`.
    @concurrent
    mutating func advance() async throws -> (content: Content, choice: RowSelection, outcome: Outcome) {
        while true {
            let present = plan.segments[segment]
            let item: PagePrefetcher<Content>.Item
            do {
                item = try await nextItem()
            } catch let error as UsageError where canRestart(after: error) {
                restart(present)
                continue
            }
            if trustsOwnClock, try correctClock() { continue }
            let page = item.page.summary
            if isResumedCursor, present.endpoint.endsSilentlyOnDeadCursors, page.count == 0 {
                isResumedCursor = false
                restart(present)
                continue
            }
            let (choice, outcome) = progress.accept(page, at: item.position, of: present.listing)
            if case .gap = outcome {
                stepBack(from: item.position)
                continue
            }
            isResumedCursor = false
            lastPageAt = item.receivedAt
            if choice.count > 0 { mayRestart = true }
            return (item.page.content, choice, follow(outcome))
        }
    }

    // MARK: Feeds

    private mutating func nextItem() async throws -> PagePrefetcher<Content>.Item {
        let ahead = max(walk.options.prefetch, plan.segments.count > 1 ? WalkOptions.pagesPerShard : 0)
        guard ahead > 0 else {
            let endpoint = plan.segments[segment].endpoint
            let page = try await walk.client.fetchPage(endpoint, at: position, reading(endpoint), deadline: deadline)
            return PagePrefetcher.Item(page: page, position: position, receivedAt: walk.client.environment.now())
        }
        startFeeds(ahead: ahead)
        guard let item = try await feeds[segment]?.next() else {
            throw UsageError(.missingCursor, "the pages ended before the listing did")
        }
        return item
    }

    /// Begins the present segment, and with shards all that follow but the one that looks back.
    private mutating func startFeeds(ahead: Int) {
        for index in segment..<plan.segments.count where feeds[index] == nil {
            let next = plan.segments[index]
            guard index == segment || !next.isLookBack else { continue }
            let start = index == segment ? position : next.endpoint.first
            feeds[index] = PagePrefetcher(
                from: start, ahead: ahead, width: min(walk.options.prefetch, WalkOptions.widestFeed),
                early: walk.options.early, now: walk.client.environment.now
            ) { [client = walk.client, deadline, receive = reading(next.endpoint)] position, foretell in
                try await client.fetchPage(
                    next.endpoint, at: position, receive, deadline: deadline, foretell: foretell)
            }
        }
    }

    // MARK: What follows a page

    private mutating func follow(_ outcome: PageJudge.Outcome) -> Outcome {
        switch outcome {
        case .next(let next):
            position = next
            return .goesOn
        case .failure(let error):
            feeds = [:]
            return .fails(error)
        case .ceiling(let error, let next):
            feeds = [:]
            position = next
            return .fails(error)
        case .end, .gap: return endSegment()
        }
    }

    private mutating func endSegment() -> Outcome {
        feeds[segment] = nil
        if progress.end(plan.segments[segment].listing) {
            position = plan.segments[segment].endpoint.first
            return .goesOn
        }
        segment += 1
        guard segment < plan.segments.count else {
            progress.finish()
            return .ends
        }
        position = plan.segments[segment].endpoint.first
        return .goesOn
    }

    /// Goes a page further up, until a page begins with a row that is known.
    private mutating func stepBack(from position: PagePosition) {
        guard case .offset(let offset, _) = position else { return }
        feeds[segment] = nil
        progress.closeGap()
        self.position = .offset(max(0, offset - plan.segments[segment].endpoint.stepBack), overlaps: true)
    }

    // MARK: Dead cursors

    /// Whether an error says that the cursor is no more, so that the listing can be begun anew.
    ///
    /// Behind a checkpoint any refusal of the request may mean the cursor; in mid-walk only one that speaks of it, and
    /// only where the walk was left standing for a while: a server that refuses a fresh cursor is broken.
    private func canRestart(after error: UsageError) -> Bool {
        guard case .cursor = position, mayRestart, [400, 404, 410, 422].contains(error.status ?? 0) else {
            return false
        }
        if isResumedCursor { return true }
        let words = "\(error.providerCode ?? "") \(error.message)".lowercased()
        return (words.contains("cursor") || words.contains("token"))
            && walk.client.environment.now().duration(since: lastPageAt) >= Self.youth
    }

    /// Walks the part of a segment that was not delivered anew.
    private mutating func restart(_ present: WalkPlan<Row>.Segment) {
        feeds[segment] = nil
        progress.restart()
        isResumedCursor = false
        mayRestart = false
        var rest = present
        if let window = restWindow(of: present), let endpoint = try? walk.endpoint(window) {
            rest = WalkPlan<Row>.Segment(window: present.window, endpoint: endpoint, isLookBack: present.isLookBack)
        }
        plan.segments[segment] = rest
        position = rest.endpoint.first
    }

    /// What the rows that were delivered leave of a segment's window, with a margin of a second for servers that cut
    /// fractions off; nil for the whole.
    private func restWindow(of present: WalkPlan<Row>.Segment) -> TimeWindow? {
        guard present.endpoint.filtersByTime, let time = progress.state.frontier.time else { return nil }
        switch present.endpoint.order {
        case .descending:
            let end = Timestamp(seconds: time.seconds + 2)
            return try? TimeWindow(from: present.window.start, to: present.window.end.map { min($0, end) } ?? end)
        case .ascending: return try? TimeWindow(from: time, to: present.window.end)
        case nil: return nil
        }
    }

    // MARK: Clock and checkpoint

    private static func pinned(_ walk: Walk<Row>) -> TimeWindow {
        guard walk.pinsEnd else { return walk.window }
        return walk.window.pinned(to: walk.client.now().advanced(by: .zero - walk.options.lag))
    }

    /// Begins anew with the server's present where the own clock turns out to be wrong; true where it did.
    private mutating func correctClock() throws -> Bool {
        trustsOwnClock = false
        guard walk.client.skew != nil else { return false }
        let window = Self.pinned(walk)
        guard window != plan.window else { return false }
        feeds = [:]
        plan = try WalkPlan(window, options: walk.options, endpoint: walk.endpoint)
        progress.report.window = window
        segment = 0
        position = plan.segments[0].endpoint.first
        return true
    }

    /// The course without the pages that are on their way, which stop with the last holder of their feeds.
    var withoutFeeds: WalkEngine {
        var course = self
        course.feeds = [:]
        return course
    }

    /// Where a later run goes on; nil where the walk is over.
    func checkpoint(includingIDs: Bool) -> WalkCheckpoint? {
        guard segment < plan.segments.count else { return nil }
        return WalkCheckpoint(
            version: WalkCheckpoint.currentVersion, provider: walk.client.provider, endpoint: walk.name,
            fingerprint: walk.fingerprint(in: plan.window), window: plan.window,
            createdAt: walk.client.now(), report: report, shards: walk.options.shards, segment: segment,
            position: position, known: progress.snapshot(of: plan.segments[segment].listing, includingIDs: includingIDs)
        )
    }
}

extension Walk {
    /// A digest of the path and the query, without the bounds of the window.
    func fingerprint(in window: TimeWindow) -> String {
        guard let endpoint = try? endpoint(window) else { return "" }
        let bounds = [window.start?.description, window.end?.description]
        let query = endpoint.query(endpoint.first).filter { !bounds.contains($0.value) }
        let text = ([endpoint.path] + query.map { "\($0.name)=\($0.value)" }).joined(separator: "\n")
        return Digest.sha256Base64(of: text)
    }
}

extension HTTPClient {
    /// Fetches and decodes a page away from the caller's actor.
    ///
    /// What probably follows the page is foretold before its rows are decoded.
    @concurrent
    fileprivate func fetchPage<Row, Content>(
        _ endpoint: Endpoint<Row>, at position: PagePosition, _ receive: @escaping Endpoint<Row>.Receive<Content>,
        deadline: HTTPDeadline?, foretell: @Sendable (PagePosition) -> Void = { _ in }
    ) async throws -> SummarizedPage<Content> {
        try await fetch(endpoint.path, query: endpoint.query(position), deadline: deadline) { response in
            if let next = endpoint.cursor?.next(in: response.body, at: position) { foretell(next) }
            return try receive(response, position)
        }
    }
}
