import Testing
import UsageKit
import UsageKitTesting

@Suite struct DemoFakesTests {
    private let window: TimeWindow
    private let fakes: DemoFakes

    init() throws {
        window = try TimeWindow(from: Timestamp("2026-10-01T00:00:00Z"), to: Timestamp("2026-10-08T00:00:00Z"))
        fakes = LedgerGenerator(seed: 11).fakes(in: window, rowsPerProvider: 730)
    }

    private func configuration(_ transport: any HTTPTransport) -> ClientConfiguration {
        ClientConfiguration(transport: transport)
    }

    @Test func aWalkOfAurousIsComplete() async throws {
        let client = try Aurous.Client(apiKey: AurousFake.testKey, configuration: configuration(fakes.aurous))
        let (rows, report) = try await client.events(in: window).collect()
        #expect(report.isComplete)
        #expect(rows.count == 730)
        #expect(try await client.buckets(in: window).collect().report.isComplete)
    }

    @Test func aWalkOfVeniceIsComplete() async throws {
        let client = try Venice.Client(apiKey: VeniceFake.testKey, configuration: configuration(fakes.venice))
        let (rows, report) = try await client.history(in: window).collect()
        #expect(report.isComplete)
        #expect(rows.count == 730)
        _ = try await client.analytics(over: .days(7))
    }

    @Test func aWalkOfTresorIsComplete() async throws {
        let client = try Tresor.Client(apiKey: TresorFake.testKey, configuration: configuration(fakes.tresor))
        let (rows, report) = try await client.usage(in: window).collect()
        #expect(report.isComplete)
        #expect(rows.count == 730)
    }

    @Test func aWalkOfChatBotKitIsComplete() async throws {
        let client = try ChatBotKit.Client(
            apiKey: ChatBotKitFake.testKey, configuration: configuration(fakes.chatBotKit))
        let (rows, report) = try await client.usage(in: window).collect()
        #expect(report.isComplete)
        #expect(rows.count == 730)
    }

    @Test func aWalkOfAuralytikIsCompleteWithEitherAuthentication() async throws {
        let bearer = try Auralytik.Client(
            apiKey: AuralytikFake.testKey, configuration: configuration(fakes.auralytik))
        #expect(try await bearer.details(in: window).collect().rows.count == 730)
        _ = try await bearer.summary()
        _ = try await bearer.usageByKey()

        let end = try #require(window.end)
        let fake = AuralytikFake(
            details: fakes.auralytik.details, authentication: .signed(secret: "demo-secret"), now: { end })
        let signed = try Auralytik.Client(
            apiKey: fake.apiKey, hmacSecret: "demo-secret", configuration: configuration(fake))
        #expect(try await signed.details(in: window).collect().rows.count == 730)
        _ = try await signed.summary()
    }

    @Test func theSummaryOfAuralytikIncludesTheCallsOfADeletedKey() async throws {
        let headers: HTTPHeaders = ["Authorization": "Bearer \(AuralytikFake.testKey)"]
        let summary = try await fakes.auralytik.get("/v1/usage/summary", headers: headers)
        let keys = try await fakes.auralytik.get("/v1/usage/by-key", headers: headers).list("keys")
        let listed = keys.compactMap { $0["calls"]?.number.flatMap { Int($0) } }.reduce(0, +)
        let deleted = fakes.auralytik.details.count { $0["keyId"] == "ak_old_demo" }
        #expect(deleted > 0)
        #expect(summary.body["usage"]?["calls"]?["used"]?.number == String(listed + deleted))
        #expect(keys.last?["lastUsedAt"]?.isNull == true)
    }
}
