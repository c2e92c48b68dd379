// Written by .scripts/generate-rows from ChatBotKit+UsageFields.swift. Do not edit: change the declaration and run it again.

extension ChatBotKit {
    /// One usage record.
    ///
    /// Counts are raw units of the record's type; the totals of the account page are calibrated, so the two do not
    /// match. Records of a child user exist twice, the parent's copy with `childId` in ``meta``.
    public struct UsageItem: Hashable, Identifiable, Sendable {
        var fields: UsageFields<OwnedText>

        /// The id.
        public var id: String {
            get { fields.id }
            set { fields.id = newValue }
        }

        /// The kind of usage.
        public var type: UsageType? {
            get { fields.type.map(UsageType.init) }
            set { fields.type = newValue?.rawValue }
        }

        /// How many units; negative for an adjustment.
        public var count: Int? {
            get { fields.count }
            set { fields.count = newValue }
        }

        /// The conversation that it belongs to.
        public var conversationID: String? {
            get { fields.conversationID }
            set { fields.conversationID = newValue }
        }

        /// The message that it belongs to.
        public var messageID: String? {
            get { fields.messageID }
            set { fields.messageID = newValue }
        }

        /// The task that it belongs to.
        public var taskID: String? {
            get { fields.taskID }
            set { fields.taskID = newValue }
        }

        /// The contact that it belongs to.
        public var contactID: String? {
            get { fields.contactID }
            set { fields.contactID = newValue }
        }

        /// The blueprint that it belongs to.
        public var blueprintID: String? {
            get { fields.blueprintID }
            set { fields.blueprintID = newValue }
        }

        /// The bot that it belongs to.
        public var botID: String? {
            get { fields.botID }
            set { fields.botID = newValue }
        }

        /// The dataset that it belongs to.
        public var datasetID: String? {
            get { fields.datasetID }
            set { fields.datasetID = newValue }
        }

        /// The skillset that it belongs to.
        public var skillsetID: String? {
            get { fields.skillsetID }
            set { fields.skillsetID = newValue }
        }

        /// The ability that it belongs to.
        public var abilityID: String? {
            get { fields.abilityID }
            set { fields.abilityID = newValue }
        }

        /// What was attached when it was recorded, commonly `model` and `reason`.
        public var meta: JSONObject? {
            get { fields.meta }
            set { fields.meta = newValue }
        }

        /// When it was made.
        public var createdAt: Timestamp? {
            get { fields.createdAt }
            set { fields.createdAt = newValue }
        }

        /// When it was last changed; records are immutable, so this is ``createdAt``.
        public var updatedAt: Timestamp? {
            get { fields.updatedAt }
            set { fields.updatedAt = newValue }
        }

        /// Members that this version does not know.
        public var unknown: JSONObject {
            get { fields.unknown }
            set { fields.unknown = newValue }
        }
    }
}

extension ChatBotKit.UsageItem {
    /// Whether all fields are equal; texts are compared by their UTF-8 bytes.
    public static func == (left: Self, right: Self) -> Bool {
        let (left, right) = (left.fields, right.fields)
        if ByteString(left.id) != ByteString(right.id) { return false }
        if left.type.map(ByteString.init) != right.type.map(ByteString.init) { return false }
        if left.count != right.count { return false }
        if left.conversationID.map(ByteString.init) != right.conversationID.map(ByteString.init) { return false }
        if left.messageID.map(ByteString.init) != right.messageID.map(ByteString.init) { return false }
        if left.taskID.map(ByteString.init) != right.taskID.map(ByteString.init) { return false }
        if left.contactID.map(ByteString.init) != right.contactID.map(ByteString.init) { return false }
        if left.blueprintID.map(ByteString.init) != right.blueprintID.map(ByteString.init) { return false }
        if left.botID.map(ByteString.init) != right.botID.map(ByteString.init) { return false }
        if left.datasetID.map(ByteString.init) != right.datasetID.map(ByteString.init) { return false }
        if left.skillsetID.map(ByteString.init) != right.skillsetID.map(ByteString.init) { return false }
        if left.abilityID.map(ByteString.init) != right.abilityID.map(ByteString.init) { return false }
        if left.meta != right.meta { return false }
        if left.createdAt != right.createdAt { return false }
        if left.updatedAt != right.updatedAt { return false }
        return left.unknown == right.unknown
    }

    /// Feeds the row to a hasher.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(ByteString(fields.id))
        hasher.combine(fields.contentHash)
    }
}

extension ChatBotKit.UsageItem {
    /// The names on the wire, in the order in which they usually come.
    enum Field: String, WireField {
        case id, type, count
        case conversationID = "conversationId"
        case messageID = "messageId"
        case taskID = "taskId"
        case contactID = "contactId"
        case blueprintID = "blueprintId"
        case botID = "botId"
        case datasetID = "datasetId"
        case skillsetID = "skillsetId"
        case abilityID = "abilityId"
        case meta, createdAt, updatedAt
        static let table = FieldTable<Self>()
    }
}

extension ChatBotKit.UsageFields {
    static var members: RowMembers {
        RowMembers(
            provider: "ChatBotKit", essential: ["id"],
            required: ["type", "count", "createdAt"],
            all: ChatBotKit.UsageItem.Field.allCases.map(\.rawValue))
    }
}

extension ChatBotKit.UsageItem: ShapedModel {
    /// What the provider documents of the row.
    public static let shape = ModelShape([
        ModelShape.Member("id"),
        ModelShape.Member("type", .words(ChatBotKit.UsageType.known.map(\.rawValue))),
        ModelShape.Member("count"),
        ModelShape.Member("conversationId"),
        ModelShape.Member("messageId"),
        ModelShape.Member("taskId"),
        ModelShape.Member("contactId"),
        ModelShape.Member("blueprintId"),
        ModelShape.Member("botId"),
        ModelShape.Member("datasetId"),
        ModelShape.Member("skillsetId"),
        ModelShape.Member("abilityId"),
        ModelShape.Member("meta", .open),
        ModelShape.Member("createdAt"),
        ModelShape.Member("updatedAt"),
    ])

    /// What the provider documents of the row.
    public var shape: ModelShape { Self.shape }
}

extension ChatBotKit.UsageFields {
    /// Reads the fields; nil if the form cannot hold one of the texts.
    @inline(__always)
    init?(from json: inout JSONReader) throws(UsageError) {
        typealias Field = ChatBotKit.UsageItem.Field
        var id: Form.Text?
        var type: Form.Text?
        var count: Int?
        var conversationID: Form.Text?
        var messageID: Form.Text?
        var taskID: Form.Text?
        var contactID: Form.Text?
        var blueprintID: Form.Text?
        var botID: Form.Text?
        var datasetID: Form.Text?
        var skillsetID: Form.Text?
        var abilityID: Form.Text?
        var meta: Form.Object?
        var createdAt: Timestamp?
        var updatedAt: Timestamp?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .id:
                guard let value = try Form.ownText(&json) else { return nil }
                id = value
            case .type:
                if !json.repairedNull() {
                    try json.refuseEmptyText()
                    guard let value = try Form.repeatedText(&json) else { return nil }
                    type = value
                }
            case .count: if !json.repairedNull() { count = try json.bigInteger() }
            case .conversationID:
                if !json.null() {
                    guard let value = try Form.repeatedText(&json) else { return nil }
                    conversationID = value
                }
            case .messageID:
                if !json.null() {
                    guard let value = try Form.ownText(&json) else { return nil }
                    messageID = value
                }
            case .taskID:
                if !json.null() {
                    guard let value = try Form.repeatedText(&json) else { return nil }
                    taskID = value
                }
            case .contactID:
                if !json.null() {
                    guard let value = try Form.repeatedText(&json) else { return nil }
                    contactID = value
                }
            case .blueprintID:
                if !json.null() {
                    guard let value = try Form.repeatedText(&json) else { return nil }
                    blueprintID = value
                }
            case .botID:
                if !json.null() {
                    guard let value = try Form.repeatedText(&json) else { return nil }
                    botID = value
                }
            case .datasetID:
                if !json.null() {
                    guard let value = try Form.repeatedText(&json) else { return nil }
                    datasetID = value
                }
            case .skillsetID:
                if !json.null() {
                    guard let value = try Form.repeatedText(&json) else { return nil }
                    skillsetID = value
                }
            case .abilityID:
                if !json.null() {
                    guard let value = try Form.repeatedText(&json) else { return nil }
                    abilityID = value
                }
            case .meta:
                if !json.null() {
                    guard let value = try Form.object(&json, mapping: "model") else { return nil }
                    meta = value
                }
            case .createdAt: if !json.repairedNull() { createdAt = try json.epochInstant() }
            case .updatedAt: updatedAt = try json.optionalEpochInstant()
            }
        }
        guard let id else { throw json.missing(Field.id) }
        guard members.hasSeen(1) else { throw json.missing(Field.type) }
        guard members.hasSeen(2) else { throw json.missing(Field.count) }
        guard members.hasSeen(13) else { throw json.missing(Field.createdAt) }
        self.init(
            id: id, type: type, count: count, conversationID: conversationID, messageID: messageID, taskID: taskID,
            contactID: contactID, blueprintID: blueprintID, botID: botID, datasetID: datasetID, skillsetID: skillsetID,
            abilityID: abilityID, meta: meta, createdAt: createdAt, updatedAt: updatedAt,
            unknown: Form.unknown(members.unknown))
    }
}

extension ChatBotKit.UsageFields {
    /// A hash of all fields but the id, which is the same in either form of the texts.
    @inline(__always)
    var contentHash: UInt64 {
        var hash = ContentHash()
        hash.add(type, as: Form.self)
        hash.add(count)
        hash.add(conversationID, as: Form.self)
        hash.add(messageID, as: Form.self)
        hash.add(taskID, as: Form.self)
        hash.add(contactID, as: Form.self)
        hash.add(blueprintID, as: Form.self)
        hash.add(botID, as: Form.self)
        hash.add(datasetID, as: Form.self)
        hash.add(skillsetID, as: Form.self)
        hash.add(abilityID, as: Form.self)
        hash.add(object: meta, as: Form.self)
        hash.add(createdAt)
        hash.add(updatedAt)
        hash.add(unknown: unknown, as: Form.self)
        return hash.value
    }
}

extension ChatBotKit.UsageItem: JSONRepresentable {
    init(from json: inout JSONReader) throws(UsageError) {
        fields = try json.ownedFields(ChatBotKit.UsageFields<OwnedText>.self)
    }

    /// Reads a row under the names of the wire, as the rows of a page are read.
    ///
    /// - Throws: ``UsageError`` if the value is not such a row.
    public init(_ json: JSONValue) throws(UsageError) {
        self = try JSONReader.read(json) { (json) throws(UsageError) in try Self(from: &json) }
    }

    /// The row under the names of the wire, with the members that this version does not know at the end.
    public var jsonValue: JSONValue {
        var object = JSONObject()
        object.append(Field.id, fields.id, JSONValue.string)
        object.append(Field.type, fields.type, JSONValue.string)
        object.append(Field.count, fields.count) { JSONValue($0) }
        object.append(Field.conversationID, orNull: fields.conversationID, JSONValue.string)
        object.append(Field.messageID, orNull: fields.messageID, JSONValue.string)
        object.append(Field.taskID, orNull: fields.taskID, JSONValue.string)
        object.append(Field.contactID, orNull: fields.contactID, JSONValue.string)
        object.append(Field.blueprintID, orNull: fields.blueprintID, JSONValue.string)
        object.append(Field.botID, orNull: fields.botID, JSONValue.string)
        object.append(Field.datasetID, orNull: fields.datasetID, JSONValue.string)
        object.append(Field.skillsetID, orNull: fields.skillsetID, JSONValue.string)
        object.append(Field.abilityID, orNull: fields.abilityID, JSONValue.string)
        object.append(Field.meta, orNull: fields.meta, JSONValue.object)
        object.append(Field.createdAt, fields.createdAt) { JSONValue(millisecondsSince1970: $0) }
        object.append(Field.updatedAt, fields.updatedAt) { JSONValue(millisecondsSince1970: $0) }
        return .object(object.appending(unknown))
    }
}
