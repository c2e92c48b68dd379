import Foundation
import UsageKit

extension LedgerRun {
    /// Prints the report or the records of saved rows.
    ///
    /// - Parameters:
    ///   - replay: Reads the rows.
    ///   - path: The file, or a pipe; `-` is standard input.
    ///   - window: The rows to keep, by their time.
    ///   - account: The name of the account whose rows they are; nil if it has none.
    /// - Returns: How the run ended.
    /// - Throws: An error in the options, in the file, or of standard output.
    func report<Row: UsageRow>(
        _ replay: Replay<Row>, from path: String, in window: TimeWindow, account: String?
    ) async throws -> ExitStatus {
        let query = try options.query(window: .all, of: replay.provider)
        let labels = try options.rowLabels(of: replay.provider, account: account)
        let source = try SavedSource(path: path)
        guard options.printsRecords else {
            let input = try await SavedInput(source)
            let ledger = UsageLedger(keeping: labels.names)
            let (filled, walk) = try await ingest(replay, from: input, of: path, in: window, account, into: ledger)
            return try print(
                filled, query: query, account: account, outcome: WalkOutcome(report: walk, error: nil))
        }
        let subject = RecordOutput.Subject(labels: labels, account: account, owner: replay.provider.rawValue)
        return try await RecordReplay(replay: replay, source: source, window: window, subject: subject, run: self)
            .run()
    }

    private func ingest<Row: UsageRow>(
        _ replay: Replay<Row>, from input: SavedInput, of path: String, in window: TimeWindow, _ account: String?,
        into empty: UsageLedger
    ) async throws(UsageError) -> (UsageLedger, WalkReport) {
        let progress = ReadingProgress(console: console, name: URL(fileURLWithPath: path).lastPathComponent)
        defer { progress.clear() }
        let (read, isInterrupted) = try await InterruptibleReading(input: input) { (input) throws(UsageError) in
            var ledger = empty
            let report =
                switch input {
                case .file(let url):
                    try ledger.ingest(replay, from: url, in: window, account: account) { progress.note($0, of: $1) }
                case .stream(let bytes, _):
                    try ledger.ingest(replay, of: bytes, in: window, account: account) { progress.note($0, of: $1) }
                }
            return (ledger, report)
        }.result()
        var (ledger, report) = read ?? (empty, Self.empty(replay.provider, in: window))
        if isInterrupted { report = report.ended(because: Interruption.reason) }
        return (ledger, report)
    }

    /// The report of a file of which nothing was read.
    static func empty(_ provider: ProviderID, in window: TimeWindow) -> WalkReport {
        WalkReport(provider: provider, endpoint: "replay", window: window, isFinished: true)
    }
}
