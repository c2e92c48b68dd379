/// A walk under way, from before its first page until behind its last one: it knows what is due and says how it ended.
struct WalkSession<Row: Hashable & Sendable, Content: Sendable> {
    /// A page that is delivered.
    struct Page {
        let content: Content
        /// Which of its rows are new and inside the window.
        let choice: RowSelection
        /// What the walk did up to and with this page.
        let report: WalkReport
        let makeCheckpoint: @Sendable (_ includesIDs: Bool) -> WalkCheckpoint?
    }

    private enum Stage {
        case ready
        case underway(WalkEngine<Row, Content>)
        /// The last good page is delivered; the error behind it is due.
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
        case .underway(let course), .failing(_, let course): course.report
        case .over(let report): report
        }
    }

    /// The next page, or nil after the last one; a thrown error ends the walk.
    mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws -> Page? {
        var course: WalkEngine<Row, Content>
        switch stage {
        case .over: return nil
        case .failing(let error, let course): throw stop(course.report, error)
        case .underway(let current): course = current
        case .ready:
            do {
                course = try WalkEngine(walk, reading: reading)
            } catch {
                throw stop(report, error)
            }
        }
        // The course holds feeds that stop with it, so it must not stay behind in the stage as a second copy.
        stage = .over(course.report)
        do {
            try Task.checkCancellation()
            let (content, choice, outcome) = try await course.advance()
            switch outcome {
            case .goesOn: stage = .underway(course)
            case .ends: stage = .over(course.report)
            case .fails(let error): stage = .failing(error, course)
            }
            let place = course.withoutFeeds
            return Page(content: content, choice: choice, report: place.report) { place.checkpoint(includingIDs: $0) }
        } catch {
            throw stop(course.report, error)
        }
    }

    /// Ends the walk and returns the error to throw, which then names the provider.
    private mutating func stop(_ report: WalkReport, _ error: any Error) -> any Error {
        var error = error
        if var failure = error as? UsageError, failure.provider == nil {
            failure.provider = walk.client.provider
            error = failure
        }
        var report = report
        report.isFinished = true
        report.stopped = (error as? UsageError)?.description ?? "the walk was cancelled"
        stage = .over(report)
        return error
    }
}
