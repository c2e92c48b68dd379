// Document declaration: .scripts/generate-rows writes Venice+RateLimitLog+JSON.swift from it.

extension Venice {
    /// A request that was refused because of a limit (`GET /api_keys/rate_limits/log`).
    public struct RateLimitLogEntry: Sendable {  // document
        /// The key that made the request.
        public var apiKeyID: String  // apiKeyId
        /// The model.
        public var modelID: String  // modelId
        /// The tier whose limit it was.
        public var rateLimitTier: String  // rateLimitTier
        /// The kind of limit.
        public var rateLimitType: LimitType  // rateLimitType
        /// When it was refused.
        public var timestamp: Timestamp  // timestamp
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }
}
