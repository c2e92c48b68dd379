public import UsageKit

extension ChatBotKitFake {
    /// Returns a usage record.
    ///
    /// - Parameters:
    ///   - instant: When the record was made; the wire has milliseconds.
    ///   - type: The kind of usage.
    ///   - count: How many units; negative for a correction.
    ///   - model: The model, which is in `meta`; nil for a record without it.
    ///   - botID: The bot; nil for none.
    ///   - conversationID: The conversation; nil for none.
    ///   - id: The id; nil for one that no other record has.
    ///   - members: Members to add or replace, by their names on the wire.
    /// - Returns: The record as on the wire.
    public static func record(
        at instant: Timestamp, type: ChatBotKit.UsageType = .message, count: Int = 1, model: String? = nil,
        botID: String? = "bot_2", conversationID: String? = "conv_9", id: String? = nil, with members: JSONObject = [:]
    ) -> JSONValue {
        var meta: JSONObject = ["reason": "conversation/complete"]
        if let model { meta.append("model", .string(model)) }
        return .row(
            [
                "id": .string(id ?? RowID.text("use_", length: 16)), "type": .string(type.rawValue),
                "count": .integer(count), "conversationId": JSONValue(conversationID), "messageId": .null,
                "taskId": .null, "contactId": .null, "blueprintId": .null, "botId": JSONValue(botID),
                "datasetId": .null, "skillsetId": .null, "abilityId": .null, "meta": .object(meta),
                "createdAt": JSONValue(millisecondsSince1970: instant),
                "updatedAt": JSONValue(millisecondsSince1970: instant),
            ], replacing: members)
    }
}
