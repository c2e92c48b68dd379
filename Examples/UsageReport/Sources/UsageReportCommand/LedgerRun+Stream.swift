import UsageKit

extension LedgerRun {
    /// Reads a stream, and prints its records as they are on the wire: one a line as they come, or together at the end.
    ///
    /// - Parameters:
    ///   - stream: The stream.
    ///   - isLimited: Whether its time is limited by the command line.
    ///   - showsDrift: Whether to print how the records differ from what the provider documents.
    /// - Returns: How the stream ended; an error before its first record is a refusal, but not the end of its time.
    /// - Throws: An error of the standard output.
    func stream(
        _ stream: ChatBotKit.UsageStream, isLimited: Bool, drift showsDrift: Bool
    ) async throws -> ExitStatus {
        let printsLines = options.format == .ndjson && !showsDrift
        var drift = DriftReport()
        var items: [ChatBotKit.UsageItem] = []
        var records = stream.makeAsyncIterator()
        var failure: (any Error)?
        while true {
            let item: ChatBotKit.UsageItem?
            do {
                item = try await records.next()
            } catch {
                failure = error
                break
            }
            guard let item else { break }
            if printsLines {
                try console.write(exact: item.jsonValue.text + "\n")
            } else if showsDrift {
                drift.add(item)
            } else {
                items.append(item)
            }
        }
        let hasTimedOut = isLimited && (failure as? UsageError)?.code == .deadlineExceeded
        if let failure, records.report.rows == 0, !hasTimedOut, !(failure is CancellationError) { throw failure }
        let reason = failure is CancellationError ? Interruption.reason : records.report.stopped
        let report = reason.map { records.report.ended(because: $0) } ?? records.report
        if printsLines { return noteRecords(report) }
        if showsDrift {
            try printDrift(drift, walk: report)
        } else {
            try printEndpoint(report.provider, walk: report, data: .array(items.map(\.jsonValue)))
        }
        return note(WalkOutcome(report: report, error: failure))
    }
}
