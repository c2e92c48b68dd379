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
        let interrupted = Self.interrupted(replay.provider, in: window)
        switch options.format ?? .table {
        case .json, .table:
            let read = try await ingest(replay, from: input, of: path, in: window)
            var walk = read?.1 ?? interrupted
            if input.isInterrupted { walk.stopped = interrupted.stopped }
            return try print(read?.0 ?? UsageLedger(), query: query, outcome: WalkOutcome(report: walk, error: nil))
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
        line: (UsageRecord) -> String
    ) async throws -> ExitStatus {
        let interrupted = Self.interrupted(replay.provider, in: window)
        let read = try await whatWasRead(of: input) { () throws(UsageError) in
            let (rows, report) = try replay.rows(of: try input.bytes(), in: window)
            return Rows(rows: rows, report: report)
        }
        var report = read?.report ?? interrupted
        if input.isInterrupted { report.stopped = interrupted.stopped }
        try console.write(exact: header)
        var rest = (read?.rows ?? [])[...]
        while !rest.isEmpty {
            try console.write(exact: rest.prefix(512).map { line($0.usageRecord) }.joined())
            rest = rest.dropFirst(512)
            // Rows of an interrupted pipe are what was read; those of a file that was read as a whole can be left out.
            if Task.isCancelled, !input.isInterrupted, !rest.isEmpty {
                report.stopped = interrupted.stopped
                break
            }
        }
        return note(WalkOutcome(report: report, error: nil))
    }

    private struct Rows<Row: UsageRow>: Sendable {
        let rows: [Row]
        let report: WalkReport
    }

    private func ingest<Row: UsageRow>(
        _ replay: Replay<Row>, from input: SavedInput, of path: String, in window: TimeWindow
    ) async throws(UsageError) -> (UsageLedger, WalkReport)? {
        let progress = ReadingProgress(console: console, name: URL(fileURLWithPath: path).lastPathComponent)
        defer { progress.clear() }
        return try await whatWasRead(of: input) { () throws(UsageError) in
            var ledger = UsageLedger()
            let report =
                switch input {
                case .file(let url): try ledger.ingest(replay, from: url, in: window) { progress.note($0, of: $1) }
                case .stream(let bytes, _):
                    try ledger.ingest(replay, of: bytes, in: window) { progress.note($0, of: $1) }
                }
            return (ledger, report)
        }
    }

    /// Reads rows; nil if an interruption came first, or cut a stream where it cannot be read.
    private func whatWasRead<Value: Sendable>(
        of input: SavedInput, _ read: @escaping @Sendable () throws(UsageError) -> Value
    ) async throws(UsageError) -> Value? {
        let result = await BlockingWork.value(grace: 1) { () -> Result<Value, UsageError> in
            do throws(UsageError) {
                return .success(try read())
            } catch {
                return .failure(error)
            }
        }
        switch result {
        case nil: return nil
        case .success(let value): return value
        case .failure(let error):
            if input.isInterrupted { return nil }
            throw error
        }
    }

    /// The report of a file of which nothing was counted before an interruption.
    private static func interrupted(_ provider: ProviderID, in window: TimeWindow) -> WalkReport {
        var report = WalkReport(provider: provider, endpoint: "replay", window: window)
        report.isFinished = true
        report.stopped = Interruption.reason
        return report
    }
}
