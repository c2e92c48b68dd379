extension ChatBotKit {
    /// One usage record.
    ///
    /// Counts are raw units of the record's type; the totals of the account page are calibrated, so
    /// the two do not match. Records of a child user exist twice, the parent's copy with `childId` in ``meta``.
    public struct UsageItem: Hashable, Sendable {
        /// The id.
        public var id: String
        /// The kind of usage.
        public var type: UsageType
        /// The number of units; negative for an adjustment.
        public var count: Int
        /// The conversation that it belongs to.
        public var conversationID: String?
        /// The message that it belongs to.
        public var messageID: String?
        /// The task that it belongs to.
        public var taskID: String?
        /// The contact that it belongs to.
        public var contactID: String?
        /// The blueprint that it belongs to.
        public var blueprintID: String?
        /// The bot that it belongs to.
        public var botID: String?
        /// The dataset that it belongs to.
        public var datasetID: String?
        /// The skillset that it belongs to.
        public var skillsetID: String?
        /// The ability that it belongs to.
        public var abilityID: String?
        /// What was attached to the record, commonly `model` and `reason`.
        public var meta: JSONObject?
        /// When it was made.
        public var createdAt: Timestamp
        /// When it was last changed; records are immutable, so this is ``createdAt``.
        public var updatedAt: Timestamp?
        /// Members of the JSON object that this version does not know.
        public var unknown: JSONObject
    }

    /// The kind of a usage record.
    ///
    /// The models' own kinds end in `_TOKEN`.
    public struct UsageType: WireValue {
        /// The spelling on the wire.
        public let rawValue: String

        /// Creates the value from its spelling on the wire.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// Conversations.
        public static let conversation = Self(rawValue: "CHATBOTKIT_CONVERSATION")
        /// Messages.
        public static let message = Self(rawValue: "CHATBOTKIT_MESSAGE")
        /// Images.
        public static let image = Self(rawValue: "CHATBOTKIT_IMAGE")
        /// Videos.
        public static let video = Self(rawValue: "CHATBOTKIT_VIDEO")
        /// Audio.
        public static let audio = Self(rawValue: "CHATBOTKIT_AUDIO")
        /// Requests to other servers.
        public static let fetch = Self(rawValue: "CHATBOTKIT_FETCH")
        /// Emails.
        public static let email = Self(rawValue: "CHATBOTKIT_EMAIL")
        /// Tokens of the base model.
        public static let baseToken = Self(rawValue: "CHATBOTKIT_BASE_TOKEN")
        /// Tokens of a custom model.
        public static let customToken = Self(rawValue: "CHATBOTKIT_CUSTOM_TOKEN")
    }
}

extension ChatBotKit.UsageItem: JSONRepresentable {
    private enum Field: String, WireField {
        case id, type, count
        case conversationId, messageId, taskId, contactId, blueprintId, botId, datasetId, skillsetId, abilityId
        case meta, createdAt, updatedAt
        static let table = FieldTable<Self>()
    }

    init(from json: inout JSONReader) throws(UsageError) {
        var id: String?
        var type: ChatBotKit.UsageType?
        var count: Int?
        var conversationID: String?
        var messageID: String?
        var taskID: String?
        var contactID: String?
        var blueprintID: String?
        var botID: String?
        var datasetID: String?
        var skillsetID: String?
        var abilityID: String?
        var meta: JSONObject?
        var createdAt: Timestamp?
        var updatedAt: Timestamp?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .id: id = try json.string()
            case .type: type = ChatBotKit.UsageType(rawValue: try json.internedString())
            case .count: count = try json.bigInteger()
            case .conversationId: conversationID = try json.optionalInternedString()
            case .messageId: messageID = try json.optionalString()
            case .taskId: taskID = try json.optionalInternedString()
            case .contactId: contactID = try json.optionalInternedString()
            case .blueprintId: blueprintID = try json.optionalInternedString()
            case .botId: botID = try json.optionalInternedString()
            case .datasetId: datasetID = try json.optionalInternedString()
            case .skillsetId: skillsetID = try json.optionalInternedString()
            case .abilityId: abilityID = try json.optionalInternedString()
            case .meta: meta = try json.optionalObject()
            case .createdAt: createdAt = try json.milliseconds()
            case .updatedAt: updatedAt = json.null() ? nil : try json.milliseconds()
            }
        }
        guard let id else { throw json.missing(Field.id) }
        guard let type else { throw json.missing(Field.type) }
        guard let count else { throw json.missing(Field.count) }
        guard let createdAt else { throw json.missing(Field.createdAt) }
        self.init(
            id: id, type: type, count: count, conversationID: conversationID, messageID: messageID, taskID: taskID,
            contactID: contactID, blueprintID: blueprintID, botID: botID, datasetID: datasetID,
            skillsetID: skillsetID, abilityID: abilityID, meta: meta, createdAt: createdAt, updatedAt: updatedAt,
            unknown: members.unknown)
    }

    /// The record under the names of the wire; relations that are not set are null.
    public var jsonValue: JSONValue {
        var object: JSONObject = [
            "id": .string(id), "type": .string(type.rawValue), "count": JSONValue(count),
            "conversationId": JSONValue(conversationID), "messageId": JSONValue(messageID),
            "taskId": JSONValue(taskID), "contactId": JSONValue(contactID), "blueprintId": JSONValue(blueprintID),
            "botId": JSONValue(botID), "datasetId": JSONValue(datasetID), "skillsetId": JSONValue(skillsetID),
            "abilityId": JSONValue(abilityID), "meta": meta.map(JSONValue.object) ?? .null,
        ]
        object.append(Field.createdAt, createdAt) { JSONValue(millisecondsSince1970: $0) }
        object.append(Field.updatedAt, updatedAt) { JSONValue(millisecondsSince1970: $0) }
        return .object(object.appending(unknown))
    }
}

extension JSONReader {
    /// Reads a whole number, also in JavaScript's form of a big one: a string that ends in `n`.
    fileprivate mutating func bigInteger() throws(UsageError) -> Int {
        skipWhitespace()
        let start = mark
        if bytes[position] == UInt8(ascii: "\""), case let text = try string(), text.hasSuffix("n") {
            if let number = ExactDecimal(String(text.dropLast())), number.exponent == 0,
                let integer = Int(exactly: number.mantissa)
            {
                return integer
            }
            throw unexpected("a whole number of 64 bits")
        }
        rewind(to: start)
        return try integer()
    }
}
