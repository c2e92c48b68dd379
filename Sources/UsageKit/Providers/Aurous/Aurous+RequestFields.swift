extension Aurous {
    /// The members of a billed request, with texts owned or borrowed.
    struct RequestFields<Form: TextForm>: Hashable, Sendable {
        var id: Form.Text
        var type: Form.Text
        var model: Form.Text?
        var status: Form.Text?
        var createdAt: Timestamp
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
        var unknown: Form.Unknown
    }
}

extension Aurous.RequestFields {
    @inline(__always)
    init(
        from json: inout JSONReader, validating validate: (JSONObject) throws(UsageError) -> Void = { _ in }
    ) throws(UsageError) {
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
        try validate(members.unknown)
        self.init(
            id: id, type: type, model: model, status: status, createdAt: createdAt, completedAt: completedAt,
            duration: duration, inputTokens: inputTokens, outputTokens: outputTokens, credits: credits,
            apiKeyID: apiKeyID, userID: userID, requestID: requestID, loraID: loraID, imageCount: imageCount,
            videoSeconds: videoSeconds, unknown: Form.unknown(members.unknown))
    }

    /// A hash of all fields but the id.
    @inline(__always)
    var contentHash: UInt64 {
        var hash = ContentHash()
        hash.add(type, as: Form.self)
        hash.add(model, as: Form.self)
        hash.add(status, as: Form.self)
        hash.add(createdAt)
        hash.add(completedAt)
        hash.add(duration)
        hash.add(inputTokens)
        hash.add(outputTokens)
        hash.add(credits)
        hash.add(apiKeyID, as: Form.self)
        hash.add(userID, as: Form.self)
        hash.add(requestID, as: Form.self)
        hash.add(loraID, as: Form.self)
        hash.add(imageCount)
        hash.add(videoSeconds)
        hash.add(unknown: unknown, as: Form.self)
        return hash.value
    }
}

extension Aurous.RequestFields where Form == BorrowedText {
    /// Reads a billed request; throws for what may be a movement of credits, which must be decoded as a row.
    @inline(__always)
    init(borrowing json: inout JSONReader) throws(UsageError) {
        if json.begins(with: Aurous.CreditEvent.rowPrefix) { throw BorrowedText.isToBeReadAsRow }
        self = try Self(from: &json) { (unknown) throws(UsageError) in
            if !unknown.isEmpty, Aurous.CreditEvent.matches(id: "", unknown: unknown) {
                throw BorrowedText.isToBeReadAsRow
            }
        }
        if Aurous.CreditEvent.matches(id: id, in: json.bytes) { throw BorrowedText.isToBeReadAsRow }
    }
}
