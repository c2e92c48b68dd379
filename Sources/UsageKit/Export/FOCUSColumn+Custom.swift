extension FOCUSColumn {
    private init(
        _ name: String, nullable: Set<FOCUSExport.Version> = .both, number rule: String,
        fill: @escaping @Sendable (FOCUSRow) -> String?
    ) {
        self.init(name, kind: .decimal, level: .custom, nullable: nullable, rule, fill: fill)
    }

    private init(
        _ name: String, nullable: Set<FOCUSExport.Version> = .both, text rule: String,
        fill: @escaping @Sendable (FOCUSRow) -> String?
    ) {
        self.init(name, level: .custom, nullable: nullable, rule, fill: fill)
    }

    /// What FOCUS has no column for (Custom Columns).
    static let custom: [FOCUSColumn] = [
        FOCUSColumn("x_Provider", nullable: [], text: "The id of the provider in this package.") {
            $0.record.provider.rawValue
        },
        FOCUSColumn("x_RecordId", text: "The provider's id of the row.") { $0.record.id },
        FOCUSColumn("x_RequestId", text: "The id of the request.") { $0.record.requestID },
        FOCUSColumn("x_EventTime", nullable: [], text: "The instant, with its fraction of a second.") {
            $0.time.description
        },
        FOCUSColumn("x_Type", text: "The kind of work.") { $0.record.type },
        FOCUSColumn("x_Model", text: "The model.") { $0.record.model },
        FOCUSColumn("x_ApiKeyId", text: "The public id of the API key.") { $0.record.apiKey },
        FOCUSColumn("x_UserId", text: "The user.") { $0.record.user },
        FOCUSColumn("x_BotId", text: "The bot.") { $0.record.bot },
        FOCUSColumn("x_ConversationId", text: "The conversation.") { $0.record.conversation },
        FOCUSColumn("x_Status", text: "How the request ended.") { $0.record.status?.rawValue },
        FOCUSColumn("x_InputTokens", number: "The tokens of the prompt.") { $0.record.tokens.input?.description },
        FOCUSColumn("x_OutputTokens", number: "The tokens of the completion.") {
            $0.record.tokens.output?.description
        },
        FOCUSColumn("x_Units", text: "The counts by their names on the wire, as a JSON object.") { row in
            row.record.quantities.isEmpty ? nil : row.record.units.text
        },
        FOCUSColumn("x_DurationMilliseconds", number: "How long the request took.") {
            $0.record.duration.map { ExactDecimal(milliseconds: $0).description }
        },
        FOCUSColumn("x_ExchangeRate", number: "The rate by which the cost was converted; null without one.") {
            $0.price.rate?.price.exact.description
        },
        FOCUSColumn("x_ExchangeRateDate", text: "The day from which the rate applies.") {
            $0.price.rate?.day.description
        },
        FOCUSColumn(
            "x_Final", nullable: [],
            text: "`false` while the cost may change: the request has not ended, or the walk is not complete."
        ) { $0.isFinal ? "true" : "false" },
    ]
}
