import Foundation
import UsageKit

/// The rows that conditions are judged by, and the instant whose periods are judged.
struct GuardedRows {
    enum Content {
        /// The rows of a walk, of which some may have no time.
        case walked(UsageLedger, untimed: Int)
        /// What a store has of some sources; nil for all.
        case stored(UsageStore, [StoreSource]?)
    }

    let content: Content
    /// The present when the rows were read: that of the server if the local clock is wrong.
    let instant: Timestamp
    /// How much time has passed since then.
    let elapsed: Duration
    let calendar: BucketCalendar
    /// Whether the present is that of a demonstration, which says nothing of how old a store is.
    var isDemo = false

    /// How much later than the present, by another clock, rows may have been read.
    private static let clockTolerance = Duration.seconds(3600)

    /// The rows of a walk.
    ///
    /// - Parameters:
    ///   - ledger: The rows with the report of the walk.
    ///   - instant: The present when they were read.
    ///   - elapsed: How much time has passed since then.
    ///   - calendar: The rules of the periods.
    /// - Throws: `UsageError` if the rows cannot be counted by month.
    init(
        of ledger: UsageLedger, at instant: Timestamp, elapsed: Duration, calendar: BucketCalendar
    ) throws(UsageError) {
        let groups = try ledger.report(ReportQuery(every: .month, measures: []))
        let untimed = groups.filter { $0.bucket == nil }.reduce(0) { $0 + $1.coverage.rows }
        content = .walked(ledger, untimed: untimed)
        self.instant = instant
        self.elapsed = elapsed
        self.calendar = calendar
    }

    /// The rows of a store.
    init(
        of store: UsageStore, _ sources: [StoreSource]?, at instant: Timestamp, calendar: BucketCalendar, isDemo: Bool
    ) {
        self.isDemo = isDemo
        content = .stored(store, sources)
        self.instant = instant
        elapsed = .zero
        self.calendar = calendar
    }

    /// A report of a period, in which rows without a time are named if they can be in it.
    ///
    /// - Parameters:
    ///   - period: The period.
    ///   - bucket: The buckets.
    ///   - currencies: The currencies that are left out, because they have limits of their own.
    /// - Returns: The report.
    /// - Throws: `UsageError` if a sum is beyond what can be computed.
    func report(
        in period: Range<Timestamp>, every bucket: TimeBucket, without currencies: [Currency]
    ) throws -> UsageReport {
        let filter = currencies.isEmpty ? nil : UsageFilter.not(.currency(in: currencies))
        switch content {
        // The walk has cut the rows; with a window, those without a time would be left out in silence.
        case .walked(let ledger, _): return try ledger.report(query(.all, every: bucket, where: filter))
        case .stored: return try boundedReport(in: period, every: bucket, where: filter)
        }
    }

    /// A report with the period as its window; of the rows of a walk, it lacks those without a time.
    func boundedReport(
        in period: Range<Timestamp>, every bucket: TimeBucket, where filter: UsageFilter? = nil
    ) throws -> UsageReport {
        let window = try TimeWindow(period)
        switch content {
        case .walked(let ledger, _): return try ledger.report(query(window, every: bucket, where: filter))
        case .stored(let store, let sources):
            // The ledger names the rows without a time.
            return try store.ledger(in: window, of: sources, at: instant)
                .report(query(window, every: bucket, where: filter))
        }
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
            return try store.ledger(in: window, of: sources, at: instant)
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

    /// How old rows are now; nil if that is not known.
    func age(_ completeness: Completeness) -> Duration? {
        if isStored {
            if isDemo { return .zero }
            guard let readAt = completeness.readAt, instant.duration(to: readAt) <= Self.clockTolerance else {
                return nil
            }
        }
        return completeness.age(at: instant).map { $0 + elapsed }
    }

    private func query(_ window: TimeWindow, every bucket: TimeBucket, where filter: UsageFilter?) -> ReportQuery {
        // Without the extremes, a refund that is less than the other charges of its bucket is not seen.
        ReportQuery(
            window: window, where: filter, every: bucket, in: calendar.timeZone, weekStart: calendar.weekStart,
            measures: [.charges, .extremes])
    }
}
