import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

/// Events of webhooks, and the addresses to which they are sent.
@Suite struct AurousWebhookTests {
    private let transport = ScriptedTransport()

    private func client() throws -> Aurous.Client {
        try Aurous.Client(apiKey: "al_live_key", configuration: .test(transport))
    }

    // MARK: Addresses

    private static let secret = "whsec_8jKpQ4nXabc1234"
    private static func endpoint(secret: String) -> String {
        #"""
        {"id":"we_1","object":"webhook_endpoint","url":"https://example.com/hook","events":["image.completed","x.y"],
         "secret_preview":"whsec_8jK...1234","secret":\#(secret),"is_active":true,"consecutive_failures":2,
         "last_success_at":"2026-05-20T10:00:00Z","last_failure_at":null,"metadata":{"env":"prod"},
         "created_at":"2026-05-19T10:00:00Z","updated_at":"2026-05-19T11:00:00Z","description":"Production"}
        """#
    }

    @Test func anAddressIsRegistered() async throws {
        transport.append(.json(Self.endpoint(secret: "\"\(Self.secret)\""), status: 201))
        let endpoint = try await client().createWebhookEndpoint(
            url: "https://example.com/hook", events: [.imageCompleted, .balanceLow], note: "Production",
            metadata: ["team": "b", "env": "prod"])
        #expect(endpoint.id == "we_1")
        #expect(endpoint.secret?.secret == Self.secret)
        #expect(endpoint.events == [.imageCompleted, Aurous.WebhookEventType(rawValue: "x.y")])
        #expect(endpoint.consecutiveFailures == 2)
        #expect(endpoint.lastFailureAt == nil)
        #expect(endpoint.metadata == ["env": "prod"])
        #expect(endpoint.note == "Production")
        let request = try #require(transport.requests.first)
        #expect(request.method == "POST")
        #expect(request.target == "/v1/webhook_endpoints")
        #expect(
            String(decoding: request.body, as: UTF8.self)
                == #"{"url":"https://example.com/hook","events":["image.completed","usage.balance_low"],"description":"Production","metadata":{"env":"prod","team":"b"}}"#
        )
    }

    @Test func allEventsAreAskedForByOneWord() async throws {
        transport.append(.json(Self.endpoint(secret: "null"), status: 201))
        _ = try await client().createWebhookEndpoint(url: "HTTPS://example.com", events: [.all])
        let body = try JSONValue(json: #require(transport.requests.first).body)
        #expect(body == ["url": "HTTPS://example.com", "events": ["*"]])
        #expect(!Aurous.WebhookEventType.known.contains(.all))
        #expect(Aurous.WebhookEventType.known.count == 11)
    }

    /// Whatever shows an address shows no secret.
    @Test func theSecretIsNotShown() throws {
        let endpoint = try Aurous.WebhookEndpoint(
            JSONValue(json: Array(Self.endpoint(secret: "\"\(Self.secret)\"").utf8)))
        var dumped = ""
        dump(endpoint, to: &dumped)
        for text in [dumped, "\(endpoint)", String(reflecting: endpoint), endpoint.jsonValue.text, "\([endpoint])"] {
            #expect(!text.contains(Self.secret))
        }
        #expect(endpoint.jsonValue["secret"]?.isNull == true)
        #expect(endpoint.secret != nil)
    }

    @Test(arguments: ["\"\"", "\"a b\"", "\"é\"", "5"])
    func anImpossibleSecretIsRefusedWithoutBeingShown(secret: String) {
        let error = #expect(throws: UsageError.self) {
            try Aurous.WebhookEndpoint(JSONValue(json: Array(Self.endpoint(secret: secret).utf8)))
        }
        #expect(error?.code == .unexpectedShape)
        #expect(error?.codingPath == "secret")
        #expect(error?.description.contains("a b") == false)
    }

    @Test func addressesAreReadRotatedTestedAndRemoved() async throws {
        transport.append(.json(#"{"object":"list","data":[\#(Self.endpoint(secret: "null"))],"has_more":false}"#))
        transport.append(.json(Self.endpoint(secret: "null")))
        transport.append(.json(Self.endpoint(secret: "\"\(Self.secret)\"")))
        transport.append(
            .json(#"{"object":"webhook_test_fire","endpoint_id":"we_1","event_id":"evt_1","enqueued":true}"#))
        transport.append(.response(TransportResponse(status: 204)))
        let client = try client()
        #expect(try await client.webhookEndpoints().map(\.id) == ["we_1"])
        #expect(try await client.webhookEndpoint(id: "we_1").secret == nil)
        #expect(try await client.rotateWebhookSecret(id: "we_1").secret?.secret == Self.secret)
        let test = try await client.testWebhookEndpoint(id: "we_1", sending: .videoFailed)
        #expect(test.eventID == "evt_1")
        #expect(test.isEnqueued == true)
        try await client.deleteWebhookEndpoint(id: "we_1")
        #expect(
            transport.requests.map { "\($0.method) \($0.target)" } == [
                "GET /v1/webhook_endpoints", "GET /v1/webhook_endpoints/we_1",
                "POST /v1/webhook_endpoints/we_1/rotate_secret", "POST /v1/webhook_endpoints/we_1/test",
                "DELETE /v1/webhook_endpoints/we_1",
            ])
        #expect(String(decoding: transport.requests[3].body, as: UTF8.self) == #"{"event_type":"video.failed"}"#)
        #expect(transport.requests[2].body.isEmpty)
    }

    @Test(arguments: [#"{"id":"we_1","deleted":true}"#, "", "gone"])
    func aRemovalIsDoneWhateverTheResponseSays(body: String) async throws {
        transport.append(.json(body))
        try await client().deleteWebhookEndpoint(id: "we_1")
        #expect(transport.requests.count == 1)
    }

    /// A second request could register a second address, or replace a secret that was received.
    @Test func whatChangesSomethingIsSentOnce() async throws {
        for _ in 0..<4 { transport.append(.json("{}", status: 503)) }
        let client = try client()
        for call in [
            { _ = try await client.createWebhookEndpoint(url: "https://a.b", events: [.all]) },
            { _ = try await client.rotateWebhookSecret(id: "we_1") },
            { _ = try await client.testWebhookEndpoint(id: "we_1", sending: .balanceLow) },
            { try await client.deleteWebhookEndpoint(id: "we_1") },
        ] as [@Sendable () async throws -> Void] {
            let error = await #expect(throws: UsageError.self) { try await call() }
            #expect(error?.code == .serverFailure)
        }
        #expect(transport.requests.count == 4)
    }

    @Test func refusesAnAddressThatAurousWouldRefuse() async throws {
        let client = try client()
        let long = "https://example.com/" + String(repeating: "x", count: 2030)
        let many = Dictionary(uniqueKeysWithValues: (0...50).map { ("\($0)", "") })
        for (url, events, metadata) in [
            ("http://example.com", [.all], [:]), ("", [.all], [:]), (long, [.all], [:]),
            ("https://example.com", [], [:]), ("https://example.com", [.all], many),
            ("https://example.com", [.all], ["a": String(repeating: "x", count: 501)]),
        ] as [(String, [Aurous.WebhookEventType], [String: String])] {
            let error = await #expect(throws: UsageError.self) {
                try await client.createWebhookEndpoint(url: url, events: events, metadata: metadata)
            }
            #expect(error?.code == .invalidArgument)
        }
        #expect(transport.requests.isEmpty)
    }

    // MARK: Events

    private func event(_ text: String) throws -> Aurous.WebhookEvent { try Aurous.WebhookEvent(body: text.utf8) }

    @Test func readsAnEvent() throws {
        let event = try event(
            #"{"id":"evt_1","type":"usage.balance_low","created_at":"2026-05-20T10:00:00Z","synthetic":true,"data":{"credits":5},"x":1}"#
        )
        #expect(event.id == "evt_1")
        #expect(event.type == .balanceLow)
        #expect(event.createdAt == .at("2026-05-20T10:00:00Z"))
        #expect(event.isSynthetic)
        #expect(event.data == ["credits": 5])
        #expect(event.body["x"] == 1)
        #expect(event.jsonValue == .object(event.body))
        #expect(try event.generation() == nil)
    }

    @Test(arguments: [
        (#"{"event_id":"evt_1","event":"image.failed","timestamp":1779271200}"#, "2026-05-20T10:00:00Z"),
        (#"{"id":"evt_1","event_type":"image.failed","created":1779271200000}"#, "2026-05-20T10:00:00Z"),
        (
            #"{"id":null,"event_id":"evt_1","type":"","event":"image.failed","created_at":"soon","timestamp":"2026-05-20T10:00:00Z"}"#,
            "2026-05-20T10:00:00Z"
        ),
        (#"{"id":"evt_1","type":"image.failed","data":[],"created_at":-1}"#, nil),
        (#"{"id":"evt_1","type":"image.failed","data":null,"created_at":1.5e300}"#, nil),
    ])
    func readsTheNamesThatOtherPagesUse(text: String, instant: String?) throws {
        let event = try event(text)
        #expect(event.id == "evt_1")
        #expect(event.type == .imageFailed)
        #expect(event.createdAt == instant.map { .at($0) })
        #expect(event.data.isEmpty)
        #expect(!event.isSynthetic)
        #expect(try event.generation() == nil)
    }

    @Test func aCallbackOfOneRequestHasItsVideoWithTheCost() throws {
        let event = try event(
            #"{"event":"video.completed","data":{"id":"vid_1","status":"succeeded","cost":{"amount":2}}}"#)
        #expect(event.id == nil)
        #expect(try event.generation()?.cost?.amount == 2)
    }

    @Test func anUnknownEventIsKept() throws {
        let event = try event(#"{"type":"invoice.paid","data":{"a":[1]}}"#)
        #expect(event.type == Aurous.WebhookEventType(rawValue: "invoice.paid"))
        #expect(event.createdAt == nil)
        #expect(try self.event("{}").type == nil)
    }

    @Test func aVideoThatCannotBeReadIsAnError() throws {
        let event = try event(#"{"type":"video.completed","data":{"id":5}}"#)
        #expect(throws: UsageError.self) { try event.generation() }
    }

    @Test(arguments: ["", "[]", "5", "null", "{", "{}x"])
    func aBodyThatIsNoObjectIsRefused(text: String) {
        #expect(throws: UsageError.self) { try event(text) }
    }

    @Test func theSignatureIsVerifiedBeforeTheBodyIsRead() throws {
        let secret = try Credential(Self.secret)
        let now = Timestamp(seconds: 1_779_271_200)
        let body = Array(#"{"id":"evt_1","type":"image.completed"}"#.utf8)
        let code = MessageAuthentication.hmacSHA256(
            key: Array(Self.secret.utf8), message: Array("1779271200.".utf8) + body)
        let header = "t=1779271200,v1=" + code.map { String(format: "%02x", $0) }.joined()
        let event = try Aurous.WebhookEvent.verified(body, header: header, secrets: [secret], now: now)
        #expect(event.type == .imageCompleted)
        let error = #expect(throws: UsageError.self) {
            try Aurous.WebhookEvent.verified(Array("x".utf8), header: header, secrets: [secret], now: now)
        }
        #expect(error?.code == .invalidSignature)
    }

    // MARK: Deliveries

    @Test func recognisesADeliveryThatCameBefore() throws {
        var deliveries = Aurous.WebhookDeliveries(capacity: 100)
        #expect(try deliveries.insert(event(#"{"id":"evt_1","type":"image.completed"}"#)))
        #expect(try deliveries.insert(event(#"{"id":"evt_2","type":"image.completed"}"#)))
        // The same event, whatever else its body says.
        #expect(try !deliveries.insert(event(#"{"id":"evt_1","type":"image.completed","attempt":2}"#)))
        #expect(try deliveries.insert(event(#"{"event":"image.failed","data":{"id":"img_1"}}"#)))
        #expect(try !deliveries.insert(event(#"{ "event":"image.failed", "data":{"id":"img_1"} }"#)))
        #expect(try deliveries.insert(event(#"{"event":"image.failed","data":{"id":"img_2"}}"#)))
        // Ids are compared by their bytes.
        #expect(try deliveries.insert(event(#"{"id":"caf\u00e9"}"#)))
        #expect(try deliveries.insert(event(#"{"id":"cafe\u0301"}"#)))
    }

    @Test(arguments: [1, 2, 7])
    func remembersTheLastEvents(capacity: Int) throws {
        var deliveries = Aurous.WebhookDeliveries(capacity: capacity)
        func insert(_ number: Int) throws -> Bool { try deliveries.insert(event(#"{"id":"evt_\#(number)"}"#)) }
        for number in 0..<100 {
            #expect(try insert(number))
            for last in max(0, number - capacity + 1)...number { #expect(try !insert(last)) }
        }
        // The one before the last ones is forgotten.
        #expect(try insert(99 - capacity))
        #expect(Aurous.WebhookDeliveries(capacity: 0).capacity == 1)
    }
}
