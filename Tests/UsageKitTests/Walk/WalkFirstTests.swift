import Testing
import UsageKit
import UsageKitTesting

/// Searching a walk from a caller's actor.
@Suite @MainActor struct WalkFirstTests {
    /// What belongs to the main actor.
    private var limit = 3

    @Test func aConditionCanUseWhatBelongsToTheMainActor() async throws {
        let fake = TresorFake(rows: RowLedger.tresor.rows(seed: 1, count: 40))
        let client = try Tresor.Client(apiKey: TresorFake.testKey, configuration: ClientConfiguration(transport: fake))
        let walk = client.usage(in: RowLedger.week, matching: Tresor.Filter(pageSize: 10))
        var seen = 0
        let row = try await walk.first { _ in
            MainActor.assertIsolated()
            seen += 1
            return seen == limit
        }
        #expect(row != nil && seen == limit)
        // The rest is not fetched.
        #expect(fake.requests.count == 1)
        #expect(try await walk.contains { $0.id == row?.id })
        #expect(try await walk.first { $0.id == "missing" } == nil)
        #expect(try await walk.contains { $0.id == "missing" } == false)
    }

    @Test func anErrorOfTheConditionEndsTheWalk() async throws {
        struct Stop: Error {}
        let fake = TresorFake(rows: RowLedger.tresor.rows(seed: 1, count: 40))
        let client = try Tresor.Client(apiKey: TresorFake.testKey, configuration: ClientConfiguration(transport: fake))
        let walk = client.usage(in: RowLedger.week, matching: Tresor.Filter(pageSize: 10))
        await #expect(throws: Stop.self) { try await walk.first { _ in throw Stop() } }
        #expect(fake.requests.count == 1)
    }

    @Test func aRefusalIsThrown() async throws {
        let client = try Tresor.Client(
            apiKey: "wrong", configuration: ClientConfiguration(transport: TresorFake(rows: [])))
        let error = await #expect(throws: UsageError.self) {
            try await client.usage(in: RowLedger.week).first { _ in true }
        }
        #expect(error?.code == .unauthorized)
    }
}
