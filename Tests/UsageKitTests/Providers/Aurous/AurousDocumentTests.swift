import Foundation
import Synchronization
import Testing
import UsageKitTesting

@testable import UsageKit

/// The requests and the errors of endpoints that answer with one model.
@Suite struct AurousDocumentTests {
    private let transport = ScriptedTransport()

    private func client(
        version: String? = nil, observer: (@Sendable (AttemptReport) -> Void)? = nil
    ) throws -> Aurous.Client {
        var configuration = ClientConfiguration.test(transport)
        configuration.observer = observer
        return try Aurous.Client(apiKey: "al_live_key", version: version, configuration: configuration)
    }

    private func body(of request: TransportRequest?) throws -> JSONValue {
        try JSONValue(json: try #require(request).body)
    }

    // MARK: Requests

    @Test func balanceAndTeamAreRead() async throws {
        transport.append(
            .json(
                #"{"credits":250.75,"held_credits":2.5,"available_credits":248.25,"currency":"credit","billing_mode":"x"}"#
            ))
        transport.append(
            .json(#"{"id":"team_1","name":"T","credits":1,"created_at":"2026-01-02T03:04:05Z","billing_email":null}"#))
        let balance = try await client().balance()
        #expect(balance.credits == Decimal(string: "250.75"))
        #expect(balance.heldCredits == Decimal(string: "2.5"))
        #expect(balance.availableCredits == Decimal(string: "248.25"))
        #expect(balance.currency == .credits)
        #expect(balance.billingMode == Aurous.BillingMode(rawValue: "x"))
        // A mode that is not known must not hold requests back.
        #expect(balance.billingMode?.needsCredits == false)
        #expect(Aurous.BillingMode.metered.needsCredits)
        #expect(!Aurous.BillingMode.exempt.needsCredits)
        let team = try await client().team()
        #expect(team.createdAt == .at("2026-01-02T03:04:05Z"))
        #expect(team.billingEmail == nil)
        #expect(transport.requests.map(\.target) == ["/v1/balance", "/v1/team"])
        #expect(transport.requests.map(\.method) == ["GET", "GET"])
    }

    @Test func anOldBalanceHasNoModeOfBilling() throws {
        let balance = try Aurous.Balance([
            "credits": 1, "held_credits": 0, "available_credits": 1, "currency": "credit",
        ])
        #expect(balance.billingMode == nil)
    }

    @Test func pricingPinsItsVersion() async throws {
        let card =
            #"{"object":"pricing","version":"2026-04-01","image":{"base":1},"video":{"resolution_factor":{"4k":4,"8k":"9.5","x":null}}}"#
        for _ in 0..<2 { transport.append(.json(card)) }
        let pricing = try await client(version: "2026-05-15").pricing(version: "2026-04-01")
        #expect(pricing.version == "2026-04-01")
        #expect(pricing.image?.base == 1)
        #expect(pricing.image?.enhancePromptMultiplier == nil)
        #expect(pricing.video?.factor(for: "4k") == 4)
        #expect(pricing.video?.factor(for: "8k") == Decimal(string: "9.5"))
        #expect(pricing.video?.factor(for: "x") == nil)
        #expect(pricing.video?.factor(for: "480p") == nil)
        _ = try await client(version: "2026-05-15").pricing()
        #expect(transport.requests.map { $0.headers["Aurous-Version"] } == ["2026-04-01", "2026-05-15"])
    }

    @Test(arguments: ["", "1", "2026-05", "latest", "2026-05-15\r\nX: y"])
    func aVersionOfPricingIsADate(version: String) async throws {
        let error = await #expect(throws: UsageError.self) { try await client().pricing(version: version) }
        #expect(error?.code == .invalidArgument)
        #expect(transport.requests.isEmpty)
    }

    @Test func modelsHaveTheirRates() async throws {
        transport.append(
            .json(
                #"""
                {"object":"list","data":[
                {"id":"a","object":"model","created":1779062400,"owned_by":"aurous","embedding_pricing":null,
                 "chat_pricing":{"input":{"credits_per_M":75},"output":{"credits_per_M":450.5}},"aurous_metadata":{"x":1}},
                {"id":"b","object":"model","chat_pricing":null,
                 "embedding_pricing":{"text":{"credits_per_M":18.75},"visual":{"credits_per_M":"48.75"}}}]}
                """#))
        let models = try await client().models()
        #expect(models.map(\.id) == ["a", "b"])
        #expect(models[0].createdAt == Timestamp(seconds: 1_779_062_400))
        #expect(models[0].chatPricing?.input?.creditsPerMillion == 75)
        #expect(models[0].chatPricing?.output?.creditsPerMillion == Decimal(string: "450.5"))
        #expect(models[0].embeddingPricing == nil)
        #expect(models[0].metadata == ["x": 1])
        #expect(models[1].embeddingPricing?.visual?.creditsPerMillion == Decimal(string: "48.75"))
        #expect(models[1].embeddingPricing?.video == nil)
    }

    @Test func aListThatSaysThatMoreFollowIsRefused() async throws {
        transport.append(.json(#"{"object":"list","data":[],"has_more":true}"#))
        let error = await #expect(throws: UsageError.self) { try await client().models() }
        #expect(error?.code == .missingCursor)
    }

    @Test(arguments: ["{}", "[]", #"{"data":null}"#, #"{"data":[{}]}"#, #"{"data":[{"id":5}]}"#])
    func aListOfAnotherShapeIsRefused(text: String) async throws {
        for _ in 0..<2 { transport.append(.json(text)) }
        let error = await #expect(throws: UsageError.self) { try await client().models() }
        #expect(error?.code == .unexpectedShape)
    }

    @Test func estimatesPostTheRequestAsItIs() async throws {
        let estimate =
            #"{"object":"estimate","estimated_cost":{"amount":2,"breakdown":{"base":1,"enhance":1}},"currency":"credit"}"#
        transport.append(.json(estimate))
        transport.append(.json(estimate))
        transport.append(.json(#"{"estimated":true,"tokens":{"text":5,"total":5},"credits_estimated":0.00009375}"#))
        let request: JSONObject = ["prompt": "a \"b\" é", "count": 2, "enhance_prompt": true, "size": nil]
        let client = try client()
        let image = try await client.imageEstimate(for: request)
        #expect(image.cost.amount == 2)
        #expect(image.cost.breakdown?.enhance == 1)
        #expect(image.currency == .credits)
        _ = try await client.videoEstimate(for: ["video_lora_id": "lora_1"])
        let embedding = try await client.embeddingEstimate(for: ["model": "m", "input": "x"])
        #expect(embedding.isEstimated == true)
        #expect(embedding.tokens?.total == 5)
        #expect(embedding.credits == Decimal(string: "0.00009375"))
        #expect(transport.requests.map(\.method) == ["POST", "POST", "POST"])
        #expect(
            transport.requests.map(\.target) == [
                "/v1/images/estimate", "/v1/videos/estimate", "/v1/embeddings/estimate",
            ])
        #expect(transport.requests.allSatisfy { $0.headers["Content-Type"] == "application/json" })
        #expect(try body(of: transport.requests.first) == .object(request))
    }

    /// An estimate changes nothing, so it is asked for again after a failure.
    @Test func anEstimateIsRetried() async throws {
        transport.append(.json("{}", status: 503))
        transport.append(.json(#"{"estimated_cost":{"amount":1}}"#))
        #expect(try await client().imageEstimate(for: [:]).cost.amount == 1)
        #expect(transport.requests.count == 2)
        #expect(try body(of: transport.requests.last) == [:])
    }

    @Test func aGenerationIsAskedForByItsID() async throws {
        transport.append(.json(#"{"id":"vid_1 ?#%","status":"succeeded","duration_ms":14820.5}"#))
        let generation = try await client().generation(id: "vid_1 ?#%")
        #expect(generation.duration == .microseconds(14_820_500))
        #expect(transport.requests.map(\.target) == ["/v1/images/vid_1%20%3F%23%25"])
    }

    @Test(arguments: ["", ".", "..", "a/b", "../balance"])
    func anIDMustNotLeadToAnotherEndpoint(id: String) async throws {
        let client = try client()
        for call in [
            { _ = try await client.generation(id: id) }, { _ = try await client.webhookEndpoint(id: id) },
            { try await client.deleteWebhookEndpoint(id: id) }, { _ = try await client.rotateWebhookSecret(id: id) },
            { _ = try await client.testWebhookEndpoint(id: id, sending: .balanceLow) },
        ] as [@Sendable () async throws -> Void] {
            let error = await #expect(throws: UsageError.self) { try await call() }
            #expect(error?.code == .invalidArgument)
        }
        #expect(transport.requests.isEmpty)
    }

    /// A member that is always there, and one of another type.
    @Test func aDocumentThatIsNotWholeIsRefused() throws {
        let documents:
            [(name: String, sample: JSONValue, required: [String], read: (JSONValue) throws -> any Sendable)] = [
                ("balance", ["credits": 1], ["credits"], Aurous.Balance.init),
                (
                    "team", ["id": "t", "name": "n", "credits": 1, "created_at": "2026-05-20T10:00:00Z"],
                    ["id", "name", "credits", "created_at"], Aurous.Team.init
                ),
                ("pricing", ["version": "2026-05-15"], ["version"], Aurous.Pricing.init),
                ("model", ["id": "m"], ["id"], Aurous.Model.init),
                ("estimate", ["estimated_cost": ["amount": 1]], ["estimated_cost"], Aurous.Estimate.init),
                ("embedding estimate", ["credits_estimated": 1], ["credits_estimated"], Aurous.EmbeddingEstimate.init),
                (
                    "totals", ["total_generations": 1, "total_credits_used": 1],
                    ["total_generations", "total_credits_used"],
                    Aurous.LifetimeTotals.init
                ),
                (
                    "chat", ["prompt_tokens": 1, "completion_tokens": 1, "credits_charged": 1],
                    ["prompt_tokens", "completion_tokens", "credits_charged"], Aurous.ChatUsage.init
                ),
                (
                    "embedding", ["prompt_tokens": 1, "credits_charged": 1], ["prompt_tokens", "credits_charged"],
                    Aurous.EmbeddingUsage.init
                ),
                ("generation", ["id": "img_1", "status": "pending"], ["id", "status"], Aurous.Generation.init),
                (
                    "webhook", ["id": "we_1", "url": "https://a.b", "events": []], ["id", "url", "events"],
                    Aurous.WebhookEndpoint.init
                ),
            ]
        for document in documents {
            #expect(throws: Never.self, "\(document.name)") { try document.read(document.sample) }
            for name in document.required {
                for value in [nil, .null, true, ["x": 1]] as [JSONValue?] {
                    let changed =
                        value.map { document.sample.replacing(name, by: $0) } ?? document.sample.removing(name)
                    let error = #expect(
                        throws: UsageError.self, "\(document.name) \(name) \(String(describing: value))"
                    ) {
                        try document.read(changed)
                    }
                    #expect(error?.code == .unexpectedShape)
                }
            }
            for other in [nil, [], 5, "x"] as [JSONValue] {
                #expect(throws: UsageError.self, "\(document.name)") { try document.read(other) }
            }
        }
    }

    // MARK: Generations of /v1/usage

    @Test func lifetimeTotalsAreReadWithoutParameters() async throws {
        transport.append(.json(#"{"total_generations":1234,"total_credits_used":567.891}"#))
        let totals = try await client().lifetimeTotals()
        #expect(totals.generations == 1234)
        #expect(totals.creditsUsed == Decimal(string: "567.891"))
        #expect(transport.requests.map(\.target) == ["/v1/usage"])
    }

    @Test func lifetimeTotalsOfAServerWithBucketsAreRefused() async throws {
        transport.append(.json(#"{"object":"list","data":[],"has_more":false,"next_page":null}"#))
        transport.append(
            .json(
                #"{"error":{"type":"invalid_request","code":"missing_field","message":"No.","param":"start_time"}}"#,
                status: 400))
        let client = try client()
        for status in [200, 400] {
            let error = await #expect(throws: UsageError.self) { try await client.lifetimeTotals() }
            #expect(error?.code == .otherContract)
            #expect(error?.status == status)
            #expect(error?.message.contains("buckets(in:)") == true)
            #expect(error?.endpoint == "GET /v1/usage")
        }
        #expect(transport.requests.count == 2)
    }

    @Test func anotherRefusalOfLifetimeTotalsStaysWhatItIs() async throws {
        transport.append(.json(#"{"error":{"code":"missing_scope","message":"No."}}"#, status: 403))
        let error = await #expect(throws: UsageError.self) { try await client().lifetimeTotals() }
        #expect(error?.code == .forbidden)
    }

    @Test func bucketsOfAServerWithLifetimeTotalsAreRefused() async throws {
        transport.append(.json(#"{"total_generations":1234,"total_credits_used":567.891}"#))
        let error = await #expect(throws: UsageError.self) {
            try await client().buckets(in: .since("2026-05-01T00:00:00Z")).collect()
        }
        #expect(error?.code == .otherContract)
        #expect(error?.message.contains("lifetimeTotals()") == true)
        #expect(transport.requests.count == 1)
    }

    /// The documented names and the seed's name for credits.
    @Test func aBucketTellsItsGeneration() throws {
        func bucket(_ metrics: JSONValue) throws -> Aurous.Bucket {
            try Aurous.Bucket([
                "bucket_start": "2026-05-01T00:00:00Z", "bucket_end": "2026-05-02T00:00:00.000Z",
                "groups": [["key": [:], "metrics": metrics]],
            ])
        }
        #expect(try bucket(["request_count": 1]).generation == .buckets)
        #expect(try bucket(["total_input_tokens": 0]).generation == .bucketsWithTokens)
        #expect(try bucket(["total_output_tokens": 0]).generation == .bucketsWithTokens)
        #expect(try bucket(["total_credits": 5]).groups[0].metrics.unknown == ["total_credits": 5])
        let empty = Aurous.Bucket(start: .at("2026-05-01T00:00:00Z"), end: .at("2026-05-02T00:00:00Z"), groups: [])
        #expect(empty.generation == nil)
        #expect(Aurous.UsageGeneration.allCases.map(\.rawValue) == [1, 2, 3])
    }

    @Test(arguments: Aurous.BucketWidth.known)
    func aBucketTellsTheWidthThatTheServerChose(width: Aurous.BucketWidth) throws {
        let duration = try #require(width.duration)
        let start = Timestamp.at("2026-02-01T00:00:00Z")
        let bucket = Aurous.Bucket(start: start, end: start.advanced(by: duration), groups: [])
        #expect(bucket.duration == duration)
        #expect(bucket.width == width)
        let other = Aurous.Bucket(start: start, end: start.advanced(by: duration + .seconds(1)), groups: [])
        #expect(other.width == nil)
    }

    @Test func tooManyBucketsComeWithTheirHint() async throws {
        transport.append(
            .json(
                #"{"error":{"type":"invalid_request","code":"too_many_buckets","message":"43200 buckets","hint":"use 1h","param":"bucket_width"}}"#,
                status: 400))
        let error = await #expect(throws: UsageError.self) {
            try await client().buckets(in: .since("2026-05-01T00:00:00Z"), matching: .init(width: .minute)).collect()
        }
        #expect(error?.code == .requestRefused)
        #expect(error?.providerCode == "too_many_buckets")
        #expect(error?.refusal?.hint == "use 1h")
        #expect(error?.refusal?.parameter == "bucket_width")
        #expect(error?.description.contains("use 1h") == true)
        #expect(transport.requests.count == 1)
    }
}
