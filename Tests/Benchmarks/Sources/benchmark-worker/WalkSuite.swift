import AsyncHTTPTransport
import Foundation
import UsageKit

/// P6 and P7: a walk over loopback into a report by day, model and key.
///
/// A row is its number, the kind of walk, the transport and the base URL: `P6 cursor URLSession http://127.0.0.1:8080`.
struct WalkSuite: Suite {
    private let window: TimeWindow

    init(_ folder: URL) throws {
        window = try TimeWindow(from: Timestamp("2026-05-01T00:00:00Z"), to: Timestamp("2026-05-09T00:00:00Z"))
    }

    func prepare(_ row: String) throws -> () async throws -> Outcome {
        let parts = row.split(separator: " ").map(String.init)
        guard parts.count == 4 else {
            throw WorkerFailure("'\(row)' is not a row of the form NUMBER WALK TRANSPORT BASE-URL")
        }
        guard ["cursor", "shards"].contains(parts[1]) else {
            throw WorkerFailure("unknown walk '\(parts[1])': use cursor or shards")
        }
        // Each round creates its own transport within the timed work, as the peers create their sessions, so that no
        // connection is older than the round. It has one connection per shard, which is AsyncHTTPClient's default.
        let makeTransport: @Sendable () -> any HTTPTransport
        switch parts[2] {
        case "URLSession": makeTransport = { URLSessionTransport(maximumConnections: 8) }
        case "AsyncHTTPClient": makeTransport = { AsyncHTTPClientTransport() }
        default: throw WorkerFailure("unknown transport '\(parts[2])': use URLSession or AsyncHTTPClient")
        }
        return { [window] in
            let transport = makeTransport()
            let client = try Aurous.Client(
                apiKey: "al_live_benchmark",
                configuration: ClientConfiguration(baseURL: parts[3] + "/v1", transport: transport))
            let events = client.events(in: window)
            let walk =
                parts[1] == "cursor" ? events.with(WalkOptions(prefetch: 2)) : events.with(WalkOptions(shards: 8))
            var ledger = UsageLedger()
            let report = try await ledger.ingest(walk)
            guard report.isComplete else { throw WorkerFailure("the walk is not complete: \(report)") }
            return try GroupAnswer.groups(of: ledger, ReportQuery(every: .day, by: [.model, .apiKey]), .credits)
        }
    }
}
