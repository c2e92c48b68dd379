extension RetryPolicy {
    /// How many retries all requests of one client may cost together, before success earns new ones.
    ///
    /// Against a server that is down for good, each request of a long walk would otherwise be sent as often as the
    /// policy allows; with a quota the retries end early, and the walk with them. The figures are those of the AWS
    /// clients of 2026. A retry takes its cost out; where it succeeds, its cost comes back, and a success without a
    /// retry adds one. Where too little is left for a retry, the failure at hand is thrown.
    public struct Quota: Hashable, Sendable {
        /// What there is at the start, and at most.
        public var capacity: Int
        /// What a retry costs.
        public var retryCost: Int
        /// What the retry of a request costs that the provider throttled (429): it is alive, so this is less.
        public var throttledRetryCost: Int

        /// Creates a quota; a figure below zero counts as zero.
        public init(capacity: Int = 500, retryCost: Int = 14, throttledRetryCost: Int = 5) {
            self.capacity = max(0, capacity)
            self.retryCost = max(0, retryCost)
            self.throttledRetryCost = max(0, throttledRetryCost)
        }

        /// A capacity of 500, a cost of 14, and 5 for a throttled request.
        public static let standard = Quota()
    }
}
