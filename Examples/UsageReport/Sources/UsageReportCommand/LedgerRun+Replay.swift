import Foundation
import UsageKit

extension LedgerRun {
    /// Prints the report or the records of saved rows.
    ///
    /// - Parameters:
    ///   - replay: Reads the rows.
    ///   - path: The file, or a pipe; `-` is standard input.
    ///   - window: The rows to keep, by their time.
    /// - Returns: How the run ended.
    /// - Throws: An error in the options, in the file, or of standard output.
    func report<Row: UsageRow>(
        _ replay: Replay<Row>, from path: String, in window: TimeWindow
    ) async throws -> ExitStatus {
        let query = try options.query(window: .all)
        let source = try SavedSource(path: path)
        guard options.printsRecords else {
            let input = try await SavedInput(source)
            let (ledger, walk) = try await ingest(replay, from: input, of: path, in: window)
            return try print(ledger, query: query, outcome: WalkOutcome(report: walk, error: nil))
        }
        return try await RecordReplay(replay: replay, source: source, window: window, run: self).run()
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
        if isInterrupted { report = report.ended(because: Interruption.reason) }
        return (ledger, report)
    }

    /// The report of a file of which nothing was read.
    static func empty(_ provider: ProviderID, in window: TimeWindow) -> WalkReport {
        WalkReport(provider: provider, endpoint: "replay", window: window, isFinished: true)
    }
}
