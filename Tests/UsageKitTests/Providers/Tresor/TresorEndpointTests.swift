import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

/// The endpoints of Tresor beside its ledger.
@Suite struct TresorEndpointTests {
    private let transport = ScriptedTransport()

    private func client(_ baseURL: String? = nil) throws -> Tresor.Client {
        try Tresor.Client(apiKey: "tr-key", configuration: .test(transport, baseURL: baseURL))
    }

    private static let id = "7c9e6679-7425-40de-944b-e07fc1f90ae7"

    @Test func aReceiptIsAskedForByItsID() async throws {
        transport.append(.json(#"{"id":"\#(Self.id)","receipt":"a.b.c"}"#))
        let receipt = try await client().receipt(id: Self.id)
        #expect(receipt == Tresor.Receipt(id: Self.id, compact: "a.b.c"))
        let request = try #require(transport.requests.first)
        #expect(request.url.absoluteString == "https://api.tresor.co/v1/receipts/\(Self.id)")
        #expect(request.headers["Authorization"] == "Bearer tr-key")
        // A receipt that is no token is kept as it came.
        #expect(throws: UsageError.self) { try receipt.token }
    }

    @Test(arguments: ["", ".", "..", "a/b"])
    func anIDThatLeadsElsewhereIsRefused(id: String) async throws {
        let error = await #expect(throws: UsageError.self) { try await client().receipt(id: id) }
        #expect(error?.code == .invalidArgument)
        #expect(transport.requests.isEmpty)
    }

    @Test func anIDIsPercentEncoded() async throws {
        transport.append(.json(#"{"id":"a?b","receipt":"x"}"#))
        _ = try await client().receipt(id: "a?b")
        #expect(transport.requests.map(\.target) == ["/v1/receipts/a%3Fb"])
    }

    @Test func theReceiptOfAnotherIDIsRefused() async throws {
        for _ in 0..<2 { transport.append(.json(#"{"id":"another","receipt":"x"}"#)) }
        let error = await #expect(throws: UsageError.self) { try await client().receipt(id: Self.id) }
        #expect(error?.code == .mismatchedResponse)
    }

    @Test func aReceiptThatIsGoneIsNotFound() async throws {
        transport.append(.json(#"{"error":{"code":"not_found","message":"no such receipt"}}"#, status: 404))
        let error = await #expect(throws: UsageError.self) { try await client().receipt(id: Self.id) }
        #expect(error?.code == .notFound)
        #expect(error?.providerCode == "not_found")
        #expect(error?.endpoint == "GET /v1/receipts/\(Self.id)")
    }

    @Test(arguments: [
        (nil, "https://api.tresor.co/.well-known/jwks.json"),
        ("http://127.0.0.1:9/proxy/v1", "http://127.0.0.1:9/.well-known/jwks.json"),
    ])
    func theKeysAreAtTheOrigin(baseURL: String?, address: String) async throws {
        transport.append(.json(#"{"keys":[{"kty":"EC","kid":"k"},{"kty":"oct"}],"x":1}"#))
        let keys = try await client(baseURL).receiptKeys()
        #expect(transport.requests.map(\.url.absoluteString) == [address])
        #expect(keys.keys.map(\.id) == ["k", nil])
        #expect(keys.unknown == ["x": 1])
    }

    @Test func keysMustBeAList() async throws {
        for _ in 0..<2 { transport.append(.json("{}")) }
        let error = await #expect(throws: UsageError.self) { try await client().receiptKeys() }
        #expect(error?.code == .unexpectedShape)
    }

    /// A server may ignore a filter.
    @Test func modelsThatShowAnotherValueAreLeftOut() async throws {
        func model(_ id: String, _ route: String) -> String { #"{"id":"\#(id)","tresor":{\#(route)}}"# }
        let models = [
            model("a", #""region":"eu","provider":"p","type":"chat""#),
            model("b", #""region":"us","provider":"p","type":"chat""#),
            model("c", #""region":"eu","provider":"q","type":"chat""#),
            model("d", #""region":"eu","provider":"p","type":"transcription""#), model("e", ""), #"{"id":"f"}"#,
        ]
        let body = "{\"data\":[\(models.joined(separator: ","))]}"
        let client = try Tresor.Client(
            apiKey: TresorFake.testKey, configuration: .test(ScriptedTransport((0..<4).map { _ in .json(body) })))
        #expect(try await client.models(region: "eu").map(\.id) == ["a", "c", "d", "e", "f"])
        #expect(try await client.models(upstream: "p").map(\.id) == ["a", "b", "d", "e", "f"])
        #expect(try await client.models(type: .chat).map(\.id) == ["a", "b", "c", "e", "f"])
        #expect(try await client.models().count == 6)
    }

    @Test func modelsAreAskedForWithTheirDetails() async throws {
        for _ in 0..<3 { transport.append(.json(#"{"object":"list","data":[]}"#)) }
        #expect(try await client().models() == [])
        _ = try await client().models(region: "eu", upstream: "tinfoil", type: .transcription)
        _ = try await client().models(type: Tresor.Modality(rawValue: "a b"), detail: false)
        #expect(
            transport.requests.map(\.target) == [
                "/v1/models?detail=true",
                "/v1/models?detail=true&region=eu&provider=tinfoil&type=transcription", "/v1/models?type=a%20b",
            ])
    }

    @Test func anEmptyFilterOfModelsIsRefused() async throws {
        let error = await #expect(throws: UsageError.self) { try await client().models(region: "") }
        #expect(error?.code == .invalidArgument)
        #expect(transport.requests.isEmpty)
    }

    /// The sample of the models page.
    @Test func readsTheVendorsModel() throws {
        let model = try Tresor.Model(
            JSONValue(
                json: Array(
                    #"""
                    {"id":"eu/privatemode/whisper-large-v3","object":"model","owned_by":"privatemode",
                     "tresor":{"model_key":"whisper-large-v3","region":"eu","provider":"privatemode","type":"transcription",
                      "pricing":{"billing_unit":"audio_minute","unit_amount":0.014,"currency":"eur"}}}
                    """#.utf8)))
        #expect(model.ownedBy == "privatemode")
        let route = try #require(model.route)
        #expect(route.modelKey == "whisper-large-v3")
        #expect(route.upstream == "privatemode")
        #expect(route.type == .transcription)
        #expect(route.pricing?.billingUnit == .audioMinute)
        #expect(route.pricing?.unitAmount == Decimal(string: "0.014"))
        #expect(route.pricing?.currency == "eur")
        #expect(route.pricing?.inputPerMillionTokens == nil)
    }

    @Test func readsHowARequestWasRouted() throws {
        let body: JSONValue = [
            "id": "c", "choices": [],
            "tresor": [
                "receipt_id": .string(Self.id), "requested_route": "gpt-oss-120b",
                "routed_model": "eu/tresor/gpt-oss-120b", "failover": false, "extra": 1,
            ],
        ]
        let routing = try #require(try Tresor.Routing.read(from: body))
        #expect(routing.receiptID == Self.id)
        #expect(routing.requestedRoute == "gpt-oss-120b")
        #expect(routing.routedModel == "eu/tresor/gpt-oss-120b")
        #expect(routing.isFailover == false)
        #expect(routing.unknown == ["extra": 1])
        #expect(try routing.jsonValue.canonical == #require(body["tresor"]).canonical)
        // The receipt is left out if the caller wanted none; other chunks of a stream have no extension.
        #expect(try Tresor.Routing.read(from: ["tresor": ["failover": true]])?.receiptID == nil)
        #expect(try Tresor.Routing.read(from: ["choices": []]) == nil)
        #expect(try Tresor.Routing.read(from: ["tresor": nil]) == nil)
        let error = #expect(throws: UsageError.self) {
            try Tresor.Routing.read(from: ["tresor": ["receipt_id": 5]])
        }
        #expect(error?.codingPath == "tresor.receipt_id")
    }

    /// The envelope of the predecessor, the same without `type`, and members at the top.
    @Test(arguments: [
        #"{"error":{"message":"no balance","type":"insufficient_funds","code":"balance_exceeded"}}"#,
        #"{"error":{"message":"no balance","code":"balance_exceeded"}}"#,
        #"{"message":"no balance","code":"balance_exceeded"}"#,
        #"{"error":"no balance","code":"balance_exceeded"}"#,
    ])
    func eachErrorEnvelopeIsRead(body: String) async throws {
        transport.append(.json(body, status: 402))
        let error = await #expect(throws: UsageError.self) { try await client().models() }
        #expect(error?.code == .paymentRequired)
        #expect(error?.message == "no balance")
        #expect(error?.providerCode == "balance_exceeded")
        #expect(error?.refusal?.type == (body.contains("type") ? "insufficient_funds" : nil))
    }

    @Test(arguments: [(401, UsageError.Code.unauthorized), (403, .forbidden), (404, .notFound), (400, .requestRefused)])
    func refusalsAreNotRetried(status: Int, code: UsageError.Code) async throws {
        transport.append(.json(#"{"error":{"code":"x","message":"y"}}"#, status: status))
        let error = await #expect(throws: UsageError.self) { try await client().receiptKeys() }
        #expect(error?.code == code)
        #expect(transport.requests.count == 1)
    }

    @Test(arguments: [429, 500, 502, 503, 504])
    func transientFailuresAreRetried(status: Int) async throws {
        transport.append(.json(#"{"error":{"code":"x","message":"y"}}"#, status: status))
        transport.append(.json(#"{"keys":[]}"#))
        #expect(try await client().receiptKeys().keys.isEmpty)
    }
}
