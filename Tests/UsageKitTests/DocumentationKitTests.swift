import Foundation
import Testing
import UsageKit
import UsageKitTesting

/// The samples of the article about tests, word for word; ``DocumentationTests`` compares them with the article.
@Suite struct DocumentationKitTests {
    private let may: TimeWindow
    private let rows: [JSONValue]

    init() throws {
        may = try TimeWindow(from: Timestamp("2026-05-01T00:00:00Z"), to: Timestamp("2026-06-01T00:00:00Z"))
        rows = LedgerGenerator(seed: 7).tresorRows(count: 2500, in: may)
    }

    @Test func aClientWalksAFake() async throws {
        let rows = LedgerGenerator(seed: 7).tresorRows(count: 2500, in: may)
        let fake = TresorFake(rows: rows)
        let tresor = try Tresor.Client(apiKey: TresorFake.testKey, configuration: ClientConfiguration(transport: fake))
        let walk = try await tresor.usage(in: may).collect().report
        #expect(walk.rows == 2500)
        #expect(walk.isComplete)
    }

    @Test func rowsAreMadeOneByOne() async throws {
        let noon = try Timestamp("2026-05-20T12:00:00Z")
        let own = AurousFake(events: [
            AurousFake.event(at: noon, model: "example-chat-1", credits: 0.07),
            AurousFake.event(at: noon, credits: 0, status: .failed, with: ["error": "overloaded"]),
        ])
        #expect(own.events.count == 2)
        #expect(own.events.contains { $0["error"] == "overloaded" })

        var row = try Tresor.LedgerRow(TresorFake.row(at: noon, cost: 0.0062))
        row.cost = try Money(2, .eur)
        let summary = try Auralytik.Summary(["billingPeriod": "2026-10", "usage": ["calls": ["used": 3]]])
        #expect(row.cost?.amount == 2)
        #expect(summary.meters.first?.used == 3)
    }

    @Test func faultsAreForRequests() async throws {
        let fake = TresorFake(rows: rows)
        let tresor = try Tresor.Client(apiKey: TresorFake.testKey, configuration: .test(fake))
        let june = BillingPeriod(containing: try #require(may.end))
        let spring = try TimeWindow(from: may.start, to: june.end)
        let late = LedgerGenerator(seed: 8).tresorRows(count: 3, in: try TimeWindow(from: june.start, to: june.end))
        fake.behavior = FakeBehavior(
            pageLimit: 400, changes: [2: [.insert(late)]],
            faults: [
                3: .status(429, retryAfter: .seconds(2)), 5: .drop, .path("/v1/usage").after(6).first(): .truncated,
            ])
        let troubled = try await tresor.usage(in: spring).collect().report
        #expect(troubled.isComplete)
        #expect(troubled.rows == 2500)
        #expect(troubled.duplicates == 3)
        #expect(fake.unusedFaults.isEmpty)
    }

    @Test func aDelayPassesOnTheClock() async throws {
        let clock = ManualClock()
        let slow = TresorFake(
            rows: rows, behavior: FakeBehavior(faults: [2: .delay(.seconds(90), on: clock), 3: .truncated]))
        var configuration = ClientConfiguration(transport: slow)
        configuration.clock = clock
        let patient = try Tresor.Client(apiKey: TresorFake.testKey, configuration: configuration)
        let delayed = try await patient.usage(in: may).collect().report
        #expect(delayed.isComplete)
        #expect(clock.now.offset >= .seconds(90))
        #expect(slow.requests.count >= 5)
    }

    @Test func aReaderIsHeldToAContract() async throws {
        let fixture = try #require(ContractFixture.aurous.first { $0.endpoint == "events" })
        let failures = await fixture.failures { body in
            guard case .array(let rows)? = body["data"] else { return nil }
            return .array(try rows.map { try Aurous.Event($0).jsonValue })
        }
        #expect(failures.map(\.description) == [])

        struct Totals: Codable { let tokens: Decimal?, conversations: Int?, messages: Int? }

        let totals = try #require(ContractFixture.chatBotKit.first { $0.endpoint == "bot" })
        let refused = await totals.failures(keepsExtraMembers: false) { body in
            let value = try JSONDecoder().decode(Totals.self, from: Data(body.text.utf8))
            return try JSONValue(json: Array(JSONEncoder().encode(value)))
        }
        #expect(refused.map(\.description) == [])

        let fake = TresorFake(rows: [TresorFake.row(at: try Timestamp("2026-05-20T12:00:00Z"), with: ["carbon_g": 3])])
        let tresor = try Tresor.Client(apiKey: TresorFake.testKey, configuration: .test(fake))
        let drift = try await DriftReport(of: tresor.usage(in: may))
        for member in drift.unknownMembers { print("new:", member.path, member.example) }
        #expect(drift.unknownMembers.map(\.path) == ["carbon_g"])
    }

    @Test func tenantsShareAnAddress() async throws {
        let acme = TresorFake(rows: rows, apiKey: "tr-acme")
        let globex = TresorFake(rows: [], apiKey: "tr-globex", behavior: FakeBehavior(faults: [1: .status(503)]))
        let tenants = FakeTenants([acme, globex])
        let client = try Tresor.Client(apiKey: "tr-globex", configuration: .test(tenants))
        #expect(try await client.usage(in: may).collect().report.isComplete)
        #expect(globex.requests.count == 2)
        #expect(acme.requests.isEmpty)
    }

    @Test(.sockets)
    func aFakeIsServedOverASocket() async throws {
        let fake = TresorFake(rows: rows)
        let server = try LoopbackServer(fake)
        let remote = try Tresor.Client(
            apiKey: TresorFake.testKey, configuration: ClientConfiguration(baseURL: server.baseURL))
        #expect(try await remote.usage(in: may).collect().rows.count == 2500)
    }

    @Test(.sockets)
    func aClosureIsServedOverASocket() async throws {
        let page: JSONValue = ["data": [], "total_count": 0, "limit": 1000, "offset": 0]
        let small = try LoopbackServer { request in
            request.url.path == "/v1/usage" ? .json(page) : nil
        }
        let client = try Tresor.Client(
            apiKey: TresorFake.testKey, configuration: ClientConfiguration(baseURL: small.baseURL))
        #expect(try await client.usage(in: may).collect().report.isComplete)
    }

    @Test func aScriptedTransportAnswersInOrder() async throws {
        let script = ScriptedTransport([
            .json(#"{"error":{"code":"internal","message":"try again"}}"#, status: 500),
            .json(#"{"data":[],"total_count":0,"limit":1000,"offset":0}"#, path: "/v1/usage"),
        ])
        let retry = RetryPolicy(base: .zero, totalTime: .seconds(86_400))
        let scripted = try Tresor.Client(
            apiKey: TresorFake.testKey, configuration: ClientConfiguration(transport: script, retry: retry))
        let nothing = try await scripted.usage(in: may).collect()
        try script.verify()
        #expect(nothing.rows.isEmpty)
        #expect(script.requests.count == 2)
    }
}
