/// Reports of a ledger while a walk fills it, at a bounded rate.
///
/// The first page gives a report at once. After that there is at most one report in each interval, and always one after
/// the last page. If the walk fails, a report of the rows so far comes first, and then the error is thrown. Leaving the
/// loop ends the walk.
public struct LiveReports<Row: UsageRow>: AsyncSequence, Sendable {
    /// A ledger and its report at one moment.
    public struct Element: Sendable {
        /// The report of the rows so far; its ``UsageReport/walks`` say whether they are complete.
        public let report: UsageReport
        /// The ledger of the rows so far; it shares its storage with the other elements.
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

    /// Creates an iterator; the walk begins when the first report is requested.
    public func makeAsyncIterator() -> Iterator {
        Iterator(
            ledger: ledger, intake: LedgerIntake(walk, keeping: ledger.labels), query: query, interval: interval,
            elapsed: elapsed)
    }

    /// A walk in progress, and the ledger that it fills.
    public struct Iterator: AsyncIteratorProtocol {
        private var ledger: UsageLedger
        private var intake: LedgerIntake<Row>
        private let query: ReportQuery
        private let interval: Duration
        private let elapsed: @Sendable () -> Duration
        /// When the last report was returned; nil before the first.
        private var lastReport: Duration?
        private var failure: (any Error)?
        /// Whether the last page was read or an error occurred.
        private var isOver = false

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

        /// Returns the next report; nil after the report of the last page.
        ///
        /// - Throws: ``UsageError`` or `CancellationError`; a failure of the walk is thrown after a report of the rows
        ///   so far.
        public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws -> Element? {
            if let failure {
                self.failure = nil
                throw failure
            }
            if isOver { return nil }
            do {
                while let progress = try await intake.next(into: &ledger) {
                    let isDue = lastReport.map { elapsed() - $0 >= interval } ?? true
                    if isDue || progress.isFinished { return try element() }
                }
                isOver = true
                return nil
            } catch {
                isOver = true
                // A query that cannot be answered has no report of the rows so far.
                let element = try element()
                failure = error
                return element
            }
        }

        private mutating func element() throws(UsageError) -> Element {
            lastReport = elapsed()
            return Element(report: try ledger.report(query), ledger: ledger)
        }
    }
}

@available(*, unavailable)
extension LiveReports.Iterator: Sendable {}

extension UsageLedger {
    /// Walks to the last page and returns reports of the growing ledger on the way.
    ///
    /// - Parameters:
    ///   - walk: The walk; its rows are added to a copy of the ledger.
    ///   - query: The query that the reports answer.
    ///   - interval: The least time between two reports; the last report does not wait for it.
    ///   - clock: The clock that measures that time.
    /// - Returns: The reports, each with its ledger.
    public func reports<Row: UsageRow>(
        during walk: Walk<Row>, _ query: ReportQuery = ReportQuery(), interval: Duration = .milliseconds(250),
        clock: some Clock<Duration> = ContinuousClock()
    ) -> LiveReports<Row> {
        LiveReports(self, walk, query, interval: interval, clock: clock)
    }
}
