import Foundation
import UsageKit

/// P5: a file of Aurous events into a report by day, model and key.
struct EventFileSuite: Suite {
    private let file: URL

    init(_ folder: URL) throws {
        file = folder.appending(path: "events.ndjson")
    }

    func prepare(_ row: String) throws -> () async throws -> Outcome {
        guard row == "P5" else { throw WorkerFailure("unknown row '\(row)': the suite has P5") }
        let file = file
        return {
            var ledger = UsageLedger()
            try ledger.ingest(Aurous.replay, from: file)
            return try GroupAnswer.groups(of: ledger, ReportQuery(every: .day, by: [.model, .apiKey]), .credits)
        }
    }
}
