/// The pages of a walk.
public struct WalkPages<Row: Hashable & Sendable>: AsyncSequence, Sendable {
    /// The rows of a page that are new and inside the window.
    public struct Page: Sendable {
        /// The rows.
        public let rows: [Row]
        /// What the walk did up to and with this page.
        public let report: WalkReport
        /// Where a later run goes on behind this page; nil behind the last one.
        ///
        /// - Complexity: O(*n*) in the number of rows that were delivered.
        public var checkpoint: WalkCheckpoint? { makeCheckpoint(true) }

        /// Where a later run goes on behind this page, without the ids of the delivered rows: for callers who keep the
        /// rows and hand their ids back with ``WalkCheckpoint/restoring(ids:)``.
        ///
        /// - Complexity: O(1).
        public var checkpointWithoutIDs: WalkCheckpoint? { makeCheckpoint(false) }

        /// The rows in a ledger of their own, where the page waited for its turn and was asked to fill one.
        let filled: UsageLedger?
        let makeCheckpoint: @Sendable (_ includesIDs: Bool) -> WalkCheckpoint?
    }

    let walk: Walk<Row>

    /// Begins the walk anew.
    public func makeAsyncIterator() -> Iterator { Iterator(walk: walk, fill: nil) }

    /// Begins the walk anew, and lets pages that wait for their turn fill ledgers meanwhile.
    func makeAsyncIterator(filling fill: @escaping @Sendable ([Row]) -> UsageLedger?) -> Iterator {
        Iterator(walk: walk, fill: fill)
    }

    /// A walk under way.
    public struct Iterator: AsyncIteratorProtocol {
        private let walk: Walk<Row>
        private let fill: WalkCourse<Row>.Fill?
        private var stage = Stage.ready

        private enum Stage {
            case ready
            case underway(WalkCourse<Row>)
            /// The last good page is delivered; the error behind it is due.
            case failing(UsageError, WalkCourse<Row>)
            case over(WalkReport)
        }

        fileprivate init(walk: Walk<Row>, fill: WalkCourse<Row>.Fill?) {
            self.walk = walk
            self.fill = fill
        }

        /// What the walk did so far; after an error it says why the walk stopped.
        public var report: WalkReport {
            switch stage {
            case .ready: WalkReport(provider: walk.client.provider, endpoint: walk.name, window: walk.window)
            case .underway(let course), .failing(_, let course): course.report
            case .over(let report): report
            }
        }

        /// The next page, or nil after the last one.
        ///
        /// A thrown error ends the walk.
        ///
        /// - Throws: ``UsageError`` or `CancellationError`.
        public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws -> Page? {
            var course: WalkCourse<Row>
            switch stage {
            case .over: return nil
            case .failing(let error, let course): throw stop(course.report, error)
            case .underway(let current): course = current
            case .ready:
                do {
                    course = try WalkCourse(walk, filling: fill)
                } catch {
                    throw stop(report, error)
                }
            }
            // The course holds feeds that stop with it, so it must not stay behind in the stage as a second copy.
            stage = .over(course.report)
            do {
                try Task.checkCancellation()
                let (rows, filled, outcome) = try await course.advance()
                switch outcome {
                case .goesOn: stage = .underway(course)
                case .ends: stage = .over(course.report)
                case .fails(let error): stage = .failing(error, course)
                }
                let place = course.withoutFeeds
                return Page(rows: rows, report: place.report, filled: filled) { place.checkpoint(includingIDs: $0) }
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
}

@available(*, unavailable)
extension WalkPages.Iterator: Sendable {}
