public import UsageKit

extension LedgerGenerator {
    /// Returns usage records of ChatBotKit, latest first.
    ///
    /// Messages, conversations and tokens have separate records, corrections have negative counts, and records that are
    /// close in time belong to the same conversations. Relations that are not set are null, as are some `meta`; three
    /// relations are never set, as in the published source.
    ///
    /// - Parameters:
    ///   - count: How many records.
    ///   - window: The span in which they are created.
    /// - Returns: The records as on the wire.
    public func chatBotKitRecords(count: Int, in window: TimeWindow) -> [JSONValue] {
        var random = stream("chatbotkit.records")
        let alphabet = SeededGenerator.lowercase
        let bots = (0..<4).map { _ in "bot_" + random.digits(10, of: alphabet) }
        let conversations = (0..<Swift.max(count / 12, 1)).map { _ in "conv_" + random.digits(10, of: alphabet) }
        let instants = InstantSampler(window).instants(count, from: &random)
        let rows = instants.enumerated().map { index, instant -> JSONValue in
            let (type, count) = Self.chatBotKitType(&random)
            let conversation = conversations[Swift.min(index / 12 + random.below(3), conversations.count - 1)]
            let isTalk = type != "CHATBOTKIT_FETCH" && type != "CHATBOTKIT_EMAIL"
            let isMessage = type == "CHATBOTKIT_MESSAGE"
            let values: [(String, JSONValue)] = [
                ("id", .string("use_" + random.digits(16, of: alphabet))), ("type", .string(type)),
                ("count", .integer(count)), ("conversationId", isTalk ? .string(conversation) : .null),
                ("messageId", isMessage ? .string("msg_" + random.digits(10, of: alphabet)) : .null),
                ("taskId", nil),
                ("contactId", random.chance(20) ? .string("contact_" + random.digits(6, of: alphabet)) : .null),
                ("blueprintId", nil), ("botId", random.chance(85) ? .string(random.pick(bots)) : .null),
                ("datasetId", random.chance(10) ? "dataset_demo" : nil),
                ("skillsetId", random.chance(8) ? "skillset_demo" : nil), ("abilityId", nil),
                ("meta", Self.chatBotKitMeta(type, &random)), ("createdAt", .integer(instant)),
                ("updatedAt", .integer(instant)),
            ]
            return .object(JSONObject(values.map { JSONObject.Member($0.0, $0.1) }))
        }
        return WireLedger(rows, .oldestFirst, instant: "createdAt", id: "id").entries.reversed().map(\.row)
    }

    /// Returns entries of ChatBotKit's event log, latest first.
    ///
    /// - Parameters:
    ///   - count: How many entries.
    ///   - window: The span in which they happen.
    /// - Returns: The entries as on the wire.
    public func chatBotKitEvents(count: Int, in window: TimeWindow) -> [JSONValue] {
        var random = stream("chatbotkit.events")
        let alphabet = SeededGenerator.lowercase
        let instants = InstantSampler(window).instants(count, from: &random)
        let rows = instants.map { instant -> JSONValue in
            let isBot = random.chance(60)
            return [
                "id": .string("event_" + random.digits(16, of: alphabet)),
                "type": .string(isBot ? "bot.update" : "dataset.record.create"),
                "botId": isBot ? "bot_demo" : nil, "datasetId": isBot ? nil : "dataset_demo",
                "meta": random.chance(70) ? ["source": .string(random.pick(["api", "app"]))] : nil,
                "createdAt": .integer(instant), "updatedAt": .integer(instant),
            ]
        }
        return WireLedger(rows, .oldestFirst, instant: "createdAt", id: "id").entries.reversed().map(\.row)
    }

    private static func chatBotKitType(_ random: inout SeededGenerator) -> (type: String, count: Int) {
        switch random.below(100) {
        case ..<40: ("CHATBOTKIT_MESSAGE", 1)
        case ..<75: ("CHATBOTKIT_BASE_TOKEN", random.longTailed(90))
        case ..<83: ("CHATBOTKIT_CUSTOM_TOKEN", random.longTailed(60))
        case ..<91: ("CHATBOTKIT_CONVERSATION", 1)
        case ..<94: ("CHATBOTKIT_IMAGE", random.number(in: 1...3))
        case ..<96: ("CHATBOTKIT_FETCH", 1)
        case ..<97: ("CHATBOTKIT_EMAIL", 1)
        default: ("CHATBOTKIT_BASE_TOKEN", -random.longTailed(20))
        }
    }

    private static func chatBotKitMeta(_ type: String, _ random: inout SeededGenerator) -> JSONValue {
        if random.chance(15) { return nil }
        var meta: JSONObject = ["reason": .string(random.pick(["conversation/complete", "conversation/send"]))]
        if type.hasSuffix("_TOKEN") { meta.append("model", .string(random.pick(["example-4", "example-4-mini"]))) }
        if random.chance(10) { meta.append("isTest", .bool(random.chance(50))) }
        return .object(meta)
    }
}
