import Foundation
import Testing
import UsageKit
import UsageKitTesting

/// The endpoints of the fake without pages.
@Suite struct AurousDocumentFakeTests {
    private static let now = Timestamp(seconds: 1_780_272_000)  // 2026-06-01T00:00:00Z

    private let fake = AurousFake(
        events: [
            AurousFakeTests.event("cmp_1", at: "2026-05-20T10:00:00Z", credits: "0.25"),
            AurousFakeTests.event("img_1", at: "2026-05-20T11:00:00Z", type: "image", credits: "2"),
            AurousFakeTests.event(
                "vid_1", at: "2026-05-20T12:00:00Z", type: "video", status: "processing", credits: "x"),
        ],
        account: AurousFake.Account(
            teamName: "Fake", billingEmail: "a@example.com", credits: 250.75, heldCredits: 2.5, billingMode: .exempt),
        rateCards: [
            AurousFake.RateCard(version: "2026-05-15"),
            AurousFake.RateCard(version: "2026-01-01", image: 3, enhancePromptMultiplier: 1.5, videoSecond: 0.1),
        ], now: { now })

    private func client(_ fake: AurousFake, version: String? = nil) throws -> Aurous.Client {
        try Aurous.Client(
            apiKey: AurousFake.testKey, version: version, configuration: ClientConfiguration(transport: fake))
    }

    private func decimal(_ text: String) -> Decimal? { Decimal(string: text) }

    @Test func theBalanceIsThatOfTheAccount() async throws {
        let balance = try await client(fake).balance()
        #expect(balance.credits == decimal("250.75"))
        #expect(balance.availableCredits == decimal("248.25"))
        #expect(balance.billingMode == .exempt)
        let team = try await client(fake).team()
        #expect(team.name == "Fake")
        #expect(team.billingEmail == "a@example.com")
        let old = AurousFake(events: [], account: AurousFake.Account(billingMode: nil))
        #expect(try await client(old).balance().billingMode == nil)
        #expect(try await client(old).team().billingEmail == nil)
    }

    @Test func eachVersionHasItsRates() async throws {
        #expect(try await client(fake).pricing().version == "2026-05-15")
        #expect(try await client(fake).pricing(version: "2026-01-01").image?.base == 3)
        #expect(try await client(fake, version: "2026-01-01").pricing().version == "2026-01-01")
        let error = await #expect(throws: UsageError.self) { try await client(fake).pricing(version: "2020-01-01") }
        #expect(error?.providerCode == "unknown_version")
    }

    @Test func estimatesFollowTheRates() async throws {
        let client = try client(fake)
        let image = try await client.imageEstimate(for: ["prompt": "x", "count": 3, "enhance_prompt": true])
        #expect(image.cost.amount == 6)
        #expect(image.cost.breakdown?.base == 3)
        #expect(try image.cost.check()?.addsUp == true)
        let old = try await self.client(fake, version: "2026-01-01").imageEstimate(for: [
            "prompt": "x", "enhance_prompt": true,
        ])
        #expect(old.cost.amount == decimal("4.5"))
        #expect(try await client.imageEstimate(for: ["prompt": "x"]).cost.breakdown?.enhance == 0)
        let video = try await client.videoEstimate(for: [
            "video_lora_id": "lora_1", "resolution": "720p", "duration": 4,
        ])
        #expect(video.cost.amount == 3)
        let embedding = try await client.embeddingEstimate(for: [
            "model": "example-embed-2", "input": [["type": "text", "text": "abcdefgh"], ["type": "image_url"]],
        ])
        #expect(embedding.tokens?.text == 2)
        #expect(embedding.tokens?.image == 1000)
        #expect(embedding.credits == decimal("0.0487875"))
        #expect(try embedding.check()?.difference == 0)
    }

    @Test(arguments: [
        ("images", #"{}"#, "missing_field", "prompt"), ("images", #"{"prompt":"  "}"#, "missing_field", "prompt"),
        ("images", #"{"prompt":"x","count":0}"#, "value_out_of_range", "count"),
        ("videos", #"{"prompt":"x"}"#, "missing_field", "video_lora_id"),
        ("videos", #"{"video_lora_id":"l","duration":13}"#, "value_out_of_range", "duration"),
        ("videos", #"{"video_lora_id":"l","resolution":"8k"}"#, "value_out_of_range", "resolution"),
        ("embeddings", #"{"input":"x"}"#, "missing_field", "model"),
        ("embeddings", #"{"model":"example-chat-1","input":"x"}"#, "value_out_of_range", "model"),
        ("embeddings", #"{"model":"example-embed-2"}"#, "missing_field", "input"),
        ("embeddings", #"{"model":"example-embed-2","input":["a"]}"#, "invalid_format", "input"),
        ("images", "[]", "invalid_format", nil),
    ])
    func refusesABodyThatIsWrong(path: String, body: String, code: String, parameter: String?) async throws {
        let url = try #require(URL(string: "https://fake.example/v1/\(path)/estimate"))
        let response = try await fake.send(
            TransportRequest(method: "POST", url: url, headers: AurousFakeTests.headers, body: Array(body.utf8)))
        let reply = try FakeReply(response)
        #expect(reply.status == 400)
        #expect(reply.body["error"]?["code"]?.string == code)
        #expect(reply.body["error"]?["param"]?.string == parameter)
    }

    @Test func modelsHaveOneKindOfRates() async throws {
        let models = try await client(fake).models()
        #expect(models.map(\.id) == ["example-chat-1", "example-embed-2"])
        #expect(models[0].chatPricing?.output?.creditsPerMillion == 180)
        #expect(models[0].embeddingPricing == nil)
        #expect(models[1].embeddingPricing?.text?.creditsPerMillion == decimal("18.75"))
    }

    @Test func anImageIsThatOfItsEvent() async throws {
        let image = try await client(fake).generation(id: "img_1")
        #expect(image.status == .succeeded)
        #expect(image.cost?.amount == 2)
        #expect(image.apiVersion == "2026-05-15")
        let video = try await client(fake).generation(id: "vid_1")
        #expect(video.status == .processing)
        #expect(video.cost == nil)
        for id in ["cmp_1", "img_2"] {
            let error = await #expect(throws: UsageError.self) { try await client(fake).generation(id: id) }
            #expect(error?.code == .notFound)
            #expect(error?.providerCode == "resource_not_found")
        }
    }

    /// The record of an image agrees with that of its event.
    @Test func theCostOfAnImageIsTheChargeOfItsEvent() async throws {
        let row = try #require(fake.events.first { $0["id"]?.string == "img_1" })
        let record = try await client(fake).generation(id: "img_1").usageRecord()
        let event = try Aurous.RequestEvent(row).usageRecord
        #expect(record.id == event.id)
        #expect(record.charge == event.charge)
        #expect(record.status == event.status)
        #expect(record.time == event.time)
        #expect(record.type == event.type)
    }

    // MARK: Contracts

    @Test(arguments: Aurous.UsageGeneration.allCases)
    func speaksEachGenerationOfUsage(generation: Aurous.UsageGeneration) async throws {
        let fake = AurousFake(events: fake.events, usageGeneration: generation, now: { Self.now })
        let client = try client(fake)
        let window = try TimeWindow(from: Timestamp("2026-05-20T00:00:00Z"), to: Timestamp("2026-05-21T00:00:00Z"))
        if generation == .lifetimeTotals {
            let totals = try await client.lifetimeTotals()
            #expect(totals.generations == 3)
            #expect(totals.creditsUsed == decimal("2.25"))
            let error = await #expect(throws: UsageError.self) { try await client.buckets(in: window).collect() }
            #expect(error?.code == .otherContract)
            return
        }
        let buckets = try await client.buckets(in: window).collect().rows
        #expect(buckets.map(\.generation) == [generation])
        #expect(buckets.first?.width == .day)
        let error = await #expect(throws: UsageError.self) { try await client.lifetimeTotals() }
        #expect(error?.code == .otherContract)
        for query in [
            Aurous.BucketQuery(width: .thirtyDays), Aurous.BucketQuery(grouping: [.model]),
            Aurous.BucketQuery(grouping: [.type, .status, .user]),
        ] {
            let isRefused = generation == .buckets
            do {
                _ = try await client.buckets(in: window, matching: query).collect()
                #expect(!isRefused)
            } catch let error as UsageError {
                #expect(isRefused)
                #expect(error.providerCode == "value_out_of_range")
            }
        }
    }

    @Test func answersTheContractOfTheParameters() async throws {
        let fake = AurousFake(
            events: fake.events, creditLedger: [AurousFake.creditEvent(at: try Timestamp("2026-05-20T10:00:00Z"))],
            eventsContract: .byParameters, usageGeneration: nil, now: { Self.now })
        let client = try client(fake)
        let window = try TimeWindow(from: Timestamp("2026-05-20T00:00:00Z"), to: Timestamp("2026-05-21T00:00:00Z"))
        #expect(try await client.events(in: window).collect().rows.count == 3)
        #expect(try await client.creditLedger(in: window).collect().rows.count == 1)
        #expect(try await client.lifetimeTotals().generations == 3)
        #expect(try await client.buckets(in: window).collect().rows.count == 1)
    }

    @Test func tooManyBucketsAreRefusedWithAHint() async throws {
        let client = try client(fake)
        let window = try TimeWindow(from: Timestamp("2026-05-01T00:00:00Z"), to: Timestamp("2026-05-31T00:00:00Z"))
        let error = await #expect(throws: UsageError.self) {
            try await client.buckets(in: window, matching: Aurous.BucketQuery(width: .minute)).collect()
        }
        #expect(error?.providerCode == "too_many_buckets")
        #expect(error?.refusal?.hint == "use a wider bucket_width")
    }

    // MARK: Webhooks and scopes

    @Test func webhooksAreKept() async throws {
        let client = try client(fake)
        let made = try await client.createWebhookEndpoint(
            url: "https://example.com/a", events: [.all], note: "A", metadata: ["k": "v"])
        #expect(made.events.count == 11)
        #expect(made.secret != nil)
        #expect(made.secretPreview?.hasPrefix("whsec_") == true)
        #expect(try await client.webhookEndpoints().map(\.id) == [made.id])
        #expect(try await client.webhookEndpoint(id: made.id).secret == nil)
        #expect(try await client.webhookEndpoint(id: made.id).metadata == ["k": "v"])
        let rotated = try await client.rotateWebhookSecret(id: made.id)
        #expect(rotated.secretPreview != made.secretPreview)
        #expect(try await client.testWebhookEndpoint(id: made.id, sending: .balanceLow).endpointID == made.id)
        let error = await #expect(throws: UsageError.self) {
            try await client.testWebhookEndpoint(id: made.id, sending: Aurous.WebhookEventType(rawValue: "x"))
        }
        #expect(error?.refusal?.parameter == "event_type")
        try await client.deleteWebhookEndpoint(id: made.id)
        #expect(try await client.webhookEndpoints().isEmpty)
        let gone = await #expect(throws: UsageError.self) { try await client.webhookEndpoint(id: made.id) }
        #expect(gone?.code == .notFound)
        await #expect(throws: UsageError.self) {
            try await client.createWebhookEndpoint(
                url: "https://example.com", events: [Aurous.WebhookEventType(rawValue: "invoice.paid")])
        }
    }

    @Test(arguments: AurousFake.Scope.allCases)
    func aKeyDoesWhatItsScopeAllows(scope: AurousFake.Scope) async throws {
        let fake = AurousFake(events: [], webhookURLs: ["https://example.com"], scope: scope)
        let client = try client(fake)
        _ = try await client.balance()
        _ = try await client.imageEstimate(for: ["prompt": "x"])
        let id = try #require(try await client.webhookEndpoints().first).id
        do {
            _ = try await client.rotateWebhookSecret(id: id)
            #expect(scope > .read)
        } catch let error as UsageError {
            #expect(scope == .read)
            #expect(error.code == .forbidden)
            #expect(error.providerCode == "missing_scope")
        }
    }

    @Test(arguments: [
        "/balance", "/team", "/pricing", "/models", "/images/img_1", "/webhook_endpoints", "/usage", "/usage/events",
    ])
    func everyEndpointNeedsAKey(path: String) async throws {
        #expect(try await fake.get("/v1" + path, headers: [:]).status == 401)
        #expect(try await fake.get("/v1" + path, headers: ["X-Api-Key": "al_live_0"]).status == 401)
    }

    @Test(arguments: [
        "/images", "/images/", "/images/estimate", "/images/a/b", "/webhook_endpoints/", "/webhook_endpoints/a/test",
        "/balance/", "/",
    ])
    func anUnknownAddressIsNotFound(path: String) async throws {
        #expect(try await fake.get("/v1" + path, headers: AurousFakeTests.headers).status == 404)
    }
}
