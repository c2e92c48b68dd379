// Document declaration: .scripts/generate-rows writes Aurous+BucketMetrics+JSON.swift from it.

public import Foundation

extension Aurous {
    /// The figures of a group of requests, as the server counted them.
    public struct BucketMetrics: Sendable {  // document
        /// All requests; those in progress are only in this figure, so the three others need not add up to it.
        public var requestCount: Int?  // request_count
        /// Requests that succeeded.
        public var successfulCount: Int?  // successful_count
        /// Requests that failed.
        public var failedCount: Int?  // failed_count
        /// Requests that were cancelled.
        public var cancelledCount: Int?  // cancelled_count
        /// Credits that were charged.
        public var creditsUsed: Decimal?  // credits_used
        /// The median duration in milliseconds, with its fraction; it cannot be combined with those of other buckets.
        public var durationP50: Decimal?  // duration_ms_p50
        /// The 95th percentile of the duration in milliseconds, with its fraction.
        public var durationP95: Decimal?  // duration_ms_p95
        /// Images that were made.
        public var imageCount: Int?  // image_count
        /// Seconds of video that were made.
        public var videoSeconds: Decimal?  // video_seconds
        /// Tokens of the prompts; only the newest published contract has this figure.
        public var inputTokens: Int?  // total_input_tokens
        /// Tokens of the completions; only the newest published contract has this figure.
        public var outputTokens: Int?  // total_output_tokens
        /// Members of the JSON object that this version does not know.
        public var unknown = JSONObject()
    }
}
