import Foundation
import UsageKit

/// The rows that conditions are judged by, and the instant whose periods are judged.
struct GuardedRows {
    enum Content {
        /// The rows of a walk, of which some may have no time.
        case walked(UsageLedger, untimed: Int)
        /// What a store has of some sources.
        case stored(UsageStore, GuardedSources)
    }

    let content: Content
    /// The present when the rows were read: that of the server if the local clock is wrong.
    let instant: Timestamp
    /// How much time has passed since then.
    let elapsed: Duration
    let calendar: BucketCalendar
    /// Whether the present is that of a demonstration, which says nothing of how old a store is.
    var isDemo = false
    /// Whether a signal ended the walk, which says nothing of its rows.
    var isInterrupted = false

    /// How much later than the present, by another clock, rows may have been read.
    private static let clockTolerance = Duration.seconds(3600)

    /// The rows of a walk.
    ///
    /// - Parameters:
    ///   - ledger: The rows with the report of the walk.
    ///   - instant: The present when they were read.
    ///   - elapsed: How much time has passed since then.
    ///   - calendar: The rules of the periods.
    ///   - isInterrupted: Whether a signal ended the walk.
    /// - Throws: `UsageError` if the rows cannot be counted by month.
    init(
        of ledger: UsageLedger, at instant: Timestamp, elapsed: Duration, calendar: BucketCalendar,
        isInterrupted: Bool = false
    ) throws(UsageError) {
        self.isInterrupted = isInterrupted
        let groups = try ledger.report(ReportQuery(every: .month, measures: []))
        let untimed = groups.filter { $0.bucket == nil }.reduce(0) { $0 + $1.coverage.rows }
        content = .walked(ledger, untimed: untimed)
        self.instant = instant
        self.elapsed = elapsed
        self.calendar = calendar
    }

    /// The rows of a store.
    init(
        of store: UsageStore, _ sources: GuardedSources, at instant: Timestamp, calendar: BucketCalendar, isDemo: Bool
    ) {
        self.isDemo = isDemo
        content = .stored(store, sources)
        self.instant = instant
        elapsed = .zero
        self.calendar = calendar
    }

    /// A report of the charges of a period, in which rows without a time are named if they can be in it.
    ///
    /// - Parameters:
    ///   - period: The period.
    ///   - bucket: The buckets.
    ///   - currencies: The currencies that are left out, because they have limits of their own; in a store, with them
    ///     all rows that can have charges in no other one.
    /// - Returns: The report.
    /// - Throws: `UsageError` if a sum is beyond what can be computed.
    func report(
        in period: Range<Timestamp>, every bucket: TimeBucket, without currencies: [Currency]
    ) throws -> UsageReport {
        let filter = currencies.isEmpty ? nil : UsageFilter.not(.currency(in: currencies))
        switch content {
        // The walk has cut the rows; with a window, those without a time would be left out in silence.
        case .walked(let ledger, _): return try ledger.report(query(.all, every: bucket, where: filter))
        case .stored: return try boundedReport(in: period, every: bucket, where: filter, without: currencies)
        }
    }

    /// A report with the period as its window; of the rows of a walk, it lacks those without a time.
    func boundedReport(
        in period: Range<Timestamp>, every bucket: TimeBucket, where filter: UsageFilter? = nil,
        without currencies: [Currency] = []
    ) throws -> UsageReport {
        let window = try TimeWindow(period)
        switch content {
        case .walked(let ledger, _): return try ledger.report(query(window, every: bucket, where: filter))
        case .stored(let store, let sources):
            // The ledger names the rows without a time.
            return try store.ledger(in: window, of: sources.charged(without: currencies), at: instant)
                .report(query(window, every: bucket, where: filter))
        }
    }

    /// Why charges of some periods may come later; nil if all requests have ended.
    ///
    /// - Parameters:
    ///   - periods: The periods, which do not overlap.
    ///   - reports: Their reports, whose walks say whether there are such requests at all.
    ///   - currencies: The currencies that are left out.
    /// - Returns: The reason.
    /// - Throws: `UsageError` if a count is beyond what can be computed.
    func running(
        in periods: [Range<Timestamp>], of reports: [UsageReport], without currencies: [Currency] = []
    ) throws -> String? {
        guard reports.contains(where: { $0.walks.contains { $0.unsettled > 0 } }) else { return nil }
        var (rows, uncharged, otherUncharged) = (0, 0, 0)
        for period in periods {
            let unended: [UsageFilter] = [.status(in: [.processing, .pending])]
            let left: [UsageFilter] = currencies.isEmpty ? [] : [.not(.currency(in: currencies))]
            func counts(_ filter: UsageFilter) throws -> (rows: Int, uncharged: Int) {
                let report = try boundedReport(in: period, every: .day, where: filter, without: currencies)
                let coverage = report.total.coverage
                return (coverage.rows, coverage.rows - coverage.charges)
            }
            let running = try counts(.all(unended + left))
            rows += running.rows
            uncharged += running.uncharged
            otherUncharged += try counts(.all(unended.map(UsageFilter.not) + left)).uncharged
        }
        guard rows > 0 else { return nil }
        // The reasons of the sum have counted them already.
        if uncharged == rows, otherUncharged == 0 {
            return "the requests of the rows without a charge have not ended, and may be charged later"
        }
        return rows == 1
            ? "1 request has not ended, and may be charged later"
            : "\(rows) requests have not ended, and may be charged later"
    }

    /// A report of all that is judged.
    ///
    /// - Parameter window: The window of all conditions; nil for all that is known.
    /// - Returns: The report, with the charges in one group.
    /// - Throws: `UsageError` if a sum is beyond what can be computed.
    func wholeReport(in window: Range<Timestamp>?) throws -> UsageReport {
        switch content {
        case .walked(let ledger, _): return try ledger.report(ReportQuery(measures: [.charges]))
        case .stored(let store, let sources):
            let window = try window.map { try TimeWindow($0) } ?? .all
            return try store.ledger(in: window, of: sources.chosen, at: instant)
                .report(ReportQuery(window: window, measures: [.charges]))
        }
    }

    /// Why rows may be missing in every period.
    var untimed: String? {
        guard case .walked(_, let untimed) = content, untimed > 0 else { return nil }
        return "\(untimed) rows have no time, so they are in no period"
    }

    /// Whether the rows are those of a store, which can be old.
    var isStored: Bool {
        if case .stored = content { true } else { false }
    }

    /// How old rows are now; nil if that is not known, as of a walk that did not reach its last row.
    func age(_ completeness: Completeness) -> Duration? {
        switch content {
        case .walked(let ledger, _): guard ledger.walks.allSatisfy(\.isComplete) else { return nil }
        case .stored:
            guard !isDemo, let readAt = completeness.readAt, instant.duration(to: readAt) <= Self.clockTolerance else {
                return nil
            }
        }
        return completeness.age(at: instant).map { $0 + elapsed }
    }

    /// When rows were read, in words.
    func ageText(_ completeness: Completeness) -> TerminalText {
        isDemo ? "whose age is not judged with --demo" : GuardFinding.age(age(completeness))
    }

    private func query(_ window: TimeWindow, every bucket: TimeBucket, where filter: UsageFilter?) -> ReportQuery {
        // Without the extremes, a refund that is less than the other charges of its bucket is not seen.
        ReportQuery(
            window: window, where: filter, every: bucket, in: calendar.timeZone, weekStart: calendar.weekStart,
            measures: [.charges, .extremes])
    }
}
