import ArgumentParser
import Foundation
import UsageKit

extension LedgerRun {
    /// Walks to the end and returns the rows, each in its last state.
    func ledger<Row: UsageRow & JSONRepresentable>(
        of walk: Walk<Row>, journal: Journal<Row>?, _ labels: RowLabels
    ) async throws -> (UsageLedger, WalkOutcome) {
        var ledger = UsageLedger(keeping: labels.names)
        var rows = LastStates(after: journal?.takeRows() ?? [])
        var outcome = try await outcome(of: walk, journal: journal) { rows.add($0) }
        do {
            for row in rows.states { try ledger.append(labels.record(of: row)) }
        } catch {
            outcome.report = outcome.report.ended(because: WalkStop(error))
        }
        return (ledger, outcome)
    }

    /// Walks to the end; with a journal, rows and checkpoint of each page are committed together before it is delivered.
    func outcome<Row: UsageRow & JSONRepresentable>(
        of walk: Walk<Row>, journal: Journal<Row>?, deliver: (WalkPages<Row>.Page) throws -> Void
    ) async throws -> WalkOutcome {
        guard let journal else { return try await outcome(of: walk, deliver: deliver) }
        if let report = journal.finished { return WalkOutcome(report: report, error: nil) }
        var committed = journal.report ?? walk.pages.makeAsyncIterator().report
        do {
            let outcome = try await outcome(of: walk) { page in
                try journal.commit(page.rows, checkpoint: page.checkpoint(includingIDs: false), report: page.report)
                committed = page.report
                try deliver(page)
            }
            if let refusal = journal.refusal(for: outcome.error) { throw refusal }
            return outcome
        } catch let failure as JournalWriteFailure {
            let reason = WalkStop(WalkStop.Code(rawValue: "checkpointNotWritten"), "\(failure)")
            return WalkOutcome(report: committed.ended(because: reason), error: failure)
        }
    }

    /// Walks to the end, page by page.
    func outcome<Row>(
        of walk: Walk<Row>, deliver: (WalkPages<Row>.Page) throws -> Void
    ) async throws -> WalkOutcome {
        let progress = ProgressLine(console: console)
        var pages = walk.pages.makeAsyncIterator()
        return try await end(of: walk) {
            pages.report
        } after: {
            while let page = try await pages.next() {
                try refuseFuture(page.report.window)
                try deliver(page)
                progress.show(page.report)
            }
        }
    }

    /// How a walk ended; an error of the walk is an outcome, and one of a file or a stream is thrown.
    private func end<Row>(
        of walk: Walk<Row>, report: () -> WalkReport, after work: () async throws -> Void
    ) async throws -> WalkOutcome {
        defer { ProgressLine(console: console).clear() }
        let start = ContinuousClock.now
        do {
            try await work()
            return WalkOutcome(report: report(), error: nil)
        } catch let failure as OutputFailure {
            throw failure
        } catch let failure as JournalWriteFailure {
            throw failure
        } catch let badUsage as ValidationError {
            throw badUsage
        } catch {
            var report = report()
            let reason = error is CancellationError ? Interruption.reason : WalkStop(error)
            report = report.ended(because: report.stopped ?? reason)
            let isLate = walk.options.limits.time.map { ContinuousClock.now - start >= $0 } ?? false
            let hasTimedOut = isLate && (error as? UsageError)?.code == .deadlineExceeded
            return WalkOutcome(report: report, error: error, hasTimedOut: hasTimedOut)
        }
    }
}

/// The rows of a walk, each in its last state.
struct LastStates<Row: Hashable & Sendable> {
    private var rows: [Row]
    private let countBefore: Int
    private var replaced: Set<Int> = []

    /// Begins with the rows of earlier runs.
    init(after rows: [Row] = []) {
        self.rows = rows
        countBefore = rows.count
    }

    mutating func add(_ page: WalkPages<Row>.Page) {
        rows += page.rows
        for number in page.replaced { replaced.insert(countBefore + number) }
    }

    /// The rows that no later one replaces, in their order.
    var states: some Sequence<Row> {
        rows.indices.lazy.filter { !replaced.contains($0) }.map { rows[$0] }
    }
}
