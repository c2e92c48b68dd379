import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

/// All endpoints of Auralytik with both ways of authentication, each at its host and in its envelopes.
@Suite struct AuralytikAccessTests {
    private static func fake(
        isSigned: Bool, scopes: Set<String> = ["usage:read", "webhooks:manage", "analytics:export"]
    ) throws -> (AuralytikFake, Auralytik.Client) {
        let now = Timestamp.at("2026-06-15T00:00:00Z")
        var plan = LedgerGenerator(seed: 1).auralytikPlan
        plan.scopes = scopes
        let fake = AuralytikFake(
            details: [AuralytikFake.detail(at: now)], plan: plan,
            authentication: isSigned ? .signed(secret: "shh") : .bearer, now: { now })
        let configuration = ClientConfiguration.test(fake)
        let client =
            isSigned
            ? try Auralytik.Client(apiKey: fake.apiKey, hmacSecret: "shh", configuration: configuration)
            : try Auralytik.Client(apiKey: fake.apiKey, configuration: configuration)
        return (fake, client)
    }

    @Test(arguments: [false, true])
    func eachEndpointIsAnswered(isSigned: Bool) async throws {
        let (fake, client) = try Self.fake(isSigned: isSigned)
        #expect(try await client.health().status == "ok")
        let summary = try await client.summary()
        #expect(summary.meters["calls"]?.used == 1)
        #expect((summary.meta?.requestID != nil) == isSigned)
        #expect(try await client.usageByKey().keys.map(\.calls).reduce(0, +) == 1)
        #expect(try await client.details().collect().rows.count == 1)
        let webhook = try await client.createWebhook(url: "https://a.example/é", events: [.quotaWarning], note: "n")
        #expect(webhook.signingSecret != nil)
        #expect(webhook.isActive == true)
        #expect(try await client.webhooks().map(\.id) == ["wh_demo", webhook.id])
        #expect(try await client.webhooks().allSatisfy { $0.signingSecret == nil })
        let changed = try await client.updateWebhook(id: webhook.id, .init(events: [.exportReady], isActive: false))
        #expect(changed.events == [.exportReady])
        #expect(changed.isActive == false)
        #expect(try await client.testWebhook(id: webhook.id).unknown["success"] == true)
        #expect(try await client.webhookDeliveries(id: webhook.id).map(\.event) == [.exportReady])
        try await client.deleteWebhook(id: webhook.id)
        #expect(try await client.webhooks().map(\.id) == ["wh_demo"])
        let job = try await client.startExport(of: .init(from: "2026-06-01", through: "2026-06-14"))
        #expect(job.status == .queued)
        #expect(try await client.finishedExport(id: job.id).downloadURL != nil)
        let host = isSigned ? "api.auralytik.ai" : "api.auralytik.com"
        #expect(fake.requests.allSatisfy { $0.url.host() == host })
        #expect(fake.requests.allSatisfy { ($0.headers["X-Signature"] != nil) == isSigned })
    }

    /// The body of a request is a part of what is signed.
    @Test func aSignatureOfAnotherBodyIsRefused() async throws {
        let (fake, client) = try Self.fake(isSigned: true)
        _ = try await client.createWebhook(url: "https://a.example", events: [.quotaWarning])
        var request = try #require(fake.requests.last)
        #expect(try await fake.send(request).status == 201)
        request.body = Array(#"{"url":"https://b.example","events":["export.ready"]}"#.utf8)
        #expect(try await fake.send(request).status == 401)
    }

    @Test func aKeyWithoutThePermissionIsForbidden() async throws {
        let (_, client) = try Self.fake(isSigned: false, scopes: [])
        let calls: [() async throws -> Void] = [
            { _ = try await client.summary() }, { _ = try await client.usageByKey() },
            { _ = try await client.details().collect() }, { _ = try await client.webhooks() },
            { _ = try await client.export(id: "exp_demo") },
        ]
        for call in calls {
            let error = await #expect(throws: UsageError.self) { try await call() }
            #expect(error?.code == .forbidden)
            #expect(error?.status == 403)
            #expect(error?.providerCode == "FORBIDDEN")
            #expect(error?.requestID?.hasPrefix("req_") == true)
        }
        #expect(try await client.health().status == "ok")
    }

    @Test func anUnknownIDIsNotFound() async throws {
        let (_, client) = try Self.fake(isSigned: true)
        let calls: [() async throws -> Void] = [
            { _ = try await client.export(id: "none") }, { _ = try await client.webhookDeliveries(id: "none") },
            { _ = try await client.testWebhook(id: "none") }, { try await client.deleteWebhook(id: "none") },
            { _ = try await client.updateWebhook(id: "none", .init(isActive: true)) },
        ]
        for call in calls {
            let error = await #expect(throws: UsageError.self) { try await call() }
            #expect(error?.code == .notFound)
        }
    }

    @Test(arguments: [
        #"{"error":{"code":"RATE_LIMIT_EXCEEDED","message":"Too many requests.","requestId":"req_1","retryAfter":30}}"#
    ])
    func theWaitInABodyIsKept(body: String) async throws {
        let script = ScriptedTransport([.json(body, status: 429), .json(#"{"status":"ok"}"#)])
        let clock = ManualClock()
        let client = try Auralytik.Client(apiKey: "k", configuration: .test(script, clock: clock))
        #expect(try await client.health().status == "ok")
        #expect(clock.sleeps == [.seconds(30)])
    }

    @Test func theResponseOfAnotherPeriodIsRefused() async throws {
        // Each is asked for twice, in case the answer was meant for another request.
        let script = ScriptedTransport(
            [#""usage":{}"#, #""usage":{}"#, #""keys":[]"#, #""keys":[]"#].map {
                .json(#"{"billingPeriod":"2026-05",\#($0)}"#)
            })
        let client = try Auralytik.Client(apiKey: "k", configuration: .test(script))
        let june = try BillingPeriod("2026-06")
        for call in [
            { _ = try await client.summary(for: june) }, { _ = try await client.usageByKey(for: june) },
        ] as [() async throws -> Void] {
            let error = await #expect(throws: UsageError.self) { try await call() }
            #expect(error?.code == .mismatchedResponse)
            #expect(error?.message.contains("2026-05") == true)
        }
    }
}
