import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

@Suite struct AuralytikWebhookTests {
    private let transport = ScriptedTransport()
    private static let ofTomorrow = Auralytik.EventName(rawValue: "of.tomorrow")

    private func client() throws -> Auralytik.Client {
        try Auralytik.Client(apiKey: "ak_live_key", configuration: .test(transport))
    }

    private static let created = #"""
        {"id":"wh_8f3a1b2c","url":"https://your-server.com/webhooks/auralytik",
         "events":["evaluation.completed","audio.processed"],"description":"Production webhook","active":true,
         "signing_secret":"whsec_k7G2xQ9","created_at":"2026-03-30T14:22:00Z"}
        """#

    private func create() async throws -> Auralytik.Webhook {
        try await client().createWebhook(
            url: "https://your-server.com/webhooks/auralytik", events: [.evaluationCompleted, .audioProcessed],
            note: "Production webhook")
    }

    @Test(arguments: [false, true])
    func aWebhookIsCreatedWithItsSecret(isWrapped: Bool) async throws {
        let meta = #","meta":{"requestId":"req_1"}"#
        transport.append(.json(isWrapped ? #"{"data":\#(Self.created)\#(meta)}"# : Self.created, status: 201))
        let webhook = try await create()
        #expect(webhook.id == "wh_8f3a1b2c")
        #expect(webhook.events == [.evaluationCompleted, .audioProcessed])
        #expect(webhook.note == "Production webhook")
        #expect(webhook.isActive == true)
        #expect(webhook.signingSecret?.secret == "whsec_k7G2xQ9")
        #expect(webhook.createdAt == .at("2026-03-30T14:22:00Z"))
        #expect(webhook.meta?.requestID == (isWrapped ? "req_1" : nil))
        let request = try #require(transport.requests.first)
        #expect(request.method == "POST")
        #expect(request.target == "/v1/webhooks")
        #expect(request.headers["Content-Type"] == "application/json")
        #expect(
            String(decoding: request.body, as: UTF8.self)
                == #"{"url":"https://your-server.com/webhooks/auralytik","events":["evaluation.completed","audio.processed"],"description":"Production webhook"}"#
        )
    }

    @Test func noDescriptionShowsTheSecret() async throws {
        transport.append(.json(Self.created))
        let webhook = try await create()
        #expect(Exposure(of: webhook).texts(with: ["whsec_k7G2xQ9"]) == [])
        #expect(webhook.signingSecret?.secret == "whsec_k7G2xQ9")
        #expect(webhook.jsonValue["signing_secret"]?.isNull == true)
    }

    @Test func aRequestThatChangesSomethingIsSentOnce() async throws {
        for _ in 0..<5 { transport.append(.json(#"{"error":{"code":"INTERNAL","message":"x"}}"#, status: 503)) }
        let client = try client()
        await #expect(throws: UsageError.self) { try await create() }
        await #expect(throws: UsageError.self) { try await client.updateWebhook(id: "w", .init(isActive: true)) }
        await #expect(throws: UsageError.self) { try await client.deleteWebhook(id: "w") }
        await #expect(throws: UsageError.self) { try await client.testWebhook(id: "w") }
        await #expect(throws: UsageError.self) {
            try await client.startExport(of: Auralytik.ExportQuery(from: "2026-01-01", through: "2026-01-01"))
        }
        #expect(transport.requests.map(\.method) == ["POST", "PATCH", "DELETE", "POST", "POST"])
    }

    @Test func onlyWhatIsGivenIsChanged() async throws {
        for _ in 0..<2 { transport.append(.json(#"{"id":"wh_1","events":[]}"#)) }
        _ = try await client().updateWebhook(id: "wh_1", .init(isActive: false))
        _ = try await client().updateWebhook(
            id: "wh_1", .init(url: "https://a.example", events: [Self.ofTomorrow], note: "", isActive: true))
        #expect(transport.requests.map(\.target) == ["/v1/webhooks/wh_1", "/v1/webhooks/wh_1"])
        #expect(
            transport.requests.map { String(decoding: $0.body, as: UTF8.self) } == [
                #"{"active":false}"#,
                #"{"url":"https://a.example","events":["of.tomorrow"],"description":"","active":true}"#,
            ])
    }

    @Test func aWebhookIsDeletedAndTested() async throws {
        transport.append(.response(TransportResponse(status: 204)))
        transport.append(.response(TransportResponse(status: 202)))
        transport.append(.json(#"{"data":{"success":true},"meta":{"requestId":"r"}}"#))
        try await client().deleteWebhook(id: "wh_1")
        #expect(try await client().testWebhook(id: "wh_1") == Auralytik.WebhookTest())
        let test = try await client().testWebhook(id: "wh_1")
        #expect(test.unknown == ["success": true])
        #expect(test.meta?.requestID == "r")
        #expect(
            transport.requests.map { "\($0.method) \($0.target)" } == [
                "DELETE /v1/webhooks/wh_1", "POST /v1/webhooks/wh_1/test", "POST /v1/webhooks/wh_1/test",
            ])
        #expect(transport.requests.allSatisfy { $0.body.isEmpty })
    }

    @Test func settingsThatMakeNoSenseAreRefused() async throws {
        let client = try client()
        let calls: [() async throws -> Void] = [
            { _ = try await client.createWebhook(url: "http://a.example", events: [.exportReady]) },
            { _ = try await client.createWebhook(url: "", events: [.exportReady]) },
            { _ = try await client.createWebhook(url: "https://a.example", events: []) },
            { _ = try await client.updateWebhook(id: "w", .init()) },
            { _ = try await client.updateWebhook(id: "w", .init(events: [])) },
            { _ = try await client.updateWebhook(id: "..", .init(isActive: true)) },
            { try await client.deleteWebhook(id: "") },
            { _ = try await client.testWebhook(id: "a/b") },
            { _ = try await client.webhookDeliveries(id: "") },
        ]
        for call in calls {
            let error = await #expect(throws: UsageError.self) { try await call() }
            #expect(error?.code == .invalidArgument)
        }
        #expect(transport.requests.isEmpty)
    }

    // MARK: Lists

    @Test func allPagesOfAListAreFetched() async throws {
        transport.append(
            .json(
                #"{"data":[{"id":"a"},{"id":"b"}],"pagination":{"page":1,"pageSize":2,"totalCount":3,"totalPages":2}}"#)
        )
        transport.append(
            .json(#"{"data":[{"id":"c"}],"pagination":{"page":2,"pageSize":2,"totalCount":3,"totalPages":2}}"#))
        #expect(try await client().webhooks().map(\.id) == ["a", "b", "c"])
        #expect(transport.requests.map(\.target) == ["/v1/webhooks", "/v1/webhooks?page=2"])
    }

    @Test(arguments: [
        #"{"data":[{"id":"a"}],"page":1,"pageSize":10,"totalCount":1}"#, #"{"data":[{"id":"a"}]}"#, #"[{"id":"a"}]"#,
        #"{"data":[{"id":"a"}],"pagination":null}"#,
    ])
    func aListWithoutMoreIsOneRequest(body: String) async throws {
        transport.append(.json(body))
        #expect(try await client().webhooks().map(\.id) == ["a"])
        #expect(transport.requests.count == 1)
    }

    @Test func aListThatIsNotWholeIsAnError() async throws {
        let page = #"{"data":[{"id":"a"}],"totalCount":3}"#
        for (second, code) in [
            (page, UsageError.Code.paginationStalled), (#"{"data":[],"totalCount":3}"#, .incompleteWalk),
            (#"{"data":[{"id":"b"}],"page":1,"totalCount":3}"#, .mismatchedResponse),
        ] {
            let script = ScriptedTransport([.json(page), .json(second)])
            let client = try Auralytik.Client(apiKey: "k", configuration: .test(script))
            let error = await #expect(throws: UsageError.self) { try await client.webhooks() }
            #expect(error?.code == code)
            #expect(error?.provider == .auralytik)
        }
    }

    @Test func aListNeedsItsRows() async throws {
        for _ in 0..<2 { transport.append(.json(#"{"totalCount":0}"#)) }
        let error = await #expect(throws: UsageError.self) { try await client().webhooks() }
        #expect(error?.code == .unexpectedShape)
    }

    @Test func deliveriesAreReadWhateverTheirFieldsAre() async throws {
        transport.append(
            .json(#"{"data":[{"id":5,"event":"of.tomorrow","status":"sent","timestamp":1780000000},{"x":[]}]}"#))
        let deliveries = try await client().webhookDeliveries(id: "wh_1")
        #expect(transport.requests.map(\.target) == ["/v1/webhooks/wh_1/deliveries"])
        #expect(deliveries[0].id == nil)
        #expect(deliveries[0].event == Self.ofTomorrow)
        #expect(deliveries[0].status == "sent")
        #expect(deliveries[0].unknown == ["id": 5, "timestamp": 1_780_000_000])
        #expect(deliveries[1].unknown == ["x": []])
    }

    // MARK: Events

    @Test(arguments: [
        ("usage.quota_warning", Auralytik.EventName.quotaWarning), ("export.ready", .exportReady),
        ("api-key.rotated", .keyRotated), ("of.tomorrow", ofTomorrow),
    ])
    func eventsAreRead(word: String, name: Auralytik.EventName) throws {
        let event = try Auralytik.WebhookEvent(
            JSONValue(
                json: Array(
                    #"{"id":"evt_9d4e2f1a","event":"\#(word)","timestamp":"2026-03-30T14:30:00Z","data":{"a":1}}"#.utf8)
            ))
        #expect(event.id == "evt_9d4e2f1a")
        #expect(event.name == name)
        #expect(event.timestamp == .at("2026-03-30T14:30:00Z"))
        #expect(event.data == ["a": 1])
    }

    @Test func anEventIsReadTolerantly() throws {
        let event = try Auralytik.WebhookEvent(["id": "e", "event": "x", "timestamp": 1_780_000_000])
        #expect(event.timestamp == nil)
        #expect(event.unknown == ["timestamp": 1_780_000_000])
        #expect(event.data.isEmpty)
        #expect(throws: UsageError.self) { try Auralytik.WebhookEvent(["event": "x"]) }
        #expect(throws: UsageError.self) { try Auralytik.WebhookEvent(["id": "e"]) }
        #expect(Auralytik.EventName.known.count == 7)
    }
}
