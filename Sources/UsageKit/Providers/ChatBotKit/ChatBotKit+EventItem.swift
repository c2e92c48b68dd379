// Document declaration: .scripts/generate-rows writes ChatBotKit+EventItem+JSON.swift from it.

extension ChatBotKit {
    /// An entry of the event log (`GET /event/log/list`): what happened, and to what.
    public struct EventItem: Sendable {  // document
        /// The id.
        public var id: String  // id
        /// What happened.
        public var type: String  // type
        /// The name; nil if it has none.
        public var name: String?  // name
        /// The description; nil if it has none.
        public var eventDescription: String?  // description
        /// The conversation that it is about; nil for none.
        public var conversationID: String?  // conversationId, null
        /// The task that it is about; nil for none.
        public var taskID: String?  // taskId, null
        /// The contact that it is about; nil for none.
        public var contactID: String?  // contactId, null
        /// The blueprint that it is about; nil for none.
        public var blueprintID: String?  // blueprintId, null
        /// The bot that it is about; nil for none.
        public var botID: String?  // botId, null
        /// The dataset that it is about; nil for none.
        public var datasetID: String?  // datasetId, null
        /// The record of a dataset that it is about; nil for none.
        public var recordID: String?  // recordId, null
        /// The skillset that it is about; nil for none.
        public var skillsetID: String?  // skillsetId, null
        /// The ability that it is about; nil for none.
        public var abilityID: String?  // abilityId, null
        /// The file that it is about; nil for none.
        public var fileID: String?  // fileId, null
        /// The secret that it is about; nil for none.
        public var secretID: String?  // secretId, null
        /// The portal that it is about; nil for none.
        public var portalID: String?  // portalId, null
        /// The widget that it is about; nil for none.
        public var widgetIntegrationID: String?  // widgetIntegrationId, null
        /// The integration with Slack that it is about; nil for none.
        public var slackIntegrationID: String?  // slackIntegrationId, null
        /// The integration with Discord that it is about; nil for none.
        public var discordIntegrationID: String?  // discordIntegrationId, null
        /// The integration with Microsoft Teams that it is about; nil for none.
        public var microsoftTeamsIntegrationID: String?  // microsoftteamsIntegrationId, null
        /// The integration with Google Chat that it is about; nil for none.
        public var googleChatIntegrationID: String?  // googlechatIntegrationId, null
        /// The integration with WhatsApp that it is about; nil for none.
        public var whatsAppIntegrationID: String?  // whatsappIntegrationId, null
        /// The integration with Messenger that it is about; nil for none.
        public var messengerIntegrationID: String?  // messengerIntegrationId, null
        /// The integration with Telegram that it is about; nil for none.
        public var telegramIntegrationID: String?  // telegramIntegrationId, null
        /// The integration with Twilio that it is about; nil for none.
        public var twilioIntegrationID: String?  // twilioIntegrationId, null
        /// The integration with email that it is about; nil for none.
        public var emailIntegrationID: String?  // emailIntegrationId, null
        /// The integration of a sitemap that it is about; nil for none.
        public var sitemapIntegrationID: String?  // sitemapIntegrationId, null
        /// The integration with Notion that it is about; nil for none.
        public var notionIntegrationID: String?  // notionIntegrationId, null
        /// The trigger that it is about; nil for none.
        public var triggerIntegrationID: String?  // triggerIntegrationId, null
        /// The integration with support that it is about; nil for none.
        public var supportIntegrationID: String?  // supportIntegrationId, null
        /// The extraction that it is about; nil for none.
        public var extractIntegrationID: String?  // extractIntegrationId, null
        /// The MCP server that it is about; nil for none.
        public var mcpServerIntegrationID: String?  // mcpserverIntegrationId, null
        /// The webhook that it is about; nil for none.
        public var webhookID: String?  // webhookId, null
        /// What was attached when it was recorded.
        public var meta: JSONObject?  // meta, null
        /// When it happened.
        public var createdAt: Timestamp  // createdAt, epoch
        /// When the entry was last changed.
        public var updatedAt: Timestamp  // updatedAt, epoch
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }
}
