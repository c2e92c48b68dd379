internal import UsageKit

extension ContractFixture {
    /// The fixtures of ChatBotKit.
    public static let chatBotKit: [ContractFixture] = chatBotKitListings + chatBotKitEvents + chatBotKitFigures

    private static let relations = [
        "conversationId", "messageId", "taskId", "contactId", "blueprintId", "botId", "datasetId", "skillsetId",
        "abilityId",
    ]

    private static let chatBotKitListings: [ContractFixture] = [("list", "/usage/list"), ("export", "/usage/export")]
        .map {
            ContractFixture(
                .chatBotKit, $0, path: $1, rows: "items",
                optional: relations.map { "items[].\($0)" } + ["items[].meta", "items[].updatedAt"],
                numbers: ["items[].count"], words: ["items[].type"],
                #"""
                {"items":[
                  {"id":"use_9k","type":"CHATBOTKIT_CUSTOM_TOKEN","count":-75,"conversationId":"conv_31","messageId":"msg_8",
                   "taskId":"task_2","contactId":"contact_5","blueprintId":"bp_1","botId":"bot_6","datasetId":"ds_7",
                   "skillsetId":"sk_3","abilityId":"ab_4","meta":{"model":"sample-1","reason":"conversation/send","nested":{"a":[1]}},
                   "createdAt":1772600767089,"updatedAt":1772600767089}],
                 "cursor":"use_9k"}
                """#)
        }

    private static let chatBotKitEvents: [ContractFixture] = [
        ("event-log", "/event/log/list"), ("event-log-export", "/event/log/export"),
    ].map {
        ContractFixture(
            .chatBotKit, $0, path: $1, rows: "items",
            optional: [
                "items[].name", "items[].description", "items[].meta", "items[].botId", "items[].recordId",
                "items[].microsoftteamsIntegrationId", "items[].mcpserverIntegrationId", "items[].webhookId",
            ],
            #"""
            {"items":[
              {"id":"event_1","type":"bot.update","name":"Support","description":"Renamed","conversationId":"conv_31",
               "taskId":"task_2","contactId":"contact_5","blueprintId":"bp_1","botId":"bot_6","datasetId":"ds_7",
               "recordId":"rec_1","skillsetId":"sk_3","abilityId":"ab_4","fileId":"file_1","secretId":"secret_1",
               "portalId":"portal_1","widgetIntegrationId":"w_1","slackIntegrationId":"s_1","discordIntegrationId":"d_1",
               "microsoftteamsIntegrationId":"t_1","googlechatIntegrationId":"g_1","whatsappIntegrationId":"wa_1",
               "messengerIntegrationId":"me_1","telegramIntegrationId":"te_1","twilioIntegrationId":"tw_1",
               "emailIntegrationId":"e_1","sitemapIntegrationId":"si_1","notionIntegrationId":"n_1",
               "triggerIntegrationId":"tr_1","supportIntegrationId":"su_1","extractIntegrationId":"ex_1",
               "mcpserverIntegrationId":"mcp_1","webhookId":"wh_1","meta":{"by":"user_1"},
               "createdAt":1772600767089,"updatedAt":1772600768000}],
             "cursor":"event_1"}
            """#)
    }

    private static let chatBotKitFigures: [ContractFixture] = [
        ContractFixture(
            .chatBotKit, "fetch", path: "/usage/fetch", numbers: ["tokens"],
            #"""
            {"tokens":90125.5,"conversations":12,"messages":345,
             "database":{"datasets":3,"records":77,"skillsets":2,"abilities":9,"files":4,"users":1}}
            """#),
        ContractFixture(
            .chatBotKit, "series", path: "/usage/series/fetch", numbers: ["tokens[].total"],
            #"""
            {"tokens":[{"date":1772496000000,"total":512.25},{"date":1772582400000,"total":90}],
             "conversations":[{"date":1772496000000,"total":2}],"messages":[]}
            """#),
        ContractFixture(
            .chatBotKit, "series", "dates as texts", path: "/usage/series/fetch",
            #"""
            {"tokens":[{"date":"2026-03-03T00:00:00.000Z","total":512}],"conversations":[{"date":"2026-03-03","total":2}],
             "messages":[]}
            """#),
        ContractFixture(
            .chatBotKit, "bot", path: "/bot/bot_6/usage/fetch", optional: ["tokens", "conversations", "messages"],
            #"{"tokens":7001,"conversations":8,"messages":61}"#),
        ContractFixture(
            .chatBotKit, "conversation", path: "/conversation/conv_31/usage/fetch", optional: ["tokens", "messages"],
            #"{"tokens":701,"messages":6}"#),
        ContractFixture(
            .chatBotKit, "report", method: "POST", path: "/report/report_1/fetch",
            optional: ["value", "change", "period"],
            #"{"value":150,"change":-12.5,"period":"30d","breakdown":[{"label":"Monday","value":20},"other"]}"#),
        ContractFixture(
            .chatBotKit, "reports", path: "/platform/report/list", rows: "items",
            optional: ["items[].name", "items[].description", "items[].meta"],
            #"""
            {"items":[{"id":"clr3m5n8k","name":"Messages","description":"Messages of a month","meta":{"kind":"count"},
              "createdAt":1772600767089,"updatedAt":1772600768000}],"cursor":"clr3m5n8k"}
            """#),
        ContractFixture(
            .chatBotKit, "platform-report", method: "POST", path: "/platform/report/report_1/generate",
            optional: ["value", "change", "period"],
            #"{"value":{"total":9},"change":null,"period":"7d","breakdown":[1,2]}"#),
    ]
}
