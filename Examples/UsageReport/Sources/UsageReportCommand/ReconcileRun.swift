import ArgumentParser
import Foundation
import Synchronization
import UsageKit

/// The records of a walk, with its report.
struct ReadRecords: Sendable {
    var records: [UsageRecord]
    let report: WalkReport
    /// The server's address, as a store notes it.
    let origin: String
    /// The source of a store whose rows are those of the walk.
    let source: @Sendable (UsageStore) throws(UsageError) -> UsageStore.Source?
}

/// What the pairs of a provider get from the command line, and how they read both sides.
struct ReconcileRun<Client: Sendable>: Sendable {
    let client: Client
    /// The window that was asked for, or that of a demonstration; nil without both.
    let window: TimeWindow?
    /// Whether the embedded fake is asked, whose clock is fixed.
    let isDemo: Bool
    let tolerance: Tolerance
    /// For names of models in aggregates, those in rows.
    let names: [(key: String, value: String)]
    let ledger: LedgerRun
    private let answers = Answers()

    init(
        client: Client, window: TimeWindow?, isDemo: Bool, tolerance: Tolerance = Tolerance(),
        names: [(key: String, value: String)] = [], context: Context
    ) throws {
        self.client = client
        self.window = window
        self.isDemo = isDemo
        self.tolerance = tolerance
        self.names = names
        ledger = LedgerRun(options: try ReportOptions.parse([]), context: context)
    }

    /// Whether the provider has answered any request with what was asked for.
    var hasRead: Bool { answers.hasAny.withLock { $0 } }

    private final class Answers: Sendable {
        let hasAny = Mutex(false)
        let span = Mutex<TimeWindow?>(nil)
    }

    /// Says of which time a result is that does not say it itself.
    func note(span: TimeWindow) { answers.span.withLock { $0 = span } }

    /// The time that was noted since the last call; nil without any.
    func takeSpan() -> TimeWindow? {
        answers.span.withLock { span in
            defer { span = nil }
            return span
        }
    }

    // MARK: Reading

    /// Walks a listing to its end, or as far as it goes.
    ///
    /// - Parameter walk: The walk.
    /// - Returns: The rows, each in its last state, and the report.
    /// - Throws: `UsageError` if not a single page could be read.
    func rows<Row>(of walk: Walk<Row>) async throws -> (rows: [Row], report: WalkReport) {
        var states = LastStates<Row>()
        let outcome = try await ledger.outcome(of: walk) { states.add($0) }
        if let refusal = outcome.refusal { throw refusal }
        answers.hasAny.withLock { $0 = true }
        for line in WalkSummary(walk: outcome.report).places { ledger.console.note(line) }
        return (Array(states.states), outcome.report)
    }

    /// Walks a ledger, and returns its rows as records with some labels.
    func records<Row: UsageRow>(
        of walk: Walk<Row>, keeping labels: [UsageDimension] = []
    ) async throws -> ReadRecords {
        let (rows, report) = try await rows(of: walk)
        let records = rows.map { labels.isEmpty ? $0.usageRecord : $0.usageRecord(keeping: labels) }
        return ReadRecords(
            records: records, report: report, origin: try walk.source.origin,
            source: { (store) throws(UsageError) in try store.source(of: walk) })
    }

    /// Fetches what comes in one response.
    func fetch<Value>(_ request: () async throws -> Value) async throws -> Value {
        let value = try await request()
        answers.hasAny.withLock { $0 = true }
        return value
    }

    // MARK: Time

    /// The present by the local clock, or that of the fakes.
    func present() throws -> Timestamp {
        // The fakes' clocks show the last moment of their window.
        guard isDemo, let end = try Demo.window.end else { return .now() }
        return end - .milliseconds(1)
    }

    /// The window, or the last seven days.
    var span: TimeWindow { window ?? .last(hours: 7 * 24) }

    /// The whole UTC days that the window touches, up to the present; without a window, the last seven.
    ///
    /// - Throws: `UsageError` if the window begins after the present.
    func days() throws -> TimeWindow {
        let present = try present()
        let last = (window?.end).map { $0 - .nanoseconds(1) } ?? max(present, window?.start ?? present)
        let start = window?.start.flatMap { TimeWindow.day(containing: $0, in: .gmt).start }
        let days = TimeWindow.days(7, through: last, in: .gmt)
        // Rows that are written during the walk are in neither side; an end in the future is the caller's.
        let isOver = window?.end.map { $0 <= present } ?? true
        // By the server's clock, the first day can have begun.
        let hasBegun = (window?.start).map { $0 < present } ?? true
        let end = days.end.map { isOver && hasBegun && !isDemo ? min($0, present) : $0 }
        let whole = try TimeWindow(from: start ?? days.start, to: end)
        note(span: whole)
        return whole
    }

    // MARK: Comparing

    /// Compares a statement with the rows of a walk.
    func reconciliation(_ statement: Statement, with read: ReadRecords) throws -> Reconciliation {
        try Reconciliation(statement, with: ReconciledRows(read.records, of: read.report), tolerance: tolerance)
    }
}

extension WalkReport {
    /// Why rows may be missing; nil if all are there.
    var missingRows: String? {
        isComplete ? nil : stopped?.message ?? "the walk of \(endpoint) has not ended"
    }
}

extension TimeWindow {
    fileprivate func overlaps(_ other: TimeWindow) -> Bool {
        guard let start, let end, let first = other.start, let last = other.end else { return true }
        return start < last && first < end
    }
}

extension Statement {
    /// States that the UTC days of a window without an entry had no usage.
    mutating func fillDays(of window: TimeWindow, with figures: [ReconciledFigure]) throws {
        guard let start = window.start, let end = window.end else { return }
        let stated = entries.map(\.window)
        var day = TimeWindow.day(containing: start, in: .gmt)
        while let first = day.start, let next = day.end, first < end {
            // A service can answer with shorter spans than it was asked for.
            if !stated.contains(where: { $0.overlaps(day) }) {
                var entry = Entry(window: day)
                for figure in figures { try entry.set(figure, to: 0) }
                entries.append(entry)
            }
            day = TimeWindow.day(containing: next, in: .gmt)
        }
    }
}
