extension Aurous {
    /// What is made of the members of a billed request, with its texts in one of two forms.
    protocol RequestFields {
        associatedtype Form: TextForm

        init(
            id: Form.Text, type: Form.Text, model: Form.Text?, status: Form.Text?, createdAt: Timestamp,
            completedAt: Timestamp?, duration: Duration?, inputTokens: Int?, outputTokens: Int?,
            credits: ExactDecimal?, apiKeyID: Form.Text?, userID: Form.Text?, requestID: Form.Text?,
            loraID: Form.Text?, imageCount: Int?, videoSeconds: ExactDecimal?, unknown: JSONObject)
    }
}

extension Aurous.RequestFields {
    @inline(__always)
    init(request json: inout JSONReader) throws(UsageError) {
        typealias Field = Aurous.RequestEvent.Field
        var id: Form.Text?
        var type: Form.Text?
        var model: Form.Text?
        var status: Form.Text?
        var createdAt: Timestamp?
        var completedAt: Timestamp?
        var duration: Duration?
        var inputTokens: Int?
        var outputTokens: Int?
        var credits: ExactDecimal?
        var apiKeyID: Form.Text?
        var userID: Form.Text?
        var requestID: Form.Text?
        var loraID: Form.Text?
        var imageCount: Int?
        var videoSeconds: ExactDecimal?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .id: id = try Form.ownText(&json)
            case .type: type = try Form.repeatedText(&json)
            case .model: model = try json.optionalRepeatedText(Form.self)
            case .status: status = try json.optionalRepeatedText(Form.self)
            case .createdAt: createdAt = try json.timestamp()
            case .completedAt: completedAt = try json.optionalTimestamp()
            case .durationMS: duration = try json.optionalDuration()
            case .inputTokens: inputTokens = try json.optionalInteger()
            case .outputTokens: outputTokens = try json.optionalInteger()
            case .creditsCharged: credits = try json.optionalDecimal()
            case .apiKeyID: apiKeyID = try json.optionalRepeatedText(Form.self)
            case .userID: userID = try json.optionalRepeatedText(Form.self)
            case .requestID: requestID = try json.optionalOwnText(Form.self)
            case .loraID: loraID = try json.optionalRepeatedText(Form.self)
            case .imageCount: imageCount = try json.optionalInteger()
            case .videoSeconds: videoSeconds = try json.optionalDecimal()
            }
        }
        guard let id else { throw json.missing(Field.id) }
        guard let type else { throw json.missing(Field.type) }
        guard let createdAt else { throw json.missing(Field.createdAt) }
        self.init(
            id: id, type: type, model: model, status: status, createdAt: createdAt, completedAt: completedAt,
            duration: duration, inputTokens: inputTokens, outputTokens: outputTokens, credits: credits,
            apiKeyID: apiKeyID, userID: userID, requestID: requestID, loraID: loraID, imageCount: imageCount,
            videoSeconds: videoSeconds, unknown: members.unknown)
    }
}

extension Aurous.RequestEvent: Aurous.RequestFields {
    typealias Form = StringForm

    init(from json: inout JSONReader) throws(UsageError) {
        try self.init(request: &json)
    }

    @inline(__always)
    init(
        id: String, type: String, model: String?, status: String?, createdAt: Timestamp, completedAt: Timestamp?,
        duration: Duration?, inputTokens: Int?, outputTokens: Int?, credits: ExactDecimal?, apiKeyID: String?,
        userID: String?, requestID: String?, loraID: String?, imageCount: Int?, videoSeconds: ExactDecimal?,
        unknown: JSONObject
    ) {
        self.init(
            id: id, type: Aurous.EventType(rawValue: type), model: model, status: status.map(UsageStatus.init),
            createdAt: createdAt, completedAt: completedAt, duration: duration, inputTokens: inputTokens,
            outputTokens: outputTokens, credits: credits, apiKeyID: apiKeyID, userID: userID, requestID: requestID,
            loraID: loraID, imageCount: imageCount, videoSecondsExact: videoSeconds, unknown: unknown)
    }
}
