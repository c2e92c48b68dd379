import Foundation
import Testing

@testable import UsageKit

@Suite struct ChatBotKitUsageItemTests {
    private func item(_ json: String) throws -> ChatBotKit.UsageItem {
        try JSONReader.read(Array(json.utf8)) { (json) throws(UsageError) in try ChatBotKit.UsageItem(from: &json) }
    }

    private func item(count: String) throws -> ChatBotKit.UsageItem {
        try item(#"{"id":"u","type":"CHATBOTKIT_BASE_TOKEN","count":\#(count),"createdAt":1791000000000}"#)
    }

    @Test func readsEveryField() throws {
        let item = try #require(try ChatBotKit.replay.rows(of: Fixture.bytes("ChatBotKit/usage-list")).rows.first)
        #expect(item.id == "use_b")
        #expect(item.type == .message)
        #expect(item.count == 1)
        #expect(item.conversationID == "conv_9")
        #expect(item.messageID == "msg_4")
        #expect(item.taskID == nil)
        #expect(item.contactID == nil)
        #expect(item.blueprintID == nil)
        #expect(item.botID == "bot_2")
        #expect(item.datasetID == nil)
        #expect(item.skillsetID == nil)
        #expect(item.abilityID == nil)
        #expect(item.meta == ["reason": "conversation/complete"])
        #expect(item.createdAt == Timestamp(seconds: 1_791_000_000))
        #expect(item.updatedAt == Timestamp(seconds: 1_791_000_000))
        #expect(item.unknown.isEmpty)
        #expect(
            item.usageRecord
                == UsageRecord(
                    provider: .chatBotKit, id: "use_b", time: Timestamp(seconds: 1_791_000_000),
                    type: "CHATBOTKIT_MESSAGE", bot: "bot_2", conversation: "conv_9",
                    quantities: [try Quantity(1, unit: "CHATBOTKIT_MESSAGE")]))
    }

    @Test(arguments: [
        ("-5", -5), ("123", 123), (#""123""#, 123), (#""123n""#, 123), (#""-123n""#, -123), ("1e2", 100),
        (#""9223372036854775807n""#, Int.max),
    ])
    func aCountMayBeNegativeOrABigInteger(count: String, value: Int) throws {
        let item = try item(count: count)
        #expect(item.count == value)
        #expect(item.usageRecord.quantities == [try Quantity(Decimal(value), unit: "CHATBOTKIT_BASE_TOKEN")])
        #expect(try self.item(item.jsonValue.text) == item)
    }

    @Test(arguments: ["1.5", #""1.5n""#, #""n""#, #""12nn""#, #""9223372036854775808n""#, "null", "true", #""1e1n ""#])
    func aCountThatIsNotAWholeNumberIsUnknown(count: String) throws {
        let item = try item(count: count)
        #expect(item.count == nil)
        #expect(item.unreadableFields == ["count"])
        #expect(item.usageRecord.quantities.isEmpty)
    }

    @Test func relationsMayBeNullAndTheModelIsInTheMetadata() throws {
        let item = try item(
            #"{"id":"u","type":"GPT9_TOKEN","count":7,"conversationId":null,"botId":null,"meta":{"model":"gpt-9","n":1},"createdAt":1791000000123}"#
        )
        #expect(item.type?.rawValue == "GPT9_TOKEN")
        #expect(item.conversationID == nil)
        #expect(item.botID == nil)
        #expect(item.updatedAt == nil)
        #expect(item.createdAt == Timestamp(milliseconds: 1_791_000_000_123))
        #expect(item.usageRecord.model == "gpt-9")
        #expect(item.usageRecord.charge == nil)
        #expect(item.usageRecord.status == nil)
        #expect(item.usageRecord.tokens == .unknown)
    }

    @Test(arguments: [#"{"model":5}"#, "{}", "null", #"{"model":null}"#])
    func ignoresAModelThatIsNotAText(meta: String) throws {
        let item = try item(#"{"id":"u","type":"T","count":1,"meta":\#(meta),"createdAt":1}"#)
        #expect(item.usageRecord.model == nil)
    }

    /// The model of a row in a file is found as in a row by itself, however its name and its text are written.
    @Test(arguments: [
        #"{"model":"m"}"#, #"{"n":{"model":"inner"},"model" : "m"}"#, #"{"mod\u0065l":"m"}"#, #"{"model":"m\u00e9"}"#,
        #"{"model":"é"}"#, #"{"model":"first","model":"m"}"#, #"{"model":"first","model":7}"#, #"{"model":7}"#,
        #"{"model":null}"#, #"{"Model":"m"}"#, #"{}"#, "null",
    ])
    func findsTheModelInAFileToo(meta: String) throws {
        let text = #"{"id":"u","type":"T","count":1,"meta":\#(meta),"createdAt":1}"#
        var ledger = UsageLedger()
        try ledger.ingest(ChatBotKit.replay, of: Array(text.utf8))
        #expect(try ledger.report(by: [.model]).map { $0[.model] } == [try item(text).usageRecord.model])
    }
}
