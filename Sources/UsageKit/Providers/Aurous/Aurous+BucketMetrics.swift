public import Foundation

extension Aurous {
    /// The figures of a group of requests, as the server counted them.
    public struct BucketMetrics: Hashable, Sendable {
        /// All requests; those in progress are only in this figure, so the three others need not add up to it.
        public var requestCount: Int?
        /// Requests that succeeded.
        public var successfulCount: Int?
        /// Requests that failed.
        public var failedCount: Int?
        /// Requests that were cancelled.
        public var cancelledCount: Int?
        var credits: ExactDecimal?
        var p50: ExactDecimal?
        var p95: ExactDecimal?
        /// Images that were made.
        public var imageCount: Int?
        var video: ExactDecimal?
        /// Tokens of the prompts; only the newest published contract has this figure.
        public var inputTokens: Int?
        /// Tokens of the completions; only the newest published contract has this figure.
        public var outputTokens: Int?
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()

        /// Credits that were charged.
        public var creditsUsed: Decimal? {
            get { credits?.decimal }
            set { credits = newValue.map(ExactDecimal.init(setting:)) }
        }
        /// The median duration in milliseconds, with its fraction; it cannot be combined with those of other buckets.
        public var durationP50: Decimal? {
            get { p50?.decimal }
            set { p50 = newValue.map(ExactDecimal.init(setting:)) }
        }
        /// The 95th percentile of the duration in milliseconds, with its fraction.
        public var durationP95: Decimal? {
            get { p95?.decimal }
            set { p95 = newValue.map(ExactDecimal.init(setting:)) }
        }
        /// Seconds of video that were made.
        public var videoSeconds: Decimal? {
            get { video?.decimal }
            set { video = newValue.map(ExactDecimal.init(setting:)) }
        }
    }
}

extension Aurous.BucketMetrics: JSONRepresentable {
    private enum Field: String, WireField {
        case requestCount = "request_count"
        case successfulCount = "successful_count"
        case failedCount = "failed_count"
        case cancelledCount = "cancelled_count"
        case credits = "credits_used"
        case p50 = "duration_ms_p50"
        case p95 = "duration_ms_p95"
        case imageCount = "image_count"
        case video = "video_seconds"
        case inputTokens = "total_input_tokens"
        case outputTokens = "total_output_tokens"
        static let table = FieldTable<Self>()
    }

    init(from json: inout JSONReader) throws(UsageError) {
        var members = try json.members(of: Field.self)
        while let field = try json.next(&members) {
            switch field {
            case .requestCount: requestCount = try json.optionalInteger()
            case .successfulCount: successfulCount = try json.optionalInteger()
            case .failedCount: failedCount = try json.optionalInteger()
            case .cancelledCount: cancelledCount = try json.optionalInteger()
            case .credits: credits = try json.optionalDecimal()
            case .p50: p50 = try json.optionalDecimal()
            case .p95: p95 = try json.optionalDecimal()
            case .imageCount: imageCount = try json.optionalInteger()
            case .video: video = try json.optionalDecimal()
            case .inputTokens: inputTokens = try json.optionalInteger()
            case .outputTokens: outputTokens = try json.optionalInteger()
            }
        }
        unknown = members.unknown
    }

    /// Reads figures under the names of the wire.
    ///
    /// - Throws: ``UsageError`` if the value is not one.
    public init(_ json: JSONValue) throws(UsageError) {
        self = try JSONReader.read(json) { (json) throws(UsageError) in try Self(from: &json) }
    }

    /// The figures under the names of the wire.
    public var jsonValue: JSONValue {
        var object = JSONObject()
        object.append(Field.requestCount, requestCount) { JSONValue($0) }
        object.append(Field.successfulCount, successfulCount) { JSONValue($0) }
        object.append(Field.failedCount, failedCount) { JSONValue($0) }
        object.append(Field.cancelledCount, cancelledCount) { JSONValue($0) }
        object.append(Field.credits, credits) { JSONValue($0) }
        object.append(Field.p50, p50) { JSONValue($0) }
        object.append(Field.p95, p95) { JSONValue($0) }
        object.append(Field.imageCount, imageCount) { JSONValue($0) }
        object.append(Field.video, video) { JSONValue($0) }
        object.append(Field.inputTokens, inputTokens) { JSONValue($0) }
        object.append(Field.outputTokens, outputTokens) { JSONValue($0) }
        return .object(object.appending(unknown))
    }
}
