import Testing
import UsageKitTesting

@testable import UsageKit

/// What a single response must have, whatever its status is.
@Suite struct HTTPClientDocumentTests {
    private func failure<Value: Sendable>(
        _ body: String, _ call: (ClientConfiguration) async throws -> Value
    ) async throws -> UsageError? {
        let transport = ScriptedTransport([.json(body), .json(#"{"data":[]}"#)])
        do {
            _ = try await call(.test(transport, baseURL: "https://one.test", retry: .none))
            return nil
        } catch {
            return error as? UsageError
        }
    }

    private static let calls: [(name: String, call: @Sendable (ClientConfiguration) async throws -> Void)] = [
        ("bot", { _ = try await ChatBotKit.Client(apiKey: "k", configuration: $0).botTotals(id: "b") }),
        (
            "conversation",
            { _ = try await ChatBotKit.Client(apiKey: "k", configuration: $0).conversationTotals(id: "c") }
        ),
        ("report", { _ = try await ChatBotKit.Client(apiKey: "k", configuration: $0).report(id: "r") }),
        ("health", { _ = try await Auralytik.Client(apiKey: "k", configuration: $0).health() }),
        ("summary", { _ = try await Auralytik.Client(apiKey: "k", configuration: $0).summary() }),
        ("balance", { _ = try await Venice.Client(apiKey: "k", configuration: $0).balance() }),
        ("rate limits", { _ = try await Venice.Client(apiKey: "k", configuration: $0).rateLimits() }),
        ("credits", { _ = try await Aurous.Client(apiKey: "k", configuration: $0).balance() }),
        ("team", { _ = try await Aurous.Client(apiKey: "k", configuration: $0).team() }),
    ]

    /// Lists that come in one response.
    private static let lists: [(name: String, call: @Sendable (ClientConfiguration) async throws -> Int)] = [
        ("tresor models", { try await Tresor.Client(apiKey: "k", configuration: $0).models().count }),
        ("venice keys", { try await Venice.Client(apiKey: "k", configuration: $0).apiKeys().count }),
        ("venice log", { try await Venice.Client(apiKey: "k", configuration: $0).rateLimitLog().count }),
        ("aurous models", { try await Aurous.Client(apiKey: "k", configuration: $0).models().count }),
        ("aurous webhooks", { try await Aurous.Client(apiKey: "k", configuration: $0).webhookEndpoints().count }),
        ("auralytik webhooks", { try await Auralytik.Client(apiKey: "k", configuration: $0).webhooks().count }),
        (
            "auralytik deliveries",
            { try await Auralytik.Client(apiKey: "k", configuration: $0).webhookDeliveries(id: "wh_1").count }
        ),
    ]

    @Test(
        arguments: lists.indices,
        [
            (#"{"data":[],"error":{"code":"E1","message":"no"}}"#, UsageError.Code.serverFailure),
            (#"{"error":"no"}"#, .serverFailure), (#"{"data":[],"data":[]}"#, .malformedJSON),
            (#"{"success":false,"message":"no","data":[]}"#, .serverFailure),
            (#"{"data":[],"error":"no","error":null}"#, .malformedJSON), ("{}", .unexpectedShape),
            (#"{"success":"false","message":"no"}"#, .serverFailure),
        ])
    func aListIsBelievedOnlyIfItsResponseIs(index: Int, body: (text: String, code: UsageError.Code)) async throws {
        let list = Self.lists[index]
        #expect(try await failure(body.text, list.call)?.code == body.code, "\(list.name)")
        #expect(try await failure(#"{"data":[],"error":null}"#, list.call) == nil, "\(list.name)")
    }

    @Test(
        arguments: lists.indices,
        [
            #"{"data":[],"has_more":true}"#, #"{"data":[],"total_count":7}"#, #"{"data":[],"hasMore":true}"#,
            #"{"data":[],"totalCount":"7"}"#, #"{"data":[],"nextCursor":"c"}"#,
            #"{"data":[],"has_more":true,"hasMore":false}"#,
            #"{"data":[],"total_count":9,"pagination":{"total_count":0}}"#, #"{"data":[],"next_page":"p"}"#,
            #"{"data":[],"pagination":{"totalPages":2}}"#,
        ])
    func aListThatGoesOnIsRefused(index: Int, body: String) async throws {
        let list = Self.lists[index]
        // Those of Auralytik ask for the rest, which is empty.
        let code = list.name.hasPrefix("auralytik") ? UsageError.Code.incompleteWalk : .missingCursor
        #expect(try await failure(body, list.call)?.code == code, "\(list.name)")
    }

    @Test(arguments: [
        #"{"data":{"billingPeriod":"2026-05","keys":[]},"pagination":{"totalCount":5}}"#,
        #"{"billingPeriod":"2026-05","keys":[],"totalCount":5}"#,
    ])
    func keysThatArePromisedMustCome(body: String) async throws {
        let failure = try await failure(body) {
            try await Auralytik.Client(apiKey: "k", configuration: $0).usageByKey()
        }
        #expect(failure?.code == .missingCursor)
    }

    @Test func aDeletionThatFailedIsAnError() async throws {
        for body in [#"{"error":"no"}"#, #"{"success":false}"#] {
            let aurous = try await failure(body) {
                try await Aurous.Client(apiKey: "k", configuration: $0).deleteWebhookEndpoint(id: "we_1")
            }
            #expect(aurous?.code == .serverFailure)
            let auralytik = try await failure(body) {
                try await Auralytik.Client(apiKey: "k", configuration: $0).deleteWebhook(id: "wh_1")
            }
            #expect(auralytik?.code == .serverFailure)
        }
        for body in ["", "deleted", "{}"] {
            let failure = try await failure(body) {
                try await Aurous.Client(apiKey: "k", configuration: $0).deleteWebhookEndpoint(id: "we_1")
            }
            #expect(failure == nil)
        }
    }

    @Test(arguments: calls.indices) func theWordsOfAFailureAreKept(index: Int) async throws {
        let call = Self.calls[index]
        let failure = try await failure(#"{"success":false,"message":"the index is down"}"#, call.call)
        #expect(failure?.code == .serverFailure, "\(call.name)")
        #expect(failure?.message == "the index is down", "\(call.name)")
    }

    /// Without published fields, a member of the data is no verdict about the request.
    @Test func theDataOfAnEnvelopeIsNoVerdict() async throws {
        for body in [#"{"data":{"success":false}}"#, #"{"data":{"error":"timeout"}}"#] {
            let failure = try await failure(body) {
                try await Auralytik.Client(apiKey: "k", configuration: $0).testWebhook(id: "wh_1")
            }
            #expect(failure == nil, "\(body)")
        }
        let failure = try await failure(#"{"success":false,"data":{"success":true}}"#) {
            try await Auralytik.Client(apiKey: "k", configuration: $0).testWebhook(id: "wh_1")
        }
        #expect(failure?.code == .serverFailure)
    }

    @Test func anErrorNamesTheProviderAndTheRequest() async throws {
        let failure = try await failure(#"{"id":"img_2","status":"succeeded"}"#) {
            try await Aurous.Client(apiKey: "k", configuration: $0).generation(id: "img_1")
        }
        #expect(failure?.provider == .aurous && failure?.status == 200)
        #expect(failure?.endpoint == "GET /v1/images/img_1")
    }

    /// A model that has a member `error` does not take that of its envelope.
    @Test func theErrorOfAnEnvelopeIsStated() async throws {
        let body = #"{"data":{"jobId":"job_31","status":"processing"},"error":{"code":"E1","message":"no"}}"#
        let failure = try await failure(body) {
            try await Auralytik.Client(apiKey: "k", configuration: $0).export(id: "job_31")
        }
        #expect(failure?.code == .serverFailure && failure?.providerCode == "E1")
        let repeated = #"{"data":{"jobId":"job_31","status":"processing"},"data":{"jobId":"job_31"}}"#
        let malformed = try await self.failure(repeated) {
            try await Auralytik.Client(apiKey: "k", configuration: $0).export(id: "job_31")
        }
        #expect(malformed?.code == .malformedJSON)
    }

    @Test(arguments: [
        #"{"id":"img_2","object":"image","status":"completed","created_at":"2026-05-20T10:00:00Z"}"#
    ])
    func anAnswerAboutSomethingElseIsRefused(body: String) async throws {
        let generation = try await failure(body) {
            try await Aurous.Client(apiKey: "k", configuration: $0).generation(id: "img_1")
        }
        #expect(generation?.code == .mismatchedResponse)
        let endpoint = try await failure(#"{"id":"we_2","url":"https://a.test","events":[]}"#) {
            try await Aurous.Client(apiKey: "k", configuration: $0).webhookEndpoint(id: "we_1")
        }
        #expect(endpoint?.code == .mismatchedResponse)
        let fixture = try #require(ContractFixture.aurous.first { $0.endpoint == "pricing" })
        let card = try await failure(fixture.sample.text) {
            try await Aurous.Client(apiKey: "k", configuration: $0).pricing(version: "2020-01-01")
        }
        #expect(card?.code == .mismatchedResponse)
    }

    @Test(
        arguments: calls.indices,
        [#"{"error":{"code":"E1","message":"no"}}"#, #"{"error":"no"}"#, #"{"error":true}"#])
    func aStatedErrorIsNoModel(index: Int, body: String) async throws {
        let failure = try await failure(body, Self.calls[index].call)
        #expect(failure?.code == .serverFailure, "\(Self.calls[index].name)")
    }

    @Test(
        arguments: ["bot", "conversation", "report", "health", "balance", "credits", "summary"],
        [#"{"error":{"code":"E1","message":"no"}}"#])
    func theWordsOfTheErrorAreKept(name: String, body: String) async throws {
        let call = try #require(Self.calls.first { $0.name == name }).call
        let failure = try await failure(body, call)
        #expect(failure?.code == .serverFailure)
        #expect(failure?.message == "the response states an error: no")
        #expect(failure?.providerCode == "E1")
    }

    @Test(arguments: ["bot", "conversation", "report", "summary", "balance", "team"], ["{}", #"{"message":"no"}"#])
    func anObjectWithoutAKnownMemberIsNoModel(name: String, body: String) async throws {
        let call = try #require(Self.calls.first { $0.name == name }).call
        #expect(try await failure(body, call)?.code == .unexpectedShape)
    }

    @Test(arguments: [#"{"status":"ok"}"#, "{}", #"{"status":"ok","error":null}"#, #"{"error":""}"#])
    func aResponseWhoseFieldsAreNotPublishedMayHaveNone(body: String) async throws {
        let call = try #require(Self.calls.first { $0.name == "health" }).call
        #expect(try await failure(body, call) == nil)
    }
}
