/// Reports of a ledger while a walk fills it, at a bounded rate.
///
/// The first page gives a report at once; after that there is one at most in each interval, and always one of the last
/// row. Where the walk fails, a report of what came before is followed by the error. Leaving the loop ends the walk.
public struct LiveReports<Row: UsageRow>: AsyncSequence, Sendable {
    /// What is known at one moment.
    public struct Element: Sendable {
        /// The figures so far; its walk says whether they are complete.
        public let report: UsageReport
        /// The rows so far; a copy costs little.
        public let ledger: UsageLedger
    }

    private let ledger: UsageLedger
    private let walk: Walk<Row>
    private let query: ReportQuery
    private let interval: Duration
    private let elapsed: @Sendable () -> Duration

    init<C: Clock<Duration>>(
        _ ledger: UsageLedger, _ walk: Walk<Row>, _ query: ReportQuery, interval: Duration, clock: C
    ) {
        self.ledger = ledger
        self.walk = walk
        self.query = query
        self.interval = interval
        let start = clock.now
        elapsed = { start.duration(to: clock.now) }
    }

    /// Creates an iterator; the walk begins with the first report that is asked for.
    public func makeAsyncIterator() -> Iterator {
        Iterator(ledger: ledger, intake: LedgerIntake(walk), query: query, interval: interval, elapsed: elapsed)
    }

    /// A walk under way.
    public struct Iterator: AsyncIteratorProtocol {
        private var ledger: UsageLedger
        private var intake: LedgerIntake<Row>
        private let query: ReportQuery
        private let interval: Duration
        private let elapsed: @Sendable () -> Duration
        /// When the last report was given.
        private var last: Duration?
        private var failure: (any Error)?

        fileprivate init(
            ledger: UsageLedger, intake: LedgerIntake<Row>, query: ReportQuery, interval: Duration,
            elapsed: @escaping @Sendable () -> Duration
        ) {
            self.ledger = ledger
            self.intake = intake
            self.query = query
            self.interval = interval
            self.elapsed = elapsed
        }

        /// The next report, or nil after the one of the last row.
        ///
        /// - Throws: ``UsageError`` or `CancellationError`; a failure of the walk comes behind the report of what was
        ///   read before.
        public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws -> Element? {
            if let failure {
                self.failure = nil
                throw failure
            }
            do {
                while let progress = try await intake.next(into: &ledger) {
                    let isDue = last.map { elapsed() - $0 >= interval } ?? true
                    if isDue || progress.isFinished { return try element() }
                }
                return nil
            } catch {
                failure = error
                return try element()
            }
        }

        private mutating func element() throws(UsageError) -> Element {
            last = elapsed()
            return Element(report: try ledger.report(query), ledger: ledger)
        }
    }
}

@available(*, unavailable)
extension LiveReports.Iterator: Sendable {}

extension UsageLedger {
    /// Walks to the last row and gives reports of the growing ledger on the way.
    ///
    /// - Parameters:
    ///   - walk: The walk; its rows come on top of those that the ledger has.
    ///   - query: What the reports tell.
    ///   - interval: How much time lies at least between two reports, but for the last one.
    ///   - clock: What that time is measured with.
    /// - Returns: The reports, each with the ledger that it is of.
    public func reports<Row: UsageRow>(
        during walk: Walk<Row>, _ query: ReportQuery = ReportQuery(), every interval: Duration = .milliseconds(250),
        clock: some Clock<Duration> = ContinuousClock()
    ) -> LiveReports<Row> {
        LiveReports(self, walk, query, interval: interval, clock: clock)
    }
}
