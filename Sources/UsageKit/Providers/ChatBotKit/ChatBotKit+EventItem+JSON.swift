// Written by .scripts/generate-rows from ChatBotKit+EventItem.swift. Do not edit: change the declaration and run it again.

extension ChatBotKit.EventItem {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(
        id: String, type: String, name: String? = nil, eventDescription: String? = nil, conversationID: String? = nil,
        taskID: String? = nil, contactID: String? = nil, blueprintID: String? = nil, botID: String? = nil,
        datasetID: String? = nil, recordID: String? = nil, skillsetID: String? = nil, abilityID: String? = nil,
        fileID: String? = nil, secretID: String? = nil, portalID: String? = nil, widgetIntegrationID: String? = nil,
        slackIntegrationID: String? = nil, discordIntegrationID: String? = nil,
        microsoftTeamsIntegrationID: String? = nil, googleChatIntegrationID: String? = nil,
        whatsAppIntegrationID: String? = nil, messengerIntegrationID: String? = nil,
        telegramIntegrationID: String? = nil, twilioIntegrationID: String? = nil, emailIntegrationID: String? = nil,
        sitemapIntegrationID: String? = nil, notionIntegrationID: String? = nil, triggerIntegrationID: String? = nil,
        supportIntegrationID: String? = nil, extractIntegrationID: String? = nil, mcpServerIntegrationID: String? = nil,
        webhookID: String? = nil, meta: JSONObject? = nil, createdAt: Timestamp, updatedAt: Timestamp
    ) {
        self.id = id
        self.type = type
        self.name = name
        self.eventDescription = eventDescription
        self.conversationID = conversationID
        self.taskID = taskID
        self.contactID = contactID
        self.blueprintID = blueprintID
        self.botID = botID
        self.datasetID = datasetID
        self.recordID = recordID
        self.skillsetID = skillsetID
        self.abilityID = abilityID
        self.fileID = fileID
        self.secretID = secretID
        self.portalID = portalID
        self.widgetIntegrationID = widgetIntegrationID
        self.slackIntegrationID = slackIntegrationID
        self.discordIntegrationID = discordIntegrationID
        self.microsoftTeamsIntegrationID = microsoftTeamsIntegrationID
        self.googleChatIntegrationID = googleChatIntegrationID
        self.whatsAppIntegrationID = whatsAppIntegrationID
        self.messengerIntegrationID = messengerIntegrationID
        self.telegramIntegrationID = telegramIntegrationID
        self.twilioIntegrationID = twilioIntegrationID
        self.emailIntegrationID = emailIntegrationID
        self.sitemapIntegrationID = sitemapIntegrationID
        self.notionIntegrationID = notionIntegrationID
        self.triggerIntegrationID = triggerIntegrationID
        self.supportIntegrationID = supportIntegrationID
        self.extractIntegrationID = extractIntegrationID
        self.mcpServerIntegrationID = mcpServerIntegrationID
        self.webhookID = webhookID
        self.meta = meta
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

extension ChatBotKit.EventItem: JSONDocument {
    enum Field: String, WireField {
        case id, type, name
        case eventDescription = "description"
        case conversationID = "conversationId"
        case taskID = "taskId"
        case contactID = "contactId"
        case blueprintID = "blueprintId"
        case botID = "botId"
        case datasetID = "datasetId"
        case recordID = "recordId"
        case skillsetID = "skillsetId"
        case abilityID = "abilityId"
        case fileID = "fileId"
        case secretID = "secretId"
        case portalID = "portalId"
        case widgetIntegrationID = "widgetIntegrationId"
        case slackIntegrationID = "slackIntegrationId"
        case discordIntegrationID = "discordIntegrationId"
        case microsoftTeamsIntegrationID = "microsoftteamsIntegrationId"
        case googleChatIntegrationID = "googlechatIntegrationId"
        case whatsAppIntegrationID = "whatsappIntegrationId"
        case messengerIntegrationID = "messengerIntegrationId"
        case telegramIntegrationID = "telegramIntegrationId"
        case twilioIntegrationID = "twilioIntegrationId"
        case emailIntegrationID = "emailIntegrationId"
        case sitemapIntegrationID = "sitemapIntegrationId"
        case notionIntegrationID = "notionIntegrationId"
        case triggerIntegrationID = "triggerIntegrationId"
        case supportIntegrationID = "supportIntegrationId"
        case extractIntegrationID = "extractIntegrationId"
        case mcpServerIntegrationID = "mcpserverIntegrationId"
        case webhookID = "webhookId"
        case meta, createdAt, updatedAt
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("id", String.kind),
        ModelShape.Member("type", String.kind),
        ModelShape.Member("name", String.kind),
        ModelShape.Member("description", String.kind),
        ModelShape.Member("conversationId", String.kind),
        ModelShape.Member("taskId", String.kind),
        ModelShape.Member("contactId", String.kind),
        ModelShape.Member("blueprintId", String.kind),
        ModelShape.Member("botId", String.kind),
        ModelShape.Member("datasetId", String.kind),
        ModelShape.Member("recordId", String.kind),
        ModelShape.Member("skillsetId", String.kind),
        ModelShape.Member("abilityId", String.kind),
        ModelShape.Member("fileId", String.kind),
        ModelShape.Member("secretId", String.kind),
        ModelShape.Member("portalId", String.kind),
        ModelShape.Member("widgetIntegrationId", String.kind),
        ModelShape.Member("slackIntegrationId", String.kind),
        ModelShape.Member("discordIntegrationId", String.kind),
        ModelShape.Member("microsoftteamsIntegrationId", String.kind),
        ModelShape.Member("googlechatIntegrationId", String.kind),
        ModelShape.Member("whatsappIntegrationId", String.kind),
        ModelShape.Member("messengerIntegrationId", String.kind),
        ModelShape.Member("telegramIntegrationId", String.kind),
        ModelShape.Member("twilioIntegrationId", String.kind),
        ModelShape.Member("emailIntegrationId", String.kind),
        ModelShape.Member("sitemapIntegrationId", String.kind),
        ModelShape.Member("notionIntegrationId", String.kind),
        ModelShape.Member("triggerIntegrationId", String.kind),
        ModelShape.Member("supportIntegrationId", String.kind),
        ModelShape.Member("extractIntegrationId", String.kind),
        ModelShape.Member("mcpserverIntegrationId", String.kind),
        ModelShape.Member("webhookId", String.kind),
        ModelShape.Member("meta", JSONObject.kind),
        ModelShape.Member("createdAt", .value),
        ModelShape.Member("updatedAt", .value),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var id: String?
        var type: String?
        var name: String?
        var eventDescription: String?
        var conversationID: String?
        var taskID: String?
        var contactID: String?
        var blueprintID: String?
        var botID: String?
        var datasetID: String?
        var recordID: String?
        var skillsetID: String?
        var abilityID: String?
        var fileID: String?
        var secretID: String?
        var portalID: String?
        var widgetIntegrationID: String?
        var slackIntegrationID: String?
        var discordIntegrationID: String?
        var microsoftTeamsIntegrationID: String?
        var googleChatIntegrationID: String?
        var whatsAppIntegrationID: String?
        var messengerIntegrationID: String?
        var telegramIntegrationID: String?
        var twilioIntegrationID: String?
        var emailIntegrationID: String?
        var sitemapIntegrationID: String?
        var notionIntegrationID: String?
        var triggerIntegrationID: String?
        var supportIntegrationID: String?
        var extractIntegrationID: String?
        var mcpServerIntegrationID: String?
        var webhookID: String?
        var meta: JSONObject?
        var createdAt: Timestamp?
        var updatedAt: Timestamp?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .id: id = try String(from: &json)
            case .type: type = try String(from: &json)
            case .name: name = try .optional(from: &json)
            case .eventDescription: eventDescription = try .optional(from: &json)
            case .conversationID: conversationID = try .optional(from: &json)
            case .taskID: taskID = try .optional(from: &json)
            case .contactID: contactID = try .optional(from: &json)
            case .blueprintID: blueprintID = try .optional(from: &json)
            case .botID: botID = try .optional(from: &json)
            case .datasetID: datasetID = try .optional(from: &json)
            case .recordID: recordID = try .optional(from: &json)
            case .skillsetID: skillsetID = try .optional(from: &json)
            case .abilityID: abilityID = try .optional(from: &json)
            case .fileID: fileID = try .optional(from: &json)
            case .secretID: secretID = try .optional(from: &json)
            case .portalID: portalID = try .optional(from: &json)
            case .widgetIntegrationID: widgetIntegrationID = try .optional(from: &json)
            case .slackIntegrationID: slackIntegrationID = try .optional(from: &json)
            case .discordIntegrationID: discordIntegrationID = try .optional(from: &json)
            case .microsoftTeamsIntegrationID: microsoftTeamsIntegrationID = try .optional(from: &json)
            case .googleChatIntegrationID: googleChatIntegrationID = try .optional(from: &json)
            case .whatsAppIntegrationID: whatsAppIntegrationID = try .optional(from: &json)
            case .messengerIntegrationID: messengerIntegrationID = try .optional(from: &json)
            case .telegramIntegrationID: telegramIntegrationID = try .optional(from: &json)
            case .twilioIntegrationID: twilioIntegrationID = try .optional(from: &json)
            case .emailIntegrationID: emailIntegrationID = try .optional(from: &json)
            case .sitemapIntegrationID: sitemapIntegrationID = try .optional(from: &json)
            case .notionIntegrationID: notionIntegrationID = try .optional(from: &json)
            case .triggerIntegrationID: triggerIntegrationID = try .optional(from: &json)
            case .supportIntegrationID: supportIntegrationID = try .optional(from: &json)
            case .extractIntegrationID: extractIntegrationID = try .optional(from: &json)
            case .mcpServerIntegrationID: mcpServerIntegrationID = try .optional(from: &json)
            case .webhookID: webhookID = try .optional(from: &json)
            case .meta: meta = try .optional(from: &json)
            case .createdAt: createdAt = try json.milliseconds()
            case .updatedAt: updatedAt = try json.milliseconds()
            }
        }
        guard let id else { throw json.missing(Field.id) }
        guard let type else { throw json.missing(Field.type) }
        guard let createdAt else { throw json.missing(Field.createdAt) }
        guard let updatedAt else { throw json.missing(Field.updatedAt) }
        self.id = id
        self.type = type
        self.name = name
        self.eventDescription = eventDescription
        self.conversationID = conversationID
        self.taskID = taskID
        self.contactID = contactID
        self.blueprintID = blueprintID
        self.botID = botID
        self.datasetID = datasetID
        self.recordID = recordID
        self.skillsetID = skillsetID
        self.abilityID = abilityID
        self.fileID = fileID
        self.secretID = secretID
        self.portalID = portalID
        self.widgetIntegrationID = widgetIntegrationID
        self.slackIntegrationID = slackIntegrationID
        self.discordIntegrationID = discordIntegrationID
        self.microsoftTeamsIntegrationID = microsoftTeamsIntegrationID
        self.googleChatIntegrationID = googleChatIntegrationID
        self.whatsAppIntegrationID = whatsAppIntegrationID
        self.messengerIntegrationID = messengerIntegrationID
        self.telegramIntegrationID = telegramIntegrationID
        self.twilioIntegrationID = twilioIntegrationID
        self.emailIntegrationID = emailIntegrationID
        self.sitemapIntegrationID = sitemapIntegrationID
        self.notionIntegrationID = notionIntegrationID
        self.triggerIntegrationID = triggerIntegrationID
        self.supportIntegrationID = supportIntegrationID
        self.extractIntegrationID = extractIntegrationID
        self.mcpServerIntegrationID = mcpServerIntegrationID
        self.webhookID = webhookID
        self.meta = meta
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        unknown = members.unknown
    }

    /// Reads a value under the names of the wire.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/unexpectedShape`` and the path if the value is not one.
    public init(_ json: JSONValue) throws(UsageError) {
        self = try JSONReader.read(json) { (json) throws(UsageError) in try Self(from: &json) }
    }

    /// The value under the names of the wire, with the members that this version does not know at the end.
    public var jsonValue: JSONValue {
        var object = JSONObject()
        object.append(Field.id, id) { $0.jsonForm }
        object.append(Field.type, type) { $0.jsonForm }
        object.append(Field.name, name) { $0.jsonForm }
        object.append(Field.eventDescription, eventDescription) { $0.jsonForm }
        object.append(Field.conversationID, orNull: conversationID) { $0.jsonForm }
        object.append(Field.taskID, orNull: taskID) { $0.jsonForm }
        object.append(Field.contactID, orNull: contactID) { $0.jsonForm }
        object.append(Field.blueprintID, orNull: blueprintID) { $0.jsonForm }
        object.append(Field.botID, orNull: botID) { $0.jsonForm }
        object.append(Field.datasetID, orNull: datasetID) { $0.jsonForm }
        object.append(Field.recordID, orNull: recordID) { $0.jsonForm }
        object.append(Field.skillsetID, orNull: skillsetID) { $0.jsonForm }
        object.append(Field.abilityID, orNull: abilityID) { $0.jsonForm }
        object.append(Field.fileID, orNull: fileID) { $0.jsonForm }
        object.append(Field.secretID, orNull: secretID) { $0.jsonForm }
        object.append(Field.portalID, orNull: portalID) { $0.jsonForm }
        object.append(Field.widgetIntegrationID, orNull: widgetIntegrationID) { $0.jsonForm }
        object.append(Field.slackIntegrationID, orNull: slackIntegrationID) { $0.jsonForm }
        object.append(Field.discordIntegrationID, orNull: discordIntegrationID) { $0.jsonForm }
        object.append(Field.microsoftTeamsIntegrationID, orNull: microsoftTeamsIntegrationID) { $0.jsonForm }
        object.append(Field.googleChatIntegrationID, orNull: googleChatIntegrationID) { $0.jsonForm }
        object.append(Field.whatsAppIntegrationID, orNull: whatsAppIntegrationID) { $0.jsonForm }
        object.append(Field.messengerIntegrationID, orNull: messengerIntegrationID) { $0.jsonForm }
        object.append(Field.telegramIntegrationID, orNull: telegramIntegrationID) { $0.jsonForm }
        object.append(Field.twilioIntegrationID, orNull: twilioIntegrationID) { $0.jsonForm }
        object.append(Field.emailIntegrationID, orNull: emailIntegrationID) { $0.jsonForm }
        object.append(Field.sitemapIntegrationID, orNull: sitemapIntegrationID) { $0.jsonForm }
        object.append(Field.notionIntegrationID, orNull: notionIntegrationID) { $0.jsonForm }
        object.append(Field.triggerIntegrationID, orNull: triggerIntegrationID) { $0.jsonForm }
        object.append(Field.supportIntegrationID, orNull: supportIntegrationID) { $0.jsonForm }
        object.append(Field.extractIntegrationID, orNull: extractIntegrationID) { $0.jsonForm }
        object.append(Field.mcpServerIntegrationID, orNull: mcpServerIntegrationID) { $0.jsonForm }
        object.append(Field.webhookID, orNull: webhookID) { $0.jsonForm }
        object.append(Field.meta, orNull: meta) { $0.jsonForm }
        object.append(Field.createdAt, createdAt) { JSONValue(millisecondsSince1970: $0) }
        object.append(Field.updatedAt, updatedAt) { JSONValue(millisecondsSince1970: $0) }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}
