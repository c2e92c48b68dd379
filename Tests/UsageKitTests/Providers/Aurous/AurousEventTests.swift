import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

@Suite struct AurousEventTests {
    private func rows(_ fixture: String) throws -> [Aurous.Event] {
        try Aurous.replay.rows(of: Fixture.bytes(fixture)).rows
    }

    private func event(_ json: String) throws -> Aurous.Event {
        try JSONReader.read(Array(json.utf8)) { (json) throws(UsageError) in try Aurous.Event(from: &json) }
    }

    private func credit(_ type: String, _ amount: String) throws -> UsageRecord {
        try event(
            #"{"id":"uev_1","object":"usage_event","type":"\#(type)","amount":\#(amount),"currency":"credit","created_at":"2026-06-02T09:00:02Z"}"#
        ).usageRecord
    }

    @Test func readsEveryFieldOfARequest() throws {
        guard case .request(let event)? = try rows("Aurous/events").first else {
            Issue.record("not a request")
            return
        }
        #expect(event.id == "cmp_01JX0000000000000000000A")
        #expect(event.type == .chat)
        #expect(event.model == "example-chat-1")
        #expect(event.status == .completed)
        #expect(event.createdAt == .at("2026-06-02T09:00:01.250Z"))
        #expect(event.completedAt == .at("2026-06-02T09:00:02.750Z"))
        #expect(event.duration == .milliseconds(1500))
        #expect(event.inputTokens == 320)
        #expect(event.outputTokens == 80)
        #expect(event.creditsCharged == Decimal(string: "0.0312"))
        #expect(event.apiKeyID == "apikey_01JX0000000000000000000B")
        #expect(event.userID == "5f0c7f3e-0000-4000-8000-000000000001")
        #expect(event.requestID == "req_01JX0000000000000000000C")
        #expect(event.loraID == nil)
        #expect(event.imageCount == nil)
        #expect(event.videoSeconds == nil)
        #expect(event.unknown.isEmpty)
    }

    @Test func aRequestBecomesARecord() throws {
        let record = try #require(try rows("Aurous/events").first).usageRecord
        #expect(
            record
                == UsageRecord(
                    provider: .aurous, id: "cmp_01JX0000000000000000000A", requestID: "req_01JX0000000000000000000C",
                    time: .at("2026-06-02T09:00:01.250Z"), type: "chat", model: "example-chat-1",
                    apiKey: "apikey_01JX0000000000000000000B", user: "5f0c7f3e-0000-4000-8000-000000000001",
                    status: .completed, tokens: TokenCounts(input: 320, output: 80),
                    charge: try Money(#require(Decimal(string: "0.0312")), .credits), duration: .milliseconds(1500)))
    }

    @Test func anUnfinishedRequestHasNoUnknownValues() throws {
        let record = try event(
            #"{"id":"vid_1","type":"video","status":"pending","created_at":"2026-06-02T09:00:00Z","completed_at":null}"#
        ).usageRecord
        #expect(record.status == .pending)
        #expect(record.charge == nil)
        #expect(record.duration == nil)
        #expect(record.tokens == .unknown)
        #expect(record.quantities.isEmpty)
        #expect(record.requestID == nil)
    }

    @Test func imagesAndSecondsOfVideoAreQuantities() throws {
        let record = try event(
            #"{"id":"vid_1","type":"video","created_at":"2026-06-02T09:00:00Z","image_count":0,"video_seconds":4.5}"#
        ).usageRecord
        #expect(
            record.quantities == [
                try Quantity(0, unit: "image_count"),
                try Quantity(#require(Decimal(string: "4.5")), unit: "video_seconds"),
            ])
    }

    @Test func keepsUnknownValuesOfVocabularies() throws {
        guard
            case .request(let event) = try event(
                #"{"id":"x_1","type":"music","status":"paused","created_at":"2026-06-02T09:00:00Z"}"#)
        else {
            Issue.record("not a request")
            return
        }
        #expect(event.type == Aurous.EventType(rawValue: "music"))
        #expect(event.status == UsageStatus(rawValue: "paused"))
        #expect(event.jsonValue["type"]?.string == "music")
        #expect(event.usageRecord.type == "music")
    }

    @Test func readsEveryFieldOfACreditEvent() throws {
        guard case .credit(let event)? = try rows("Aurous/credit-ledger").first else {
            Issue.record("not a credit event")
            return
        }
        #expect(event.id == "uev_01JX000000000000000000000D")
        #expect(event.type == .charge)
        #expect(event.amount == Decimal(string: "1.5"))
        #expect(event.currency == .credits)
        #expect(event.createdAt == .at("2026-06-02T09:00:02Z"))
        #expect(event.generationID == "img_01JX000000000000000000000E")
        #expect(event.holdID == "hold_01JX000000000000000000000F")
        #expect(event.note == "Image generation")
        #expect(event.unknown.isEmpty)
    }

    @Test(arguments: [
        #"{"id":"uev_1","type":"topup","amount":1,"created_at":"2026-06-02T09:00:02Z"}"#,
        #"{"object":"usage_event","id":"x","type":"topup","amount":1,"created_at":"2026-06-02T09:00:02Z"}"#,
        #"{"id":"x","type":"topup","amount":1,"created_at":"2026-06-02T09:00:02Z","object":"usage_event"}"#,
        #"{"type":"topup","amount":1,"created_at":"2026-06-02T09:00:02Z","id":"uev_1"}"#,
    ])
    func recognisesTheContractByObjectOrID(json: String) throws {
        guard case .credit(let event) = try event(json) else {
            Issue.record("not a credit event")
            return
        }
        #expect(event.type == .topup)
        #expect(event.amount == 1)
    }

    @Test func anotherObjectDoesNotMakeACreditEvent() throws {
        let json = #"{"id":"cmp_1","object":"event","type":"chat","created_at":"2026-06-02T09:00:02Z"}"#
        guard case .request(let event) = try event(json) else {
            Issue.record("not a request")
            return
        }
        #expect(event.unknown["object"] == "event")
    }

    @Test(arguments: [
        ("charge", "1.5", "1.5"), ("charge", "-1.5", "1.5"), ("refund", "0.25", "-0.25"), ("refund", "-0.25", "-0.25"),
    ])
    func theKindDecidesTheDirection(type: String, amount: String, spent: String) throws {
        let record = try credit(type, amount)
        #expect(record.charge?.amount == Decimal(string: spent))
        #expect(record.charge?.currency == .credits)
        #expect(record.type == type)
    }

    @Test(arguments: ["hold", "release", "topup", "adjustment", "bonus"], ["1.5", "-1.5"])
    func onlyChargesAndRefundsAreMoneySpent(type: String, amount: String) throws {
        #expect(try credit(type, amount).charge == nil)
    }

    @Test func aCreditEventBecomesARecord() throws {
        #expect(
            try #require(try rows("Aurous/credit-ledger").first).usageRecord
                == UsageRecord(
                    provider: .aurous, id: "uev_01JX000000000000000000000D", time: .at("2026-06-02T09:00:02Z"),
                    type: "charge", charge: try Money(#require(Decimal(string: "1.5")), .credits)))
    }

    @Test func theLedgersGroupsAreThoseOfItsFixture() async throws {
        let transport = ScriptedTransport([try .response(Fixture.response("Aurous/buckets"))])
        let client = try Aurous.Client(apiKey: "k", configuration: .test(transport))
        let (buckets, report) = try await client.buckets(in: .since("2026-06-01T00:00:00Z")).collect()
        let bucket = try #require(buckets.first)
        #expect(bucket.start == .at("2026-06-02T00:00:00Z"))
        #expect(bucket.end == .at("2026-06-03T00:00:00Z"))
        let group = try #require(bucket.groups.first)
        #expect(group.key == ["type": "t2i"])
        #expect(group.metrics.requestCount == 12)
        #expect(group.metrics.successfulCount == 10)
        #expect(group.metrics.failedCount == 1)
        #expect(group.metrics.cancelledCount == 0)
        #expect(group.metrics.creditsUsed == Decimal(string: "3.25"))
        #expect(group.metrics.durationP50 == Decimal(string: "1450.5"))
        #expect(group.metrics.durationP95 == Decimal(string: "3980.25"))
        #expect(group.metrics.imageCount == 10)
        #expect(group.metrics.videoSeconds == 0)
        #expect(group.metrics.inputTokens == 0)
        #expect(group.metrics.outputTokens == 0)
        #expect(report.isComplete)
        #expect(report.endpoint == "buckets")
        #expect(try bucket.jsonValue.canonical == (Fixture.json("Aurous/buckets")["data"]?.elements[0].canonical))
    }
}
