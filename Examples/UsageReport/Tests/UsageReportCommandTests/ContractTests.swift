import Foundation
import Testing
import UsageKit
import UsageKitTesting
import UsageReportCommand

/// The JSON object that the command line promises, for small ledgers whose figures were computed by hand.
@Suite struct ContractTests {
    @Test func aurousGroupsByDayModelAndKey() async throws {
        let server = try LoopbackServer(AurousFake(events: Ledgers.aurous))
        let run = await Invocation.run(
            ["aurous", "--base-url", server.baseURL] + Ledgers.window
                + ["--every", "day", "--by", "model,apiKey", "--page-size", "2", "--format", "json"],
            environment: ["AUROUS_API_KEY": AurousFake.testKey])
        #expect(run.diagnostics == "")
        #expect(run.status == 0)
        #expect(
            run.output == """
                {"provider":"aurous","walk":{"complete":true,"stopped":null,"stoppedCode":null,"pages":2,"rows":4,"duplicates":0,\
                "revised":0,"unsettled":1,"outsideWindow":0,"expected":null,"notes":[]},\
                "groups":[{"start":"2026-05-20T00:00:00Z","end":"2026-05-21T00:00:00Z",\
                "key":{"model":"m","apiKey":"apikey_1"},"requests":2,"succeeded":2,"failed":0,"cancelled":0,\
                "inputTokens":659,"outputTokens":103,"units":{},"charges":{"credit":"0.02987"},\
                "latencyMS":{"count":2,"p50":1206,"p95":1562.4},\
                "coverage":{"rows":2,"charges":2,"inputTokens":2,"outputTokens":2,"durations":2}},\
                {"start":"2026-05-20T00:00:00Z","end":"2026-05-21T00:00:00Z",\
                "key":{"model":"m","apiKey":null},"requests":1,"succeeded":0,"failed":1,"cancelled":0,\
                "inputTokens":7,"outputTokens":null,"units":{},"charges":{"credit":"0.000000001"},\
                "latencyMS":{"count":0,"p50":null,"p95":null},\
                "coverage":{"rows":1,"charges":1,"inputTokens":1,"outputTokens":0,"durations":1}},\
                {"start":"2026-05-21T00:00:00Z","end":"2026-05-22T00:00:00Z",\
                "key":{"model":"v","apiKey":null},"requests":1,"succeeded":0,"failed":0,"cancelled":0,\
                "inputTokens":null,"outputTokens":null,"units":{"image_count":"2","video_seconds":"1.5"},\
                "charges":{},"latencyMS":{"count":0,"p50":null,"p95":null},\
                "coverage":{"rows":1,"charges":0,"inputTokens":0,"outputTokens":0,"durations":0}}]}

                """)
    }

    @Test func veniceCountsTokensAndLatencyOncePerRequest() async throws {
        let server = try LoopbackServer(VeniceFake(entries: Ledgers.venice))
        let run = await Invocation.run(
            ["venice", "--base-url", server.baseURL] + Ledgers.window + ["--every", "none", "--format", "json"],
            environment: ["VENICE_API_KEY": VeniceFake.testKey])
        #expect(run.status == 0)
        #expect(
            run.output == """
                {"provider":"venice","walk":{"complete":true,"stopped":null,"stoppedCode":null,"pages":1,"rows":4,"duplicates":0,\
                "revised":0,"unsettled":0,"outsideWindow":0,"expected":null,"notes":[]},\
                "groups":[{"start":null,"end":null,"key":{},"requests":3,"succeeded":null,\
                "failed":null,"cancelled":null,"inputTokens":300,"outputTokens":500,\
                "units":{"credit-purchase":"1","image-unit":"1","llm-input-mtoken":"0.0003",\
                "llm-output-mtoken":"0.0005"},"charges":{"BUNDLED_CREDITS":"0.05","USD":"-8.9985"},\
                "latencyMS":{"count":1,"p50":2100,"p95":2100},\
                "coverage":{"rows":4,"charges":4,"inputTokens":1,"outputTokens":1,"durations":1}}]}

                """)
    }

    @Test func tresorExcludesTheEndAndReportsTheTotal() async throws {
        let server = try LoopbackServer(TresorFake(rows: Ledgers.tresor))
        let run = await Invocation.run(
            ["tresor", "--base-url", server.baseURL] + Ledgers.window + ["--by", "apiKey", "--format", "json"],
            environment: ["TRESOR_API_KEY": TresorFake.testKey])
        #expect(run.status == 0)
        #expect(
            run.output == """
                {"provider":"tresor","walk":{"complete":true,"stopped":null,"stoppedCode":null,"pages":1,"rows":2,"duplicates":0,\
                "revised":0,"unsettled":0,"outsideWindow":1,"expected":3,"notes":[]},\
                "groups":[{"start":null,"end":null,"key":{"apiKey":"tr-live-1"},"requests":1,\
                "succeeded":1,"failed":0,"cancelled":0,"inputTokens":42,"outputTokens":128,"units":{},\
                "charges":{"EUR":"0.000182"},"latencyMS":{"count":0,"p50":null,"p95":null},\
                "coverage":{"rows":1,"charges":1,"inputTokens":1,"outputTokens":1,"durations":0}},\
                {"start":null,"end":null,"key":{"apiKey":null},"requests":1,\
                "succeeded":1,"failed":0,"cancelled":0,"inputTokens":0,"outputTokens":0,\
                "units":{"audio_seconds":"61.5"},"charges":{"EUR":"0.0062"},\
                "latencyMS":{"count":0,"p50":null,"p95":null},\
                "coverage":{"rows":1,"charges":1,"inputTokens":1,"outputTokens":1,"durations":0}}]}

                """)
    }

    @Test func chatBotKitCountsByRecordType() async throws {
        let server = try LoopbackServer(ChatBotKitFake(records: Ledgers.chatBotKit))
        let run = await Invocation.run(
            ["chatbotkit", "--base-url", server.baseURL] + Ledgers.window + ["--by", "bot", "--format", "json"],
            environment: ["CHATBOTKIT_API_KEY": ChatBotKitFake.testKey])
        #expect(run.status == 0)
        #expect(
            run.output == """
                {"provider":"chatbotkit","walk":{"complete":true,"stopped":null,"stoppedCode":null,"pages":3,"rows":3,"duplicates":0,\
                "revised":0,"unsettled":0,"outsideWindow":0,"expected":null,"notes":[]},\
                "groups":[{"start":null,"end":null,"key":{"bot":"bot_2"},"requests":2,\
                "succeeded":null,"failed":null,"cancelled":null,"inputTokens":null,"outputTokens":null,\
                "units":{"CHATBOTKIT_MESSAGE":"1","EXAMPLE_TOKEN":"-20"},"charges":{},\
                "latencyMS":{"count":0,"p50":null,"p95":null},\
                "coverage":{"rows":2,"charges":0,"inputTokens":0,"outputTokens":0,"durations":0}},\
                {"start":null,"end":null,"key":{"bot":null},"requests":1,\
                "succeeded":null,"failed":null,"cancelled":null,"inputTokens":null,"outputTokens":null,\
                "units":{"EXAMPLE_TOKEN":"500"},"charges":{},"latencyMS":{"count":0,"p50":null,"p95":null},\
                "coverage":{"rows":1,"charges":0,"inputTokens":0,"outputTokens":0,"durations":0}}]}

                """)
    }

    @Test(arguments: [AuralytikFake.ListEnvelope.flat, .nested])
    func auralytikCountsRecordsInEitherEnvelope(_ envelope: AuralytikFake.ListEnvelope) async throws {
        let server = try LoopbackServer(AuralytikFake(details: Ledgers.auralytik, listEnvelope: envelope))
        let run = await Invocation.run(
            ["auralytik", "--base-url", server.baseURL] + Ledgers.window + ["--by", "apiKey", "--format", "json"],
            environment: ["AURALYTIK_API_KEY": AuralytikFake.testKey])
        #expect(run.status == 0)
        #expect(
            run.output == """
                {"provider":"auralytik","walk":{"complete":true,"stopped":null,"stoppedCode":null,"pages":1,"rows":2,"duplicates":0,\
                "revised":0,"unsettled":0,"outsideWindow":0,"expected":2,"notes":[]},\
                "groups":[{"start":null,"end":null,"key":{"apiKey":"ak_1"},"requests":1,\
                "succeeded":null,"failed":null,"cancelled":null,"inputTokens":null,"outputTokens":null,\
                "units":{},"charges":{},"latencyMS":{"count":0,"p50":null,"p95":null},\
                "coverage":{"rows":1,"charges":0,"inputTokens":0,"outputTokens":0,"durations":0}},\
                {"start":null,"end":null,"key":{"apiKey":"ak_2"},"requests":1,\
                "succeeded":null,"failed":null,"cancelled":null,"inputTokens":null,"outputTokens":null,\
                "units":{},"charges":{},"latencyMS":{"count":0,"p50":null,"p95":null},\
                "coverage":{"rows":1,"charges":0,"inputTokens":0,"outputTokens":0,"durations":0}}]}

                """)
    }

    @Test func auralytikSignsRequestsIfASecretIsSet() async throws {
        let fake = AuralytikFake(details: Ledgers.auralytik, authentication: .signed(secret: "s3cret"))
        let server = try LoopbackServer(fake)
        let run = await Invocation.run(
            ["auralytik", "--base-url", server.baseURL] + Ledgers.window + ["--format", "json"],
            environment: ["AURALYTIK_API_KEY": AuralytikFake.testKey, "AURALYTIK_HMAC_SECRET": "s3cret"])
        #expect(run.status == 0)
        #expect(fake.requests.allSatisfy { $0.url.path == "/api/v1/usage/details" })
    }
}
