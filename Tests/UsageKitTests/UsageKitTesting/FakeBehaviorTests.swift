import Foundation
import Testing
import UsageKit
import UsageKitTesting

@Suite struct FakeBehaviorTests {
    private let fake = TresorFake(
        rows: (1...5).map { ["id": .string("r\($0)"), "created_at": .string("2026-05-0\($0)T00:00:00Z")] })
    private let headers: HTTPHeaders = ["Authorization": "Bearer \(TresorFake.testKey)"]

    private func ids(_ query: String) async throws -> [String?] {
        try await fake.get("/v1/usage" + query, headers: headers).list("data").map { $0["id"]?.string }
    }

    @Test func limitsTheSizeOfPages() async throws {
        fake.behavior.pageLimit = 2
        #expect(try await ids("?limit=4") == ["r5", "r4"])
    }

    @Test func deletesRowsAfterAPage() async throws {
        fake.behavior.changes[1] = [.remove { $0["id"] == "r4" }]
        #expect(try await ids("?limit=2") == ["r5", "r4"])
        #expect(try await ids("") == ["r5", "r3", "r2", "r1"])
        #expect(fake.rows.count == 4)
    }

    @Test func doesNotCountARefusalAsAPage() async throws {
        fake.behavior.changes[1] = [.remove { _ in true }]
        _ = try await fake.get("/v1/usage", headers: [:])
        #expect(try await ids("").count == 5)
        #expect(try await ids("").isEmpty)
    }

    @Test func failsTheRequestsWithTheGivenNumbers() async throws {
        fake.behavior.faults = [
            2: .response(TransportResponse(status: 503, body: "{}")), 3: .error(UsageError(.transport, "reset")),
        ]
        #expect(try await ids("").count == 5)
        #expect(try await fake.get("/v1/usage", headers: headers).status == 503)
        await #expect(throws: UsageError.self) { try await fake.get("/v1/usage", headers: headers) }
        #expect(try await ids("").count == 5)
    }

    @Test func recordsRequests() async throws {
        _ = try await ids("?limit=1")
        _ = try await ids("?limit=2")
        #expect(fake.requests.map(\.url.query) == ["limit=1", "limit=2"])
        #expect(fake.requests.first?.headers["Authorization"] == "Bearer \(TresorFake.testKey)")
    }

    @Test func settingABehaviourRestartsTheCounts() async throws {
        _ = try await ids("")
        fake.behavior = FakeBehavior(faults: [1: .response(TransportResponse(status: 500, body: "{}"))])
        #expect(try await fake.get("/v1/usage", headers: headers).status == 500)
    }

    @Test func appliesAChangeImmediately() async throws {
        fake.apply(.insert([["id": "r6", "created_at": "2026-05-06T00:00:00Z"]]))
        #expect(try await ids("?limit=1") == ["r6"])
    }

    @Test func throwsInACancelledTask() async throws {
        let task = Task { [fake, headers] in
            while !Task.isCancelled { await Task.yield() }
            return try await fake.get("/v1/usage", headers: headers)
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
