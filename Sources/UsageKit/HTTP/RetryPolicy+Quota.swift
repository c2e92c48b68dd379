extension RetryPolicy {
    /// The budget of retries that all requests of one client share.
    ///
    /// If a server is down for long, each request of a walk would otherwise be sent as often as the policy allows. With
    /// a quota the retries end early, and the walk with them. The defaults are those of the AWS clients of 2026. A retry
    /// withdraws its cost. If it succeeds, the cost is refunded; a success without a retry adds 1. If too little is left
    /// for a retry, the request fails with the last error.
    public struct Quota: Hashable, Sendable {
        /// The initial and the maximum balance.
        public var capacity: Int
        /// The cost of a retry.
        public var retryCost: Int
        /// The cost of a retry after the provider throttled the request (429); lower, since the provider is reachable.
        public var throttledRetryCost: Int

        /// Creates a quota; values below zero count as zero.
        public init(capacity: Int = 500, retryCost: Int = 14, throttledRetryCost: Int = 5) {
            self.capacity = max(0, capacity)
            self.retryCost = max(0, retryCost)
            self.throttledRetryCost = max(0, throttledRetryCost)
        }

        /// A capacity of 500, a cost of 14, and a cost of 5 after throttling.
        public static let standard = Quota()
    }
}
