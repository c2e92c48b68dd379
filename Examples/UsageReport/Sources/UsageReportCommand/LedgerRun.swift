import ArgumentParser
import Foundation
import UsageKit

/// Runs a walk to its end and prints the result.
struct LedgerRun {
    let options: ReportOptions
    let context: Context

    var console: Console { context.console }

    /// Walks a ledger and prints its report or its records.
    ///
    /// - Parameters:
    ///   - provider: The options that concern the walk.
    ///   - replay: Reads rows back from a checkpoint.
    ///   - walk: Makes the walk.
    /// - Returns: How the run ended.
    /// - Throws: An error in the options, before anything is fetched.
    func report<Row: UsageRow & JSONRepresentable>(
        _ provider: ProviderOptions, _ replay: Replay<Row>, _ walk: () throws -> Walk<Row>
    ) async throws -> ExitStatus {
        // Invalid options are refused before anything is fetched.
        let query = try options.query(window: .all)
        var journal: Journal<Row>?
        if let path = provider.checkpoint { journal = try Journal(path: path) }
        // The file stays locked until the result is printed.
        defer { withExtendedLifetime(journal) {} }
        var walk = provider.tuned(try walk())
        if let journal { walk = try resume(walk, journal, replay, provider) }
        switch options.format ?? .table {
        case .json, .table:
            var ledger = UsageLedger()
            let outcome = try await outcome(of: walk, journal: journal) {
                try $0.forEach { try ledger.append($0.usageRecord) }
            }
            if let refusal = outcome.refusal { return refuse(refusal) }
            return try print(ledger, query: query, outcome: outcome)
        case .ndjson:
            let export = NDJSONExport()
            return try await stream(walk, journal: journal, header: "", line: export.line)
        case .csv:
            let export = CSVExport()
            return try await stream(walk, journal: journal, header: export.header, line: export.line)
        }
    }

    /// Continues a walk after the pages of a journal.
    private func resume<Row: UsageRow & JSONRepresentable>(
        _ walk: Walk<Row>, _ journal: Journal<Row>, _ replay: Replay<Row>, _ options: ProviderOptions
    ) throws -> Walk<Row> {
        // Without the option there is one part, whatever the checkpoint says.
        let resumed = try journal.resume(walk.sharded(into: options.shards ?? 1), replay)
        if journal.isLabelled, let path = options.checkpoint, let account = options.account {
            console.note("the checkpoint '\(path)' belongs to the account '\(account)' from now on")
        }
        return resumed
    }

    /// Walks a listing and prints its rows with the provider's field names.
    func list<Row: JSONRepresentable>(_ walk: Walk<Row>) async throws -> ExitStatus {
        _ = try options.window.timeZone()
        var rows: [JSONValue] = []
        let outcome = try await outcome(of: walk) { rows += $0.rows.map(\.jsonValue) }
        if let refusal = outcome.refusal { return refuse(refusal) }
        try printEndpoint(outcome.report.provider, walk: outcome.report, data: .array(rows))
        return note(outcome)
    }

    /// Fetches a model that comes in one response, and prints it.
    ///
    /// - Parameters:
    ///   - provider: The provider.
    ///   - endpoint: The name of the endpoint.
    ///   - rows: How many rows the model has.
    ///   - fetch: Makes the request.
    /// - Returns: How the request ended.
    /// - Throws: An error of the request; if it is interrupted, null is printed as the model.
    func single<Model: JSONRepresentable>(
        of provider: ProviderID, endpoint: String, rows: (Model) -> Int = { _ in 1 }, fetch: () async throws -> Model
    ) async throws -> ExitStatus {
        var report = WalkReport(provider: provider, endpoint: endpoint, window: .all)
        report.isFinished = true
        do {
            let model = try await fetch()
            report.pages = 1
            report.rows = rows(model)
            try printEndpoint(provider, walk: report, data: model.jsonValue)
            return .complete
        } catch let error as CancellationError {
            report.stopped = Interruption.reason
            try printEndpoint(provider, walk: report, data: .null)
            return note(WalkOutcome(report: report, error: error))
        }
    }

    private func printEndpoint(_ provider: ProviderID, walk: WalkReport, data: JSONValue) throws {
        let document: JSONValue = [
            "provider": .string(provider.rawValue), "endpoint": .string(walk.endpoint),
            "walk": JSONReport.walk(walk), "data": data,
        ]
        try console.write(exact: document.text + "\n")
    }

    func print(_ ledger: UsageLedger, query: ReportQuery, outcome: WalkOutcome) throws -> ExitStatus {
        let walk = outcome.report
        var query = query
        if query.fillsEmptyBuckets { query.window = walk.window }
        let report = try ledger.report(query)
        switch options.format ?? .table {
        case .json:
            try console.write(exact: JSONReport(provider: walk.provider, walk: walk, report: report).text + "\n")
        default: try console.write(TableReport(report).text + "\n" + TableReport.footer(walk) + "\n")
        }
        return note(outcome)
    }

    private func stream<Row: UsageRow & JSONRepresentable>(
        _ walk: Walk<Row>, journal: Journal<Row>?, header: String, line: (UsageRecord) -> String
    ) async throws -> ExitStatus {
        if options.every?.bucket != nil || options.by != nil {
            console.note("records are printed one by one: --every and --by have no effect")
        }
        var isFirst = true
        let outcome = try await outcome(of: walk, journal: journal) { rows in
            if isFirst { try console.write(exact: header) }
            isFirst = false
            try console.write(exact: rows.map { line($0.usageRecord) }.joined())
        }
        if let refusal = outcome.refusal { return refuse(refusal) }
        return note(outcome)
    }

    /// How a walk ended: at its last row, or with an error after some or none of its rows.
    struct WalkOutcome {
        let report: WalkReport
        let error: (any Error)?

        /// Whether the time of the command is over.
        var hasTimedOut = false

        /// The error if not a single page was read; an interruption and a limit of the command line are no refusal.
        var refusal: UsageError? { report.pages == 0 && !hasTimedOut ? error as? UsageError : nil }
    }

    /// Walks to the end after delivering the rows of the journal; rows and checkpoint are committed together.
    private func outcome<Row: UsageRow & JSONRepresentable>(
        of walk: Walk<Row>, journal: Journal<Row>?, deliver: ([Row]) throws -> Void
    ) async throws -> WalkOutcome {
        guard let journal else { return try await outcome(of: walk) { try deliver($0.rows) } }
        try deliver(journal.takeRows())
        if let report = journal.finished { return WalkOutcome(report: report, error: nil) }
        var committed = journal.report ?? walk.pages.makeAsyncIterator().report
        do {
            let outcome = try await outcome(of: walk) { page in
                try journal.commit(page.rows, checkpoint: page.checkpointWithoutIDs, report: page.report)
                committed = page.report
                try deliver(page.rows)
            }
            if let refusal = journal.refusal(for: outcome.error) { throw refusal }
            return outcome
        } catch let failure as JournalWriteFailure {
            committed.isFinished = true
            committed.stopped = "\(failure)"
            return WalkOutcome(report: committed, error: failure)
        }
    }

    private func outcome<Row>(
        of walk: Walk<Row>, deliver: (WalkPages<Row>.Page) throws -> Void
    ) async throws -> WalkOutcome {
        let progress = ProgressLine(console: console)
        defer { progress.clear() }
        let start = ContinuousClock.now
        var pages = walk.pages.makeAsyncIterator()
        do {
            while let page = try await pages.next() {
                try refuseFuture(page.report.window)
                try deliver(page)
                progress.show(page.report)
            }
            return WalkOutcome(report: pages.report, error: nil)
        } catch let failure as OutputFailure {
            throw failure
        } catch let badUsage as ValidationError {
            throw badUsage
        } catch let failure as JournalWriteFailure {
            throw failure
        } catch {
            var report = pages.report
            report.isFinished = true
            report.stopped = report.stopped ?? (error is CancellationError ? Interruption.reason : "\(error)")
            let isLate = walk.limits.time.map { ContinuousClock.now - start >= $0 } ?? false
            let hasTimedOut = isLate && (error as? UsageError)?.code == .deadlineExceeded
            return WalkOutcome(report: report, error: error, hasTimedOut: hasTimedOut)
        }
    }

    /// Refuses a window that has no end after its first page: it begins after the present, now that the server's is known.
    private func refuseFuture(_ window: TimeWindow) throws {
        guard let start = window.start, window.end == nil else { return }
        throw ValidationError("The window begins at \(start), which is after the present.")
    }

    private func refuse(_ error: UsageError) -> ExitStatus {
        console.note("\(error)")
        return ExitStatus(refusal: error)
    }

    func note(_ outcome: WalkOutcome) -> ExitStatus {
        let walk = outcome.report
        if walk.revised > 0 {
            console.note("\(walk.revised) rows came twice with different content; the first one counts")
        }
        for note in walk.notes {
            let places = note.first.isEmpty ? "" : " (\(note.first.joined(separator: "; ")))"
            console.note("note: \(note.code), \(note.count) times\(places)")
        }
        guard let stopped = walk.stopped else { return .complete }
        console.note("incomplete: \(stopped)")
        return .incomplete
    }
}
