import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

/// What responses say of their own charge.
@Suite struct AurousReceiptTests {
    private static let chat = #"""
        {"id":"cmp_1","object":"chat.completion","created":1779062400,"model":"example-chat-2",
         "choices":[{"index":0,"message":{"role":"assistant","content":"usage"},"finish_reason":"stop"}],
         "usage":{"prompt_tokens":102,"completion_tokens":47,"total_tokens":169,"reasoning_tokens":20,
          "credits_charged":0.0358,
          "breakdown":{"input_credits":0.0145,"output_credits":0.0153,"reasoning_credits":0.006,
           "model":"example-chat-2b","pricing_version":7}}}
        """#
    private static let embedding = #"""
        {"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.1,-2e-3]}],"model":"example-embed-2",
         "usage":{"prompt_tokens":7000,"total_tokens":7000,"credits_charged":0.1913,
          "breakdown":{"input":{"text":0.09375,"visual":0.0975,"video":0},"pricing_version":3}}}
        """#

    // MARK: Chat

    @Test func readsTheReceiptOfACompletion() throws {
        let receipt = try Aurous.ChatReceipt(body: Self.chat.utf8)
        #expect(receipt.id == "cmp_1")
        #expect(receipt.model == "example-chat-2")
        let usage = receipt.usage
        #expect(usage.promptTokens == 102)
        #expect(usage.completionTokens == 47)
        #expect(usage.totalTokens == 169)
        #expect(usage.reasoningTokens == 20)
        #expect(usage.creditsCharged == Decimal(string: "0.0358"))
        #expect(usage.breakdown?.inputCredits == Decimal(string: "0.0145"))
        #expect(usage.breakdown?.outputCredits == Decimal(string: "0.0153"))
        #expect(usage.breakdown?.reasoningCredits == Decimal(string: "0.006"))
        #expect(usage.breakdown?.model == "example-chat-2b")
        #expect(usage.breakdown?.pricingVersion == 7)
        #expect(usage.unknown.isEmpty)
    }

    @Test func aCompletionBecomesARecord() throws {
        let record = try Aurous.ChatReceipt(body: Self.chat.utf8).usageRecord(
            requestID: "req_1", at: .at("2026-05-20T10:00:00Z"), duration: .milliseconds(900))
        #expect(
            try record
                == UsageRecord(
                    provider: .aurous, id: "cmp_1", requestID: "req_1", time: .at("2026-05-20T10:00:00Z"), type: "chat",
                    model: "example-chat-2", status: .completed, tokens: TokenCounts(input: 102, output: 47),
                    quantities: [Quantity(20, unit: UsageUnit(rawValue: "reasoning_tokens"))],
                    charge: Money("0.0358", .credits), duration: .milliseconds(900)))
    }

    /// The receipt and the row of the ledger have the same id and the same charge.
    @Test func theReceiptAgreesWithTheRowOfTheLedger() throws {
        let row = AurousFake.event(
            at: .at("2026-05-20T10:00:00Z"), model: "example-chat-2", credits: 0.0358, inputTokens: 102,
            outputTokens: 47,
            id: "cmp_1", with: ["request_id": "req_1"])
        let event = try Aurous.RequestEvent(row).usageRecord
        let record = try Aurous.ChatReceipt(body: Self.chat.utf8).usageRecord(requestID: "req_1")
        #expect(record.id == event.id)
        #expect(record.requestID == event.requestID)
        #expect(record.charge == event.charge)
        #expect(record.tokens == event.tokens)
        #expect(record.type == event.type)
    }

    @Test(arguments: [
        ("0.0298", ["0.0145", "0.0153"], "0", true), ("0.0298", ["0.01454", "0.01531"], "-0.00005", true),
        ("0.0298", ["0.0145", "0.01545"], "-0.00015", true), ("0.0298", ["0.0145", "0.0154501"], "-0.0001501", false),
        ("0.2856", ["0.015", "0.27", "0.0006"], "0", true), ("0.2856", ["0.015", "0.27", "0.0004"], "0.0002", true),
        ("0.2856", ["0.015", "0.27", "0.0003"], "0.0003", false), ("1", [], "1", false), ("0", [], "0", true),
        ("100000000000000000000000000000000.0001", ["100000000000000000000000000000000"], "0.0001", true),
    ])
    func partsAddUpWithinRounding(charged: String, parts: [String], difference: String, addsUp: Bool) throws {
        let check = try Aurous.ReceiptCheck(
            charged: #require(Decimal(string: charged)), parts: parts.map { try #require(Decimal(string: $0)) })
        #expect(check.difference == Decimal(string: difference))
        #expect(check.addsUp == addsUp)
        #expect(check.parts + check.difference == check.charged)
        #expect(check.tolerance == Decimal(string: "0.00005").map { $0 * Decimal(parts.count + 1) })
        #expect(check.description.contains("more than rounding") == !addsUp)
    }

    @Test func aCheckRefusesWhatIsNoNumber() {
        let error = #expect(throws: UsageError.self) { try Aurous.ReceiptCheck(charged: .nan, parts: []) }
        #expect(error?.code == .inexactNumber)
    }

    @Test func theReasoningIsAPartOfTheCharge() throws {
        let receipt = try Aurous.ChatReceipt(body: Self.chat.utf8)
        #expect(try receipt.check()?.addsUp == true)
        #expect(try receipt.check()?.parts == Decimal(string: "0.0358"))
        var short = receipt
        short.usage.breakdown?.reasoningCredits = nil
        #expect(try short.check()?.addsUp == false)
        #expect(try short.check()?.difference == Decimal(string: "0.006"))
        short.usage.breakdown = nil
        #expect(try short.check() == nil)
    }

    @Test(arguments: [
        "", "[]", "{}", #"{"usage":null}"#, #"{"usage":{}}"#, #"{"usage":5}"#, #"{"usage":{"credits_charged":1}}"#,
    ])
    func aBodyWithoutAUsageIsRefused(body: String) {
        let error = #expect(throws: UsageError.self) { try Aurous.ChatReceipt(body: body.utf8) }
        #expect(error.map { [.unexpectedShape, .malformedJSON].contains($0.code) } == true)
        #expect(throws: UsageError.self) { try Aurous.EmbeddingReceipt(body: body.utf8) }
    }

    @Test func aCompletionWithoutExtensionsNeedsNoParts() throws {
        let body = #"{"usage":{"prompt_tokens":1,"completion_tokens":0,"credits_charged":"0.5","later":[1]}}"#
        let receipt = try Aurous.ChatReceipt(body: body.utf8)
        #expect(receipt.usage.creditsCharged == Decimal(string: "0.5"))
        #expect(receipt.usage.unknown == ["later": [1]])
        let record = try receipt.usageRecord(requestID: nil)
        #expect(record.id == nil)
        #expect(record.model == nil)
        #expect(record.quantities.isEmpty)
    }

    // MARK: Streams

    @Test(arguments: ["", "\r", "\n", "\r\n"])
    func theLastChunkOfAStreamHasTheUsage(end: String) throws {
        let usage = #"{"prompt_tokens":3,"completion_tokens":2,"credits_charged":0.01}"#
        let lines = [
            ": comment", "", "event: message",
            #"data: {"id":"cmp_1","choices":[{"delta":{"content":"a"}}],"usage":null}"#,
            #"data:{"id":"cmp_1","choices":[]}"#, #"data: {"id":"cmp_1","model":"m","choices":[],"usage":\#(usage)}"#,
            "data: [DONE]", "data:",
        ]
        var receipts: [Aurous.ChatReceipt] = []
        for line in lines {
            if let receipt = try Aurous.ChatReceipt(streamLine: line + end) { receipts.append(receipt) }
        }
        #expect(receipts.map(\.id) == ["cmp_1"])
        #expect(receipts.first?.model == "m")
        #expect(receipts.first?.usage.creditsCharged == Decimal(string: "0.01"))
    }

    @Test(arguments: ["data: {", "data: x", "data: []", #"data: {"usage":{"prompt_tokens":"many"}}"#])
    func aDamagedChunkIsRefused(line: String) {
        #expect(throws: UsageError.self) { try Aurous.ChatReceipt(streamLine: line) }
    }

    // MARK: Embeddings

    @Test func anEmbeddingBecomesARecord() throws {
        let receipt = try Aurous.EmbeddingReceipt(body: Self.embedding.utf8)
        #expect(receipt.usage.breakdown?.input.visual == Decimal(string: "0.0975"))
        #expect(receipt.usage.breakdown?.pricingVersion == 3)
        #expect(receipt.usage.promptTokens == 7000 && receipt.usage.totalTokens == 7000)
        let check = try #require(try receipt.check())
        #expect(check.difference == Decimal(string: "0.00005"))
        #expect(check.addsUp)
        #expect(
            try receipt.usageRecord(requestID: "req_2")
                == UsageRecord(
                    provider: .aurous, requestID: "req_2", type: "embedding", model: "example-embed-2",
                    status: .completed,
                    tokens: TokenCounts(input: 7000, output: 0), charge: Money("0.1913", .credits)))
    }

    @Test func anEstimateIsCheckedToo() throws {
        let embedding = try Aurous.EmbeddingEstimate([
            "credits_estimated": 3, "breakdown": ["input": ["text": 1, "visual": 1, "video": 0], "model": "m"],
        ])
        #expect(try embedding.check()?.difference == 1)
        let estimate = try Aurous.Estimate([
            "estimated_cost": ["amount": 2, "breakdown": ["base": 1, "enhance": 1]], "currency": "credit",
        ])
        #expect(try estimate.cost.check()?.addsUp == true)
        #expect(try Aurous.Estimate(["estimated_cost": ["amount": 2]]).cost.check() == nil)
    }

    // MARK: Images and videos

    private func generation(_ status: String, with members: JSONObject = [:]) throws -> Aurous.Generation {
        let object: JSONObject = [
            "id": "vid_1", "status": .string(status), "created_at": "2026-05-20T10:00:00Z", "media_type": "video",
            "duration_ms": 14_820, "creation_request_id": "req_1", "aurous_version": "2026-05-15",
            "completed_at": "2026-05-20T10:00:14.820Z", "video_duration": 5, "image_count": 1,
            "cost": ["amount": "2.5", "currency": "credit", "breakdown": ["base": "2.5", "enhance": 0]],
        ]
        let names = Set(members.members.map(\.name))
        return try Aurous.Generation(
            .object(JSONObject(object.members.filter { !names.contains($0.name) } + members.members)))
    }

    @Test func aVideoBecomesARecord() throws {
        let generation = try generation("succeeded")
        #expect(generation.completedAt == .at("2026-05-20T10:00:14.820Z"))
        #expect(generation.apiVersion == "2026-05-15")
        #expect(try generation.cost?.check()?.addsUp == true)
        #expect(
            try generation.usageRecord()
                == UsageRecord(
                    provider: .aurous, id: "vid_1", requestID: "req_1", time: .at("2026-05-20T10:00:00Z"),
                    type: "video",
                    status: .completed,
                    quantities: [
                        Quantity(1, unit: UsageUnit(rawValue: "image_count")),
                        Quantity(5, unit: UsageUnit(rawValue: "video_seconds")),
                    ], charge: Money("2.5", .credits), duration: .milliseconds(14_820)))
        #expect(try generation.usageRecord(requestID: "req_2").requestID == "req_2")
    }

    @Test(arguments: [
        ("succeeded", UsageStatus.completed, true), ("failed", .failed, true), ("cancelled", .cancelled, true),
        ("expired", .failed, true), ("moderation_rejected", .failed, true), ("pending", .pending, false),
        ("processing", .processing, false), ("paused", UsageStatus(rawValue: "paused"), false),
    ])
    func aCostCountsOnceItIsFinal(status: String, expected: UsageStatus, isFinal: Bool) throws {
        let generation = try generation(status)
        #expect(generation.status.isFinal == isFinal)
        let record = try generation.usageRecord()
        #expect(record.status == expected)
        #expect((record.charge != nil) == isFinal)
    }

    @Test func aCostWithoutAPartForTheEnhancementIsChecked() throws {
        func check(_ breakdown: JSONValue) throws -> Aurous.ReceiptCheck? {
            try generation("succeeded", with: ["cost": ["amount": 1, "breakdown": breakdown]]).cost?.check()
        }
        #expect(try check(["base": 1])?.addsUp == true)
        #expect(try check(["base": 1, "enhance": 1])?.difference == -1)
        #expect(try check(["enhance": 1]) == nil)
        #expect(try check(nil) == nil)
    }
}
