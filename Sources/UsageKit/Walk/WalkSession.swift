/// A walk from before its first page until after its last one, for a caller that asks for one page after the other.
struct WalkSession<Row: Hashable & Sendable, Content: Sendable> {
    /// A page that is delivered.
    struct Page {
        let content: Content
        /// Which of its rows are new and inside the window.
        let selection: RowSelection
        /// What the walk did up to and including this page.
        let report: WalkReport
        /// What a checkpoint after this page needs; nil after the last page.
        let snapshot: WalkSnapshot<Row>?
        /// The names of members beside its rows that are not known.
        let unknownMembers: [String]
    }

    private enum Stage {
        case ready
        case underway(WalkEngine<Row, Content>)
        /// The last good page is delivered; the error after it is due.
        case failing(UsageError, WalkEngine<Row, Content>)
        case over(WalkReport)
    }

    private let walk: Walk<Row>
    private let reading: WalkEngine<Row, Content>.Reading
    private var stage = Stage.ready

    init(_ walk: Walk<Row>, reading: @escaping WalkEngine<Row, Content>.Reading) {
        self.walk = walk
        self.reading = reading
    }

    /// What the walk did so far; after an error it says why the walk stopped.
    var report: WalkReport {
        switch stage {
        case .ready: WalkReport(provider: walk.client.provider, endpoint: walk.name, window: walk.window)
        case .underway(let engine), .failing(_, let engine): engine.report
        case .over(let report): report
        }
    }

    /// The next page, or nil after the last one; a thrown error ends the walk.
    mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws -> Page? {
        var engine: WalkEngine<Row, Content>
        switch stage {
        case .over: return nil
        case .failing(let error, let engine): throw stop(engine.report, error)
        case .underway(let current): engine = current
        case .ready:
            do {
                engine = try WalkEngine(walk, reading: reading)
            } catch {
                throw stop(report, error)
            }
        }
        // Prefetchers stop with the last engine that holds them, so the stage must not keep a second copy of it.
        stage = .over(engine.report)
        do {
            try Task.checkCancellation()
            let (content, selection, outcome) = try await engine.advance()
            let page = Page(
                content: content, selection: selection, report: engine.report, snapshot: engine.snapshot(),
                unknownMembers: engine.unknownMembers)
            switch outcome {
            case .goesOn: stage = .underway(engine)
            case .ends: stage = .over(engine.report)
            case .fails(let error): stage = .failing(error, engine)
            }
            return page
        } catch {
            throw stop(engine.report, error)
        }
    }

    /// Ends the walk and returns the error to throw, which then names the provider.
    private mutating func stop(_ report: WalkReport, _ error: any Error) -> any Error {
        var error = error
        if var failure = error as? UsageError, failure.provider == nil {
            failure.provider = walk.client.provider
            error = failure
        }
        var ended = report
        ended.isFinished = true
        let reason = WalkStop(error)
        // What was doubtful before stays so.
        ended.stopped = report.stopped.map(reason.adding) ?? reason
        stage = .over(ended)
        return error
    }
}
