import Foundation
import UsageKit

extension LedgerRun {
    /// Prints the report or the records of a saved file.
    ///
    /// - Parameters:
    ///   - replay: Reads the rows.
    ///   - path: The file, or a pipe.
    ///   - window: The rows to keep, by their time.
    /// - Returns: How the run ended.
    /// - Throws: An error in the options, in the file, or of standard output.
    func report<Row: UsageRow>(
        _ replay: Replay<Row>, from path: String, in window: TimeWindow
    ) async throws -> ExitStatus {
        let query = try options.query(window: .all)
        let input = try await SavedInput(path: path)
        switch options.format ?? .table {
        case .json, .table:
            let (ledger, walk) = try await ingest(replay, from: input, of: path, in: window)
            return try print(ledger, query: query, outcome: WalkOutcome(report: walk, error: nil))
        case .ndjson:
            let export = NDJSONExport()
            return try await stream(replay, from: input, in: window, header: "", line: export.line)
        case .csv:
            let export = CSVExport()
            return try await stream(replay, from: input, in: window, header: export.header, line: export.line)
        }
    }

    /// Prints rows, a few at a time, until the end or an interruption.
    private func stream<Row: UsageRow>(
        _ replay: Replay<Row>, from input: SavedInput, in window: TimeWindow, header: String,
        line: @escaping @Sendable (UsageRecord) -> String
    ) async throws -> ExitStatus {
        let (read, isInterrupted) = try await InterruptibleReading(input: input) { (input) throws(UsageError) in
            let (rows, report) = try replay.rows(of: try input.bytes(), in: window)
            // After an interruption there is little time, which the writing of lines is to be a part of.
            guard !input.isInterrupted else {
                return Rows<Row>(lines: rows.map { line($0.usageRecord) }.joined(), report: report)
            }
            return Rows<Row>(rows: rows, report: report)
        }.result()
        var report = read?.report ?? Self.empty(replay.provider, in: window)
        if isInterrupted { report.stopped = Interruption.reason }
        try console.write(exact: header + (read?.lines ?? ""))
        var rest = (read?.rows ?? [])[...]
        while !rest.isEmpty {
            try console.write(exact: rest.prefix(512).map { line($0.usageRecord) }.joined())
            rest = rest.dropFirst(512)
            if Task.isCancelled, !rest.isEmpty {
                report.stopped = Interruption.reason
                break
            }
        }
        return note(WalkOutcome(report: report, error: nil))
    }

    /// The rows of a file, or their lines if the reading was interrupted.
    private struct Rows<Row: UsageRow>: Sendable {
        var rows: [Row] = []
        var lines = ""
        let report: WalkReport
    }

    private func ingest<Row: UsageRow>(
        _ replay: Replay<Row>, from input: SavedInput, of path: String, in window: TimeWindow
    ) async throws(UsageError) -> (UsageLedger, WalkReport) {
        let progress = ReadingProgress(console: console, name: URL(fileURLWithPath: path).lastPathComponent)
        defer { progress.clear() }
        let (read, isInterrupted) = try await InterruptibleReading(input: input) { (input) throws(UsageError) in
            var ledger = UsageLedger()
            let report =
                switch input {
                case .file(let url): try ledger.ingest(replay, from: url, in: window) { progress.note($0, of: $1) }
                case .stream(let bytes, _):
                    try ledger.ingest(replay, of: bytes, in: window) { progress.note($0, of: $1) }
                }
            return (ledger, report)
        }.result()
        var (ledger, report) = read ?? (UsageLedger(), Self.empty(replay.provider, in: window))
        if isInterrupted { report.stopped = Interruption.reason }
        return (ledger, report)
    }

    /// The report of a file of which nothing was read.
    private static func empty(_ provider: ProviderID, in window: TimeWindow) -> WalkReport {
        var report = WalkReport(provider: provider, endpoint: "replay", window: window)
        report.isFinished = true
        return report
    }
}
