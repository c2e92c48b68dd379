import Foundation
import Synchronization
import Testing
import UsageKitTesting

@testable import UsageKit

@Suite struct AuralytikExportTests {
    private let transport = ScriptedTransport()
    private let clock = ManualClock()

    private func client(_ transport: (any HTTPTransport)? = nil) throws -> Auralytik.Client {
        try Auralytik.Client(
            apiKey: "ak_live_key", configuration: .test(transport ?? self.transport, clock: clock))
    }

    private func body() throws -> JSONValue {
        try JSONValue(json: try #require(transport.requests.last).body)
    }

    @Test func anExportIsStartedWithItsDays() async throws {
        transport.append(.json(#"{"data":{"jobId":"j1","status":"queued"},"meta":{"requestId":"r"}}"#, status: 202))
        transport.append(.json(#"{"jobId":"j2"}"#))
        let job = try await client().startExport(of: .init(from: "2026-03-01", through: "2026-05-31"))
        #expect(job.id == "j1")
        #expect(job.status == .queued)
        #expect(!job.isFinished)
        #expect(transport.requests.map { "\($0.method) \($0.target)" } == ["POST /v1/exports/ai-calls"])
        #expect(try body() == ["dateFrom": "2026-03-01", "dateTo": "2026-05-31"])
        let query = Auralytik.ExportQuery(
            from: "2026-03-01", through: "2026-03-01", format: .xlsx, campaignID: "c", status: "evaluated",
            outcome: "completed", timeZoneID: "America/Santiago")
        #expect(try await client().startExport(of: query).status == nil)
        #expect(
            try body() == [
                "dateFrom": "2026-03-01", "dateTo": "2026-03-01", "format": "xlsx", "campaignId": "c",
                "status": "evaluated", "outcome": "completed", "timezone": "America/Santiago",
            ])
    }

    /// 92 days, both ends included, are allowed.
    @Test(arguments: [
        ("2026-03-01", "2026-06-01"), ("2026-03-02", "2026-03-01"), ("2026-3-1", "2026-03-02"), ("", ""),
        ("2026-02-29", "2026-03-01"), ("2026-03-01", "2026-03-01T00:00:00Z"), ("yesterday!", "2026-03-01"),
    ])
    func otherDaysAreRefused(first: String, last: String) async throws {
        let error = await #expect(throws: UsageError.self) {
            try await client().startExport(of: .init(from: first, through: last))
        }
        #expect(error?.code == .invalidArgument)
        #expect(transport.requests.isEmpty)
    }

    @Test func anExportIsAskedForUntilItHasEnded() async throws {
        for state in [
            #"{"jobId":"j","status":"queued","progress":0}"#, #"{"jobId":"j","status":"processing","progress":"40"}"#,
            #"{"jobId":"j","status":"packing","progress":"most"}"#,
            #"{"jobId":"j","status":"completed","progress":100,"downloadUrl":"https://f.example/j?s=1"}"#,
        ] { transport.append(.json(state)) }
        let states = Mutex<[String]>([])
        let job = try await client().finishedExport(id: "j", every: .seconds(4)) { job in
            states.withLock { $0.append("\(job.status?.rawValue ?? "") \(job.progress.map { "\($0)" } ?? "-")") }
        }
        #expect(job.isFinished)
        #expect(job.downloadURL == "https://f.example/j?s=1")
        #expect(states.withLock(\.self) == ["queued 0", "processing 40", "packing -", "completed 100"])
        #expect(clock.sleeps == [.seconds(4), .seconds(4), .seconds(4)])
        #expect(transport.requests.map(\.target) == Array(repeating: "/v1/exports/j", count: 4))
    }

    @Test func aFailedExportIsAResult() async throws {
        transport.append(.json(#"{"jobId":"j","status":"failed","error":"too many rows"}"#))
        let job = try await client().finishedExport(id: "j")
        #expect(job.status == .failed)
        #expect(job.error == "too many rows")
        #expect(clock.sleeps.isEmpty)
    }

    @Test func waitingForAnExportHasALimit() async throws {
        let server = ClosureTransport { _ in .json(#"{"jobId":"j","status":"processing"}"#) }
        let error = await #expect(throws: UsageError.self) {
            try await client(server).finishedExport(id: "j", every: .seconds(5), within: .seconds(18))
        }
        #expect(error?.code == .deadlineExceeded)
        #expect(error?.message.contains("processing") == true)
        #expect(clock.sleeps == [.seconds(5), .seconds(5), .seconds(5)])
    }

    @Test func waitingForAnExportCanBeCancelled() async throws {
        let server = ClosureTransport { _ in .json(#"{"jobId":"j","status":"queued"}"#) }
        let client = try client(server)
        let (states, continuation) = AsyncStream<Void>.makeStream()
        let task = Task {
            try await client.finishedExport(id: "j", within: .seconds(1_000_000_000)) { _ in continuation.yield() }
        }
        var count = 0
        for await _ in states {
            count += 1
            if count == 3 { break }
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func anIntervalBelowASecondIsRefused() async throws {
        let error = await #expect(throws: UsageError.self) {
            try await client().finishedExport(id: "j", every: .milliseconds(999))
        }
        #expect(error?.code == .invalidArgument)
        #expect(transport.requests.isEmpty)
    }

    @Test func theExportOfAnotherIDIsRefused() async throws {
        for _ in 0..<2 { transport.append(.json(#"{"jobId":"k","status":"queued"}"#)) }
        let error = await #expect(throws: UsageError.self) { try await client().export(id: "j") }
        #expect(error?.code == .mismatchedResponse)
    }
}
