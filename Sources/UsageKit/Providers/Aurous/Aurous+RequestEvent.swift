public import Foundation

extension Aurous {
    /// One billed request.
    ///
    /// Not a receipt: the parts of the charge are not in it.
    public struct RequestEvent: Hashable, Sendable {
        /// The id of what was made: `cmp_…`, `emb_…`, `img_…` or `vid_…`.
        public var id: String
        /// The kind of work.
        public var type: EventType
        /// The model's slug.
        public var model: String?
        /// How the request ended.
        public var status: UsageStatus?
        /// When the request came in.
        public var createdAt: Timestamp
        /// When it was done; nil while it is pending.
        public var completedAt: Timestamp?
        /// How long it took.
        public var duration: Duration?
        /// Tokens of the prompt.
        public var inputTokens: Int?
        /// Tokens of the completion; 0 for embeddings.
        public var outputTokens: Int?
        var credits: ExactDecimal?
        /// The key that made the call, as `apikey_…`; nil for calls from the dashboard.
        public var apiKeyID: String?
        /// The user who made the call.
        public var userID: String?
        /// The `Aurous-Request-Id` of the response.
        public var requestID: String?
        /// The LoRA that was used.
        public var loraID: String?
        /// Images that were made, where the row has it.
        public var imageCount: Int?
        var videoSecondsExact: ExactDecimal?
        /// Members that this version does not know.
        public var unknown: JSONObject

        /// Credits that were charged; nil for a request that is not finished.
        public var creditsCharged: Decimal? { credits?.decimal }

        /// Seconds of video that were made, where the row has it.
        public var videoSeconds: Decimal? { videoSecondsExact?.decimal }
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
        object.append(Field.creditsCharged, credits) { JSONValue($0) }
        object.append(Field.apiKeyID, apiKeyID, JSONValue.string)
        object.append(Field.userID, userID, JSONValue.string)
        object.append(Field.requestID, requestID, JSONValue.string)
        object.append(Field.loraID, loraID, JSONValue.string)
        object.append(Field.imageCount, imageCount) { JSONValue($0) }
        object.append(Field.videoSeconds, videoSecondsExact) { JSONValue($0) }
        return .object(object.appending(unknown))
    }
}
