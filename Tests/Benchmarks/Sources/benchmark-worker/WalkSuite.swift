import AsyncHTTPTransport
import Foundation
import UsageKit

/// P6 and P7: a walk over loopback into a report by day, model and key.
///
/// A row is its number, how the walk goes, over what, and the base URL: `P6 cursor URLSession http://127.0.0.1:8080`.
struct WalkSuite: Suite {
    private let window: TimeWindow

    init(_ folder: URL) throws {
        window = try TimeWindow(from: Timestamp("2026-05-01T00:00:00Z"), to: Timestamp("2026-05-09T00:00:00Z"))
    }

    func prepare(_ row: String) throws -> () async throws -> Outcome {
        let parts = row.split(separator: " ").map(String.init)
        guard parts.count == 4 else { throw WorkerFailure("no row \(row)") }
        guard ["cursor", "shards"].contains(parts[1]) else { throw WorkerFailure("no walk \(parts[1])") }
        // A transport of its own for each round, made while the clock runs as the peers' sessions are, so that no
        // connection is older than the round; as many connections as parts, which is what AsyncHTTPClient allows.
        let makeTransport: @Sendable () -> any HTTPTransport
        switch parts[2] {
        case "URLSession": makeTransport = { URLSessionTransport(maximumConnections: 8) }
        case "AsyncHTTPClient": makeTransport = { AsyncHTTPClientTransport() }
        default: throw WorkerFailure("no transport \(parts[2])")
        }
        return { [window] in
            let transport = makeTransport()
            let client = try Aurous.Client(
                apiKey: "al_live_benchmark",
                configuration: ClientConfiguration(baseURL: parts[3] + "/v1", transport: transport))
            let events = client.events(in: window)
            let walk = parts[1] == "cursor" ? events.prefetching(2) : events.sharded(into: 8)
            var ledger = UsageLedger()
            let report = try await ledger.ingest(walk)
            guard report.isComplete else { throw WorkerFailure("the walk is not complete: \(report)") }
            return try GroupAnswer.groups(of: ledger, ReportQuery(every: .day, by: [.model, .apiKey]), .credits)
        }
    }
}
