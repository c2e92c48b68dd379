import Foundation
import MarlowUsage
import Testing
import UsageKit
import UsageKitTesting

@Suite struct MarlowWalkTests {
    private let may: TimeWindow
    private let fake: MarlowFake

    init() throws {
        may = try TimeWindow(from: Timestamp("2026-05-01T00:00:00Z"), to: Timestamp("2026-06-01T00:00:00Z"))
        fake = MarlowFake(MarlowFake.calls(250, from: try Timestamp("2026-05-20T22:00:00Z")))
    }

    /// A client whose waits take no time.
    private func client(_ transport: any HTTPTransport) throws -> Marlow.Client {
        var configuration = ClientConfiguration(transport: transport)
        configuration.clock = ManualClock()
        return try Marlow.Client(apiKey: MarlowFake.testKey, configuration: configuration)
    }

    @Test func readsEveryCall() async throws {
        let marlow = try client(fake)
        let ledger = try await UsageLedger(of: marlow.calls(in: may, pageSize: 40))
        let report = try ledger.report(every: .day, by: [.model])

        #expect(ledger.isComplete)
        #expect(report.total.requests == 250)
        #expect(report.total.charges == [.usd: Decimal(string: "8.898") ?? 0])
        #expect(report.total.inputTokens == 311_250)
        #expect(report.map(\.key) == [["m-large"], ["m-small"], ["m-large"], ["m-small"]])
        #expect(report.total.latency.p95 == .microseconds(336_550))
        let walk = try #require(ledger.walks.first)
        #expect(walk.pages == 7)
        #expect(walk.provider == .marlow)
    }

    @Test func readsTheCallsOfAModelOverASocket() async throws {
        let server = try LoopbackServer(fake)
        let marlow = try Marlow.Client(
            apiKey: MarlowFake.testKey, configuration: ClientConfiguration(baseURL: server.baseURL))
        let (calls, report) = try await marlow.calls(in: may, model: "m-large").collect()
        #expect(report.isComplete)
        #expect(calls.map(\.id) == (0..<250).reversed().filter { $0 % 3 == 0 }.map { "call-\($0)" })
    }

    @Test func goesOnAfterACheckpoint() async throws {
        let marlow = try client(fake)
        let walk = marlow.calls(in: may, pageSize: 40)
        var pages = walk.pages.makeAsyncIterator()
        let first = try #require(try await pages.next())
        let stored = try JSONEncoder().encode(try #require(first.checkpoint()))

        let checkpoint = try JSONDecoder().decode(WalkCheckpoint.self, from: stored)
        let (rest, report) = try await walk.resumed(from: checkpoint).collect()
        #expect(report.isComplete)
        #expect(first.rows.map(\.id) + rest.map(\.id) == fake.calls.compactMap { $0["id"]?.string })
    }

    @Test(arguments: [
        WalkOptions(prefetch: 3), WalkOptions(shards: 4), WalkOptions(prefetch: 2, shards: 3, lookBack: .seconds(3600)),
    ])
    func givesTheSameCallsHoweverTheyAreFetched(options: WalkOptions) async throws {
        let marlow = try client(fake)
        let (calls, report) = try await marlow.calls(in: may, pageSize: 20).with(options).collect()
        #expect(report.isComplete)
        #expect(calls.map(\.jsonValue) == fake.calls)
    }

    @Test func countsTheLaterStateOfACall() async throws {
        let start = try Timestamp("2026-05-25T00:00:00Z")
        fake.write(MarlowFake.call(900, at: start, state: "running", cost: nil))
        let marlow = try client(fake)
        var walk = marlow.calls(in: may, pageSize: 40)
        walk.options.lookBack = .seconds(30 * 86_400)
        var ledger = UsageLedger()
        try await ledger.ingest(walk) { report in
            // It ends while the walk is under way; the part that is read a second time has its later state.
            if report.pages == 3 { fake.write(MarlowFake.call(900, at: start, cost: "2.5")) }
        }
        let report = try #require(ledger.walks.first)
        #expect(report.isComplete)
        #expect(report.revised == 1)
        #expect(report.unsettled == 0)
        #expect(try ledger.report().total.charges == [.usd: Decimal(string: "11.398") ?? 0])
    }

    @Test func groupsByAnyMemberOfACall() async throws {
        let ledger = try await UsageLedger(of: client(fake).calls(in: may), keeping: [.field("cost.currency")])
        let report = try ledger.report(by: [.field("cost.currency")])
        #expect(report.map(\.key) == [["USD"]])
        #expect(report.map(\.requests) == [250])
    }

    @Test func waitsWhenItIsAskedTo() async throws {
        let busy = FaultyTransport(fake, faults: [2: .status(429, retryAfter: .seconds(20)), 4: .drop])
        let ledger = try await UsageLedger(of: client(busy).calls(in: may, pageSize: 100))
        #expect(ledger.isComplete)
        #expect(try ledger.report().total.requests == 250)
        #expect(busy.unusedFaults.isEmpty)
    }

    @Test func namesARefusedKey() async throws {
        let marlow = try Marlow.Client(apiKey: "mk-wrong", configuration: ClientConfiguration(transport: fake))
        let error = await #expect(throws: UsageError.self) { try await marlow.calls(in: may).collect() }
        #expect(error?.code == .unauthorized)
        #expect(error?.providerCode == "bad_key")
        #expect(error?.provider == .marlow)
    }
}
