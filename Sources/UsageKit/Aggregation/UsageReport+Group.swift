public import Foundation

extension UsageReport {
    /// The figures of the rows that share a bucket and a key.
    public struct Group: Sendable {
        /// The span of the whole bucket; nil without buckets and where the rows have no time.
        public let bucket: Range<Timestamp>?
        /// What the groups are split by.
        public let dimensions: [UsageDimension]
        /// The value of each dimension, in their order; nil where the rows have none.
        public let key: [String?]
        /// How many requests there are.
        public internal(set) var requests = 0
        /// How many requests completed; nil where no row has a status.
        public internal(set) var succeeded: Int?
        /// How many requests failed; nil where no row has a status.
        public internal(set) var failed: Int?
        /// How many requests were given up by the caller; nil where no row has a status.
        public internal(set) var cancelled: Int?
        /// The tokens of the prompts; nil where no row has them.
        public internal(set) var inputTokens: Int?
        /// The tokens of the completions; nil where no row has them.
        public internal(set) var outputTokens: Int?
        /// How long the requests took.
        public internal(set) var latency: LatencySummary
        /// How much of the figures is known.
        public internal(set) var coverage = Coverage()
        package internal(set) var exactUnits: [String: ExactDecimal] = [:]
        package internal(set) var exactCharges: [Currency: ExactDecimal] = [:]

        init(bucket: Range<Timestamp>?, dimensions: [UsageDimension], key: [String?], method: QuantileMethod) {
            self.bucket = bucket
            self.dimensions = dimensions
            self.key = key
            latency = LatencySummary([], method: method)
        }

        /// The first instant of the bucket.
        public var start: Timestamp? { bucket?.lowerBound }

        /// The first instant after the bucket.
        public var end: Timestamp? { bucket?.upperBound }

        /// The exact sum of everything else that was counted, by unit.
        ///
        /// - Complexity: O(n), where n is the number of units.
        public var units: [String: Decimal] { exactUnits.mapValues(\.decimal) }

        /// The exact sum of the charges of all rows, also of failed requests, by currency.
        ///
        /// - Complexity: O(n), where n is the number of currencies.
        public var charges: [Currency: Decimal] { exactCharges.mapValues(\.decimal) }

        /// The key's value of a dimension; nil where the rows have none and where the report is not split by it.
        public subscript(dimension: UsageDimension) -> String? {
            dimensions.firstIndex(of: dimension).flatMap { key[$0] }
        }
    }
}
