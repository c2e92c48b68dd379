public import Foundation

extension Aurous {
    /// One billed request.
    ///
    /// It is not a receipt: it does not have the parts of the charge.
    public struct RequestEvent: Hashable, Sendable {
        var fields: RequestFields<OwnedText>

        /// The id of what was made: `cmp_…`, `emb_…`, `img_…` or `vid_…`.
        public var id: String {
            get { fields.id }
            set { fields.id = newValue }
        }
        /// The kind of work.
        public var type: EventType {
            get { EventType(rawValue: fields.type) }
            set { fields.type = newValue.rawValue }
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
        /// When the request was received.
        public var createdAt: Timestamp {
            get { fields.createdAt }
            set { fields.createdAt = newValue }
        }
        /// When the request was completed; nil while it is pending.
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
        /// Images that were made; nil if the row does not have the figure.
        public var imageCount: Int? {
            get { fields.imageCount }
            set { fields.imageCount = newValue }
        }
        /// Members of the JSON object that this version does not know.
        public var unknown: JSONObject {
            get { fields.unknown }
            set { fields.unknown = newValue }
        }

        /// Credits that were charged; nil for a request that is not finished.
        public var creditsCharged: Decimal? { fields.credits?.decimal }

        /// Seconds of video that were made; nil if the row does not have the figure.
        public var videoSeconds: Decimal? { fields.videoSeconds?.decimal }
    }
}

extension Aurous.RequestEvent: JSONRepresentable {
    enum Field: String, WireField {
        case id, type, model, status
        case createdAt = "created_at"
        case completedAt = "completed_at"
        case durationMS = "duration_ms"
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

    init(from json: inout JSONReader) throws(UsageError) {
        fields = try Aurous.RequestFields(from: &json)
    }

    /// The row under the names of the wire.
    public var jsonValue: JSONValue {
        var object = JSONObject()
        object.append(Field.id, id, JSONValue.string)
        object.append(Field.type, type.rawValue, JSONValue.string)
        object.append(Field.model, model, JSONValue.string)
        object.append(Field.status, status?.rawValue, JSONValue.string)
        object.append(Field.createdAt, createdAt) { JSONValue($0) }
        object.append(Field.completedAt, completedAt) { JSONValue($0) }
        object.append(Field.durationMS, duration) { JSONValue(milliseconds: $0) }
        object.append(Field.inputTokens, inputTokens) { JSONValue($0) }
        object.append(Field.outputTokens, outputTokens) { JSONValue($0) }
        object.append(Field.creditsCharged, fields.credits) { JSONValue($0) }
        object.append(Field.apiKeyID, apiKeyID, JSONValue.string)
        object.append(Field.userID, userID, JSONValue.string)
        object.append(Field.requestID, requestID, JSONValue.string)
        object.append(Field.loraID, loraID, JSONValue.string)
        object.append(Field.imageCount, imageCount) { JSONValue($0) }
        object.append(Field.videoSeconds, fields.videoSeconds) { JSONValue($0) }
        return .object(object.appending(unknown))
    }
}
