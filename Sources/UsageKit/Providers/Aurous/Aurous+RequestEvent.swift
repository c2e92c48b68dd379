// Written by .scripts/generate-rows from Aurous+RequestFields.swift. Do not edit: change the declaration and run it again.

public import Foundation

extension Aurous {
    /// One billed request.
    ///
    /// Not a receipt: it does not have the parts of the charge.
    public struct RequestEvent: Hashable, Identifiable, Sendable {
        var fields: RequestFields<OwnedText>

        /// The id of what was made: `cmp_…`, `emb_…`, `img_…` or `vid_…`.
        public var id: String {
            get { fields.id }
            set { fields.id = newValue }
        }

        /// The kind of work.
        public var type: EventType? {
            get { fields.type.map(EventType.init) }
            set { fields.type = newValue?.rawValue }
        }

        /// The model's slug.
        public var model: String? {
            get { fields.model }
            set { fields.model = newValue }
        }

        /// How the request ended.
        public var status: UsageStatus? {
            get { fields.status.map(UsageStatus.init) }
            set { fields.status = newValue?.rawValue }
        }

        /// When the request came in.
        public var createdAt: Timestamp? {
            get { fields.createdAt }
            set { fields.createdAt = newValue }
        }

        /// When it was done; nil while it is pending.
        public var completedAt: Timestamp? {
            get { fields.completedAt }
            set { fields.completedAt = newValue }
        }

        /// How long it took.
        public var duration: Duration? {
            get { fields.duration }
            set { fields.duration = newValue }
        }

        /// Tokens of the prompt.
        public var inputTokens: Int? {
            get { fields.inputTokens }
            set { fields.inputTokens = newValue }
        }

        /// Tokens of the completion; 0 for embeddings.
        public var outputTokens: Int? {
            get { fields.outputTokens }
            set { fields.outputTokens = newValue }
        }

        /// Credits that were charged; nil for a request that is not finished.
        ///
        /// It can be set to a finite number of up to 38 significant digits.
        public var creditsCharged: Decimal? {
            get { fields.creditsCharged?.decimal }
            set { fields.creditsCharged = newValue.map(ExactDecimal.init(setting:)) }
        }

        /// The key that made the call, as `apikey_…`; nil for calls from the dashboard.
        public var apiKeyID: String? {
            get { fields.apiKeyID }
            set { fields.apiKeyID = newValue }
        }

        /// The user who made the call.
        public var userID: String? {
            get { fields.userID }
            set { fields.userID = newValue }
        }

        /// The `Aurous-Request-Id` of the response.
        public var requestID: String? {
            get { fields.requestID }
            set { fields.requestID = newValue }
        }

        /// The LoRA that was used.
        public var loraID: String? {
            get { fields.loraID }
            set { fields.loraID = newValue }
        }

        /// The number of images; nil if the row does not have it.
        public var imageCount: Int? {
            get { fields.imageCount }
            set { fields.imageCount = newValue }
        }

        /// The seconds of video; nil if the row does not have it.
        ///
        /// It can be set to a finite number of up to 38 significant digits.
        public var videoSeconds: Decimal? {
            get { fields.videoSeconds?.decimal }
            set { fields.videoSeconds = newValue.map(ExactDecimal.init(setting:)) }
        }

        /// Members that this version does not know.
        public var unknown: JSONObject {
            get { fields.unknown }
            set { fields.unknown = newValue }
        }
    }
}

extension Aurous.RequestEvent {
    /// Whether all fields are equal; texts are compared by their UTF-8 bytes.
    public static func == (left: Self, right: Self) -> Bool {
        let (left, right) = (left.fields, right.fields)
        if ByteString(left.id) != ByteString(right.id) { return false }
        if left.type.map(ByteString.init) != right.type.map(ByteString.init) { return false }
        if left.model.map(ByteString.init) != right.model.map(ByteString.init) { return false }
        if left.status.map(ByteString.init) != right.status.map(ByteString.init) { return false }
        if left.createdAt != right.createdAt { return false }
        if left.completedAt != right.completedAt { return false }
        if left.duration != right.duration { return false }
        if left.inputTokens != right.inputTokens { return false }
        if left.outputTokens != right.outputTokens { return false }
        if left.creditsCharged != right.creditsCharged { return false }
        if left.apiKeyID.map(ByteString.init) != right.apiKeyID.map(ByteString.init) { return false }
        if left.userID.map(ByteString.init) != right.userID.map(ByteString.init) { return false }
        if left.requestID.map(ByteString.init) != right.requestID.map(ByteString.init) { return false }
        if left.loraID.map(ByteString.init) != right.loraID.map(ByteString.init) { return false }
        if left.imageCount != right.imageCount { return false }
        if left.videoSeconds != right.videoSeconds { return false }
        return left.unknown == right.unknown
    }

    /// Feeds the row to a hasher.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(ByteString(fields.id))
        hasher.combine(fields.contentHash)
    }
}

extension Aurous.RequestEvent {
    /// The names on the wire, in the order in which they usually come.
    enum Field: String, WireField {
        case id, type, model, status
        case createdAt = "created_at"
        case completedAt = "completed_at"
        case duration = "duration_ms"
        case inputTokens = "input_tokens"
        case outputTokens = "output_tokens"
        case creditsCharged = "credits_charged"
        case apiKeyID = "api_key_id"
        case userID = "user_id"
        case requestID = "request_id"
        case loraID = "lora_id"
        case imageCount = "image_count"
        case videoSeconds = "video_seconds"
        static let table = FieldTable<Self>()
    }
}

extension Aurous.RequestFields {
    static var members: RowMembers {
        RowMembers(
            provider: "Aurous", essential: ["id"],
            required: ["type", "created_at"],
            all: Aurous.RequestEvent.Field.allCases.map(\.rawValue))
    }
}

extension Aurous.RequestEvent: ShapedModel {
    /// What the provider documents of the row.
    public static let shape = ModelShape([
        ModelShape.Member("id"),
        ModelShape.Member("type", .words(Aurous.EventType.known.map(\.rawValue))),
        ModelShape.Member("model"),
        ModelShape.Member("status", .words(UsageStatus.known.map(\.rawValue))),
        ModelShape.Member("created_at"),
        ModelShape.Member("completed_at"),
        ModelShape.Member("duration_ms"),
        ModelShape.Member("input_tokens"),
        ModelShape.Member("output_tokens"),
        ModelShape.Member("credits_charged"),
        ModelShape.Member("api_key_id"),
        ModelShape.Member("user_id"),
        ModelShape.Member("request_id"),
        ModelShape.Member("lora_id"),
        ModelShape.Member("image_count"),
        ModelShape.Member("video_seconds"),
    ])

    /// What the provider documents of the row.
    public var shape: ModelShape { Self.shape }
}

extension Aurous.RequestFields {
    /// Reads the fields; nil if the form cannot hold one of the texts.
    @inline(__always)
    init?(from json: inout JSONReader) throws(UsageError) {
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
        var creditsCharged: ExactDecimal?
        var apiKeyID: Form.Text?
        var userID: Form.Text?
        var requestID: Form.Text?
        var loraID: Form.Text?
        var imageCount: Int?
        var videoSeconds: ExactDecimal?
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
            case .model:
                if !json.null() {
                    guard let value = try Form.repeatedText(&json) else { return nil }
                    model = value
                }
            case .status:
                if !json.null() {
                    guard let value = try Form.repeatedText(&json) else { return nil }
                    status = value
                }
            case .createdAt: if !json.repairedNull() { createdAt = try json.instant() }
            case .completedAt: completedAt = try json.optionalInstant()
            case .duration: duration = try json.optionalDuration()
            case .inputTokens: inputTokens = try json.optionalCount()
            case .outputTokens: outputTokens = try json.optionalCount()
            case .creditsCharged: creditsCharged = try json.optionalDecimal()
            case .apiKeyID:
                if !json.null() {
                    guard let value = try Form.repeatedText(&json) else { return nil }
                    apiKeyID = value
                }
            case .userID:
                if !json.null() {
                    guard let value = try Form.repeatedText(&json) else { return nil }
                    userID = value
                }
            case .requestID:
                if !json.null() {
                    guard let value = try Form.ownText(&json) else { return nil }
                    requestID = value
                }
            case .loraID:
                if !json.null() {
                    guard let value = try Form.repeatedText(&json) else { return nil }
                    loraID = value
                }
            case .imageCount: imageCount = try json.optionalCount()
            case .videoSeconds: videoSeconds = try json.optionalDecimal()
            }
        }
        guard let id else { throw json.missing(Field.id) }
        guard members.hasSeen(1) else { throw json.missing(Field.type) }
        guard members.hasSeen(4) else { throw json.missing(Field.createdAt) }
        self.init(
            id: id, type: type, model: model, status: status, createdAt: createdAt, completedAt: completedAt,
            duration: duration, inputTokens: inputTokens, outputTokens: outputTokens, creditsCharged: creditsCharged,
            apiKeyID: apiKeyID, userID: userID, requestID: requestID, loraID: loraID, imageCount: imageCount,
            videoSeconds: videoSeconds, unknown: Form.unknown(members.unknown))
    }
}

extension Aurous.RequestFields {
    /// A hash of all fields but the id, which is the same in either form of the texts.
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
        hash.add(creditsCharged)
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

extension Aurous.RequestEvent: JSONRepresentable {
    init(from json: inout JSONReader) throws(UsageError) {
        fields = try json.ownedFields(Aurous.RequestFields<OwnedText>.self)
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
        object.append(Field.model, fields.model, JSONValue.string)
        object.append(Field.status, fields.status, JSONValue.string)
        object.append(Field.createdAt, fields.createdAt) { JSONValue($0) }
        object.append(Field.completedAt, fields.completedAt) { JSONValue($0) }
        object.append(Field.duration, fields.duration) { JSONValue(milliseconds: $0) }
        object.append(Field.inputTokens, fields.inputTokens) { JSONValue($0) }
        object.append(Field.outputTokens, fields.outputTokens) { JSONValue($0) }
        object.append(Field.creditsCharged, fields.creditsCharged) { JSONValue($0) }
        object.append(Field.apiKeyID, fields.apiKeyID, JSONValue.string)
        object.append(Field.userID, fields.userID, JSONValue.string)
        object.append(Field.requestID, fields.requestID, JSONValue.string)
        object.append(Field.loraID, fields.loraID, JSONValue.string)
        object.append(Field.imageCount, fields.imageCount) { JSONValue($0) }
        object.append(Field.videoSeconds, fields.videoSeconds) { JSONValue($0) }
        return .object(object.appending(unknown))
    }
}
