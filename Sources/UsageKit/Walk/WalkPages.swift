/// The pages of a walk.
public struct WalkPages<Row: Hashable & Sendable>: AsyncSequence, Sendable {
    /// The rows of a page that are new and inside the window.
    public struct Page: Hashable, Sendable {
        /// The rows.
        public let rows: [Row]
        /// What the walk did up to and with this page.
        public let report: WalkReport
    }

    let walk: Walk<Row>

    /// Begins the walk anew.
    public func makeAsyncIterator() -> Iterator { Iterator(walk: walk) }

    /// A walk under way.
    public struct Iterator: AsyncIteratorProtocol {
        private let walk: Walk<Row>
        private var stage = Stage.ready

        private enum Stage {
            case ready
            case underway(Course)
            /// The last good page is delivered; the error behind it is due.
            case failing(UsageError, Course)
            case over(WalkReport)
        }

        /// A walk between two pages.
        private struct Course {
            let endpoint: Endpoint<Row>
            let deadline: HTTPDeadline?
            var progress: WalkProgress<Row>
            var position: WalkPosition
        }

        fileprivate init(walk: Walk<Row>) {
            self.walk = walk
        }

        /// What the walk did so far; after an error it says why the walk stopped.
        public var report: WalkReport {
            switch stage {
            case .ready: blankReport(walk.window)
            case .underway(let course), .failing(_, let course): course.progress.report
            case .over(let report): report
            }
        }

        /// The next page, or nil after the last one.
        ///
        /// A thrown error ends the walk.
        ///
        /// - Throws: ``UsageError`` or `CancellationError`.
        public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws -> Page? {
            var course: Course
            switch stage {
            case .over: return nil
            case .failing(let error, let course): throw stop(course, error)
            case .underway(let current): course = current
            case .ready: course = try begin()
            }
            // What was seen has one owner while it grows, so that no page copies it.
            stage = .over(course.progress.report)
            let received: ReceivedPage<Row>
            do {
                try Task.checkCancellation()
                received = try await walk.client.fetchPage(
                    course.endpoint, at: course.position, deadline: course.deadline)
            } catch {
                throw stop(course, error)
            }
            let (rows, outcome) = course.progress.accept(received, at: course.position)
            switch outcome {
            case .next(let position):
                course.position = position
                stage = .underway(course)
            case .end: stage = .over(course.progress.report)
            case .failure(let error): stage = .failing(error, course)
            }
            return Page(rows: rows, report: course.progress.report)
        }

        /// Ends the walk and returns the error to throw, which then names the provider.
        private mutating func stop(_ course: Course, _ error: any Error) -> any Error {
            var error = error
            if var failure = error as? UsageError {
                failure.provider = walk.client.provider
                error = failure
            }
            var progress = course.progress
            progress.stop((error as? UsageError)?.description ?? "the walk was cancelled")
            stage = .over(progress.report)
            return error
        }

        private mutating func begin() throws -> Course {
            let window = walk.pinsEnd ? walk.window.pinned(to: walk.client.environment.now()) : walk.window
            var report = blankReport(window)
            do {
                let endpoint = try walk.endpoint(window)
                return Course(
                    endpoint: endpoint,
                    deadline: walk.limits.time.map { walk.client.environment.deadline(after: $0) },
                    progress: WalkProgress(report: report, limits: walk.limits, identity: endpoint.identity),
                    position: endpoint.first)
            } catch {
                var refusal = error
                refusal.provider = walk.client.provider
                report.isFinished = true
                report.stopped = refusal.description
                stage = .over(report)
                throw refusal
            }
        }

        private func blankReport(_ window: TimeWindow) -> WalkReport {
            WalkReport(provider: walk.client.provider, endpoint: walk.name, window: window)
        }
    }
}

@available(*, unavailable)
extension WalkPages.Iterator: Sendable {}

extension HTTPClient {
    /// Fetches and decodes a page away from the caller's actor.
    @concurrent
    fileprivate func fetchPage<Row>(
        _ endpoint: Endpoint<Row>, at position: WalkPosition, deadline: HTTPDeadline?
    ) async throws -> ReceivedPage<Row> {
        try await fetch(endpoint.path, query: endpoint.query(position), deadline: deadline) { response in
            try endpoint.read(response, position)
        }
    }
}
