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
    func report<Row: UsageRow & ShapedModel>(
        _ provider: ProviderOptions, _ replay: Replay<Row>, _ walk: () throws -> Walk<Row>
    ) async throws -> ExitStatus {
        if provider.drift {
            try provider.refuseReportOptions(for: "the row ledger with --drift")
            try provider.refuseFormat(for: "the row ledger with --drift")
            return try await drift(of: provider.tuned(try walk()))
        }
        // Invalid options are refused before anything is fetched.
        let query = try options.query(window: .all, of: replay.provider)
        let labels = try options.rowLabels(of: replay.provider, account: provider.account)
        var journal: Journal<Row>?
        if let path = provider.checkpoint { journal = try Journal(path: path) }
        // The file stays locked until the result is printed.
        defer { withExtendedLifetime(journal) {} }
        var walk = provider.tuned(try walk())
        if let journal { walk = try resume(walk, journal, replay, provider) }
        if options.printsRecords {
            let subject = RecordOutput.Subject(
                labels: labels, account: provider.account, owner: replay.provider.rawValue,
                selection: provider.filters.isEmpty ? nil : provider.filters.sorted().joined(separator: "&"))
            return try await stream(walk, journal: journal, subject)
        }
        let (ledger, outcome) = try await ledger(of: walk, journal: journal, labels)
        if let refusal = outcome.refusal { return refuse(refusal) }
        return try print(ledger, query: query, account: provider.account, outcome: outcome)
    }

    /// Continues a walk after the pages of a journal.
    private func resume<Row: UsageRow & JSONRepresentable>(
        _ walk: Walk<Row>, _ journal: Journal<Row>, _ replay: Replay<Row>, _ options: ProviderOptions
    ) throws -> Walk<Row> {
        // Without the option there is one part, whatever the checkpoint says.
        var walk = walk
        walk.options.shards = options.shards ?? 1
        let resumed = try journal.resume(walk, replay)
        if journal.isLabelled, let path = options.checkpoint, let account = options.account {
            console.note("the checkpoint '\(path)' belongs to the account '\(account)' from now on")
        }
        return resumed
    }

    /// Walks a listing and prints its rows with the provider's field names.
    func list<Row: JSONRepresentable>(_ walk: Walk<Row>) async throws -> ExitStatus {
        _ = try options.window.timeZone()
        var rows = LastStates<Row>()
        let outcome = try await outcome(of: walk) { rows.add($0) }
        if let refusal = outcome.refusal { return refuse(refusal) }
        try printEndpoint(
            outcome.report.provider, walk: outcome.report, data: .array(rows.states.map(\.jsonValue)))
        return note(outcome)
    }

    /// Walks a listing and prints its rows as they are on the wire, one a line, page by page.
    ///
    /// A row that comes again with other content is printed in each state.
    func streamWire<Row: JSONRepresentable>(_ walk: Walk<Row>) async throws -> ExitStatus {
        _ = try options.window.timeZone()
        let outcome = try await outcome(of: walk) { page in
            var lines = ""
            for row in page.rows {
                row.jsonValue.write(to: &lines)
                lines += "\n"
            }
            try console.write(exact: lines)
        }
        if let refusal = outcome.refusal { return refuse(refusal) }
        return noteRecords(outcome.report, printsReplacedRows: true)
    }

    /// Walks a listing and prints how its rows differ from what the provider documents.
    func drift<Row: ShapedModel>(of walk: Walk<Row>) async throws -> ExitStatus {
        var drift = DriftReport()
        let outcome = try await outcome(of: walk) { drift.add($0) }
        if let refusal = outcome.refusal { return refuse(refusal) }
        try printDrift(drift, walk: outcome.report)
        return note(outcome)
    }

    /// Fetches a model that comes in one response, and prints it.
    ///
    /// - Parameters:
    ///   - endpoint: The name of the endpoint.
    ///   - provider: The provider.
    ///   - showsDrift: Whether to print how the model differs from what the provider documents.
    ///   - format: JSON, or a line of it.
    ///   - rows: How many rows the model has.
    ///   - stopped: Why the model is not whole; nil if it is.
    ///   - lines: The lines to print in NDJSON.
    ///   - shape: Compares the model with what the provider documents.
    ///   - fetch: Makes the request.
    /// - Returns: How the request ended.
    /// - Throws: An error of the request; if it is interrupted, null is printed as the model.
    func single<Model: JSONRepresentable>(
        of endpoint: String, by provider: ProviderID, drift showsDrift: Bool, format: OutputFormat?,
        rows: (Model) -> Int, stopped: (Model) -> WalkStop? = { _ in nil },
        lines: (Model) -> [JSONValue] = { [$0.jsonValue] },
        shape: (inout DriftReport, Model) -> Void, fetch: () async throws -> Model
    ) async throws -> ExitStatus {
        do {
            let model = try await fetch()
            let report = WalkReport(
                provider: provider, endpoint: endpoint, window: .all, pages: 1, rows: rows(model), isFinished: true,
                stopped: stopped(model))
            if showsDrift {
                var drift = DriftReport()
                shape(&drift, model)
                try printDrift(drift, walk: report)
            } else if format == .ndjson {
                try console.write(exact: lines(model).map { $0.text + "\n" }.joined())
            } else {
                try printEndpoint(provider, walk: report, data: model.jsonValue)
            }
            return note(WalkOutcome(report: report, error: nil))
        } catch let error as CancellationError {
            let report = WalkReport(
                provider: provider, endpoint: endpoint, window: .all, stopped: Interruption.reason)
            if format != .ndjson { try printEndpoint(provider, walk: report, data: .null) }
            return note(WalkOutcome(report: report, error: error))
        }
    }

    func printEndpoint(_ provider: ProviderID, walk: WalkReport, data: JSONValue) throws {
        try printDocument(provider, walk: walk, "data", data)
    }

    func printDrift(_ drift: DriftReport, walk: WalkReport) throws {
        if options.format == .table {
            let lines = drift.description.split(separator: "\n", omittingEmptySubsequences: false)
            for line in lines { try console.write("\(TerminalText(replacingIn: line))\n") }
            return try console.write("\(TableReport.footer(walk))\n")
        }
        try printDocument(walk.provider, walk: walk, "drift", drift.jsonValue)
    }

    private func printDocument(
        _ provider: ProviderID, walk: WalkReport, _ name: String, _ value: JSONValue
    ) throws {
        let document: JSONValue = [
            "provider": .string(provider.rawValue), "endpoint": .string(walk.endpoint),
            "walk": walk.outcomeValue, name: value,
        ]
        try console.write(exact: document.text + "\n")
    }

    func print(
        _ ledger: UsageLedger, query: ReportQuery, account: String?, outcome: WalkOutcome
    ) throws -> ExitStatus {
        let walk = outcome.report
        var query = query
        if query.fillsEmptyBuckets { query.window = walk.window }
        return try print(try ledger.report(query), of: walk.provider, account: account, outcome: outcome)
    }

    /// Prints a report; without a provider it is one of several.
    func print(
        _ report: UsageReport, of provider: ProviderID?, account: String? = nil, outcome: WalkOutcome
    ) throws -> ExitStatus {
        let walk = outcome.report
        switch options.format ?? .table {
        case .table: try console.write(TableReport(report).text + "\n" + TableReport.footer(walk) + "\n")
        case .json:
            let members: JSONObject = [
                "provider": provider.map { .string($0.rawValue) } ?? .null, "walk": walk.outcomeValue,
            ]
            try console.write(exact: JSONExport().chunks(of: report, after: members))
            try console.write(exact: "\n")
        case .csv:
            try console.write(exact: CSVExport().chunks(of: report))
            return noteRecords(walk)
        case .ndjson:
            try console.write(exact: NDJSONExport().chunks(of: report))
            return noteRecords(walk)
        case .openmetrics:
            // The files of two providers or accounts must not have the same series.
            var labels: [String: String] = [:]
            let dimensions = report.query.dimensions
            if !dimensions.contains(.provider) { labels["provider"] = provider?.rawValue }
            if !dimensions.contains(.account) { labels["account"] = account }
            // A report of several sources has a walk for each, which are named one by one.
            let walks = report.walks.isEmpty ? [walk] : report.walks
            if provider == nil, report.contains(where: \.isOther) {
                throw UsageError(
                    .invalidArgument,
                    "there are too many keys, and the figures of several providers do not add up: choose one with --provider"
                )
            }
            try console.write(exact: try OpenMetricsExport(labels: labels).text(of: report, walks: walks))
        case .focus, .parquet:
            throw ValidationError("--format \(options.format ?? .table) has one row a record, and no report.")
        }
        return note(outcome)
    }

    /// Writes the rows of a walk: CSV and NDJSON as they come, other formats at the end.
    ///
    /// A stream of lines has each state of a row, a file or a data set each row once in its last state.
    private func stream<Row: UsageRow & JSONRepresentable>(
        _ walk: Walk<Row>, journal: Journal<Row>?, _ subject: RecordOutput.Subject
    ) async throws -> ExitStatus {
        var output = try RecordOutput(options, subject, from: .walk, to: console)
        // The file has each row in its last state.
        let before = journal?.report
        if let journal {
            try output.append(journal.takeRows())
            try output.flush()
        }
        output.beginRun()
        let outcome = try await outcome(of: walk, journal: journal) { page in
            try output.append(page.rows, replacing: page.replaced)
            try output.flush()
        }
        if let refusal = outcome.refusal { return refuse(refusal) }
        return try finish(&output, outcome.report, before: before)
    }

    /// Ends records, and writes the report of their walk to standard error.
    ///
    /// - Parameters:
    ///   - output: The records.
    ///   - walk: The report.
    ///   - walks: The reports that it sums up; nil if it is one of its own.
    ///   - before: The report up to the first row of this run.
    /// - Returns: How the run ended.
    /// - Throws: An error of what cannot be written.
    func finish(
        _ output: inout RecordOutput, _ walk: WalkReport, of walks: [WalkReport]? = nil, before: WalkReport? = nil
    ) throws -> ExitStatus {
        // After an interruption there may be no time for it, and lines that are there are not put at risk.
        let writesAgain = try output.canWriteAgain && !Task.isCancelled && output.readLinesBack()
        let status = noteRecords(
            walk, before: before, printsReplacedRows: output.writesEachState && !writesAgain)
        return try output.end(walks ?? [walk], isComplete: status == .complete, writesAgain: writesAgain)
    }

    /// Writes records that can be read as often as needed.
    ///
    /// - Parameters:
    ///   - subject: What is known of them.
    ///   - walks: How their walks ended.
    ///   - walk: The sum of the walks.
    ///   - records: Reads them.
    /// - Returns: How the run ended.
    /// - Throws: An error of what cannot be written, and `CancellationError`.
    func write(
        _ subject: RecordOutput.Subject, of walks: [WalkReport], summedUpIn walk: WalkReport,
        _ records: () -> some Sequence<UsageRecord>
    ) throws -> ExitStatus {
        try console.withMoneyScale(from: options.firstMoneyScale()) { scale in
            var output = try RecordOutput(options, subject, from: .repeatable, moneyScale: scale, to: console)
            for record in records() {
                try Task.checkCancellation()
                try output.append(CollectionOfOne(record))
            }
            return try finish(&output, walk, of: walks)
        }
    }

    /// How a walk ended: at its last row, or with an error after some or none of its rows.
    struct WalkOutcome {
        var report: WalkReport
        let error: (any Error)?

        /// Whether the time of the command is over.
        var hasTimedOut = false

        /// The error if not a single page was read; an interruption and a limit of the command line are no refusal.
        var refusal: UsageError? { report.pages == 0 && !hasTimedOut ? error as? UsageError : nil }
    }

    /// Refuses a window that has no end after its first page: it begins after the present, now that the server's is known.
    func refuseFuture(_ window: TimeWindow) throws {
        guard let start = window.start, window.end == nil else { return }
        throw ValidationError("The window begins at \(start), which is after the present.")
    }

    private func refuse(_ error: UsageError) -> ExitStatus {
        console.note("\(error)")
        return ExitStatus(refusal: error)
    }

    func note(_ outcome: WalkOutcome) -> ExitStatus {
        let walk = outcome.report
        for line in WalkSummary(walk: walk).places { console.note(line) }
        guard let stopped = walk.stopped else { return .complete }
        console.note("incomplete: \(stopped)")
        return .incomplete
    }

    /// Writes the report to standard error, since the lines of records and groups have no place for it.
    ///
    /// - Parameters:
    ///   - walk: The report.
    ///   - before: The report up to the first row that was printed; nil for the whole walk.
    ///   - printsReplacedRows: Whether rows were printed that later states replace: then their charges are there twice.
    /// - Returns: How the run ended.
    func noteRecords(_ walk: WalkReport, before: WalkReport? = nil, printsReplacedRows: Bool = false) -> ExitStatus {
        var summary = WalkSummary(walk: walk)
        var reasons = walk.stopped.map { [$0.message] } ?? []
        if printsReplacedRows {
            summary.printedTwice = walk.revised - (before?.revised ?? 0)
            let charges = walk.revisedCharges - (before?.revisedCharges ?? 0)
            if charges > 0 {
                reasons.append("\(charges) charges are printed twice, because their rows came again with other content")
            }
        }
        for line in summary.places { console.note(line) }
        let state: TerminalText = reasons.isEmpty ? "complete: " : "incomplete: \(reasons.joined(separator: "; ")); "
        console.note(state + summary.counts)
        return reasons.isEmpty ? .complete : .incomplete
    }
}
