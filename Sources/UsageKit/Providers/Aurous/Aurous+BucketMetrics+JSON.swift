// Written by .scripts/generate-rows from Aurous+BucketMetrics.swift. Do not edit: change the declaration and run it again.

public import Foundation

extension Aurous.BucketMetrics {
    /// Creates a value, for example for a test; what is left out is not known.
    public init(
        requestCount: Int? = nil, successfulCount: Int? = nil, failedCount: Int? = nil, cancelledCount: Int? = nil,
        creditsUsed: Decimal? = nil, durationP50: Decimal? = nil, durationP95: Decimal? = nil, imageCount: Int? = nil,
        videoSeconds: Decimal? = nil, inputTokens: Int? = nil, outputTokens: Int? = nil
    ) {
        self.requestCount = requestCount
        self.successfulCount = successfulCount
        self.failedCount = failedCount
        self.cancelledCount = cancelledCount
        self.creditsUsed = creditsUsed
        self.durationP50 = durationP50
        self.durationP95 = durationP95
        self.imageCount = imageCount
        self.videoSeconds = videoSeconds
        self.inputTokens = inputTokens
        self.outputTokens = outputTokens
    }
}

extension Aurous.BucketMetrics: JSONDocument {
    enum Field: String, WireField {
        case requestCount = "request_count"
        case successfulCount = "successful_count"
        case failedCount = "failed_count"
        case cancelledCount = "cancelled_count"
        case creditsUsed = "credits_used"
        case durationP50 = "duration_ms_p50"
        case durationP95 = "duration_ms_p95"
        case imageCount = "image_count"
        case videoSeconds = "video_seconds"
        case inputTokens = "total_input_tokens"
        case outputTokens = "total_output_tokens"
        static let table = FieldTable<Self>()
    }

    /// What the provider documents of the model.
    public static let shape = ModelShape([
        ModelShape.Member("request_count", Int.kind),
        ModelShape.Member("successful_count", Int.kind),
        ModelShape.Member("failed_count", Int.kind),
        ModelShape.Member("cancelled_count", Int.kind),
        ModelShape.Member("credits_used", Decimal.kind),
        ModelShape.Member("duration_ms_p50", Decimal.kind),
        ModelShape.Member("duration_ms_p95", Decimal.kind),
        ModelShape.Member("image_count", Int.kind),
        ModelShape.Member("video_seconds", Decimal.kind),
        ModelShape.Member("total_input_tokens", Int.kind),
        ModelShape.Member("total_output_tokens", Int.kind),
    ])

    init(from json: inout JSONReader) throws(UsageError) {
        var requestCount: Int?
        var successfulCount: Int?
        var failedCount: Int?
        var cancelledCount: Int?
        var creditsUsed: Decimal?
        var durationP50: Decimal?
        var durationP95: Decimal?
        var imageCount: Int?
        var videoSeconds: Decimal?
        var inputTokens: Int?
        var outputTokens: Int?
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .requestCount: requestCount = try .optional(from: &json)
            case .successfulCount: successfulCount = try .optional(from: &json)
            case .failedCount: failedCount = try .optional(from: &json)
            case .cancelledCount: cancelledCount = try .optional(from: &json)
            case .creditsUsed: creditsUsed = try .optional(from: &json)
            case .durationP50: durationP50 = try .optional(from: &json)
            case .durationP95: durationP95 = try .optional(from: &json)
            case .imageCount: imageCount = try .optional(from: &json)
            case .videoSeconds: videoSeconds = try .optional(from: &json)
            case .inputTokens: inputTokens = try .optional(from: &json)
            case .outputTokens: outputTokens = try .optional(from: &json)
            }
        }
        self.requestCount = requestCount
        self.successfulCount = successfulCount
        self.failedCount = failedCount
        self.cancelledCount = cancelledCount
        self.creditsUsed = creditsUsed
        self.durationP50 = durationP50
        self.durationP95 = durationP95
        self.imageCount = imageCount
        self.videoSeconds = videoSeconds
        self.inputTokens = inputTokens
        self.outputTokens = outputTokens
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
        object.append(Field.requestCount, requestCount) { $0.jsonForm }
        object.append(Field.successfulCount, successfulCount) { $0.jsonForm }
        object.append(Field.failedCount, failedCount) { $0.jsonForm }
        object.append(Field.cancelledCount, cancelledCount) { $0.jsonForm }
        object.append(Field.creditsUsed, creditsUsed) { $0.jsonForm }
        object.append(Field.durationP50, durationP50) { $0.jsonForm }
        object.append(Field.durationP95, durationP95) { $0.jsonForm }
        object.append(Field.imageCount, imageCount) { $0.jsonForm }
        object.append(Field.videoSeconds, videoSeconds) { $0.jsonForm }
        object.append(Field.inputTokens, inputTokens) { $0.jsonForm }
        object.append(Field.outputTokens, outputTokens) { $0.jsonForm }
        return .object(object.appending(unknown))
    }

    /// Whether both are written as the same JSON.
    public static func == (left: Self, right: Self) -> Bool { left.jsonValue == right.jsonValue }

    /// Feeds the JSON form to a hasher.
    public func hash(into hasher: inout Hasher) { hasher.combine(jsonValue) }
}
