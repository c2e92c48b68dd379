public import Foundation

extension Aurous {
    /// The combined figures of several buckets, as far as they can be combined.
    ///
    /// Counts and sums can be combined; quantiles cannot, because buckets do not hold their durations. For quantiles,
    /// report the events themselves.
    public struct BucketTotals: Hashable, Sendable {
        /// A figure of a bucket.
        public enum Figure: String, Hashable, Sendable, CaseIterable {
            /// All requests.
            case requestCount
            /// Requests that succeeded.
            case successfulCount
            /// Requests that failed.
            case failedCount
            /// Requests that were cancelled.
            case cancelledCount
            /// Credits that were charged.
            case creditsUsed
            /// Images that were made.
            case imageCount
            /// Seconds of video that were made.
            case videoSeconds
            /// Tokens of the prompts.
            case inputTokens
            /// Tokens of the completions.
            case outputTokens
            /// The median duration.
            case durationP50
            /// The 95th percentile of the duration.
            case durationP95

            /// Whether the figure of a whole follows from those of its parts.
            public var isCombinable: Bool { self != .durationP50 && self != .durationP95 }
        }

        /// The exact sum of each figure that can be combined and that every bucket with requests has.
        public let sums: [Figure: Decimal]
        /// The figures that some bucket has and that have no sum: quantiles, and figures that another bucket lacks.
        public let notCombined: Set<Figure>

        /// Combines buckets.
        ///
        /// A bucket without requests may lack any figure: each counts as zero.
        ///
        /// - Throws: ``UsageError`` with ``UsageError/Code/inexactNumber`` if a sum needs more than 38 digits.
        public init(_ buckets: some Sequence<BucketMetrics>) throws(UsageError) {
            var totals: [Figure: ExactSum] = [:]
            var present: Set<Figure> = []
            var missing: Set<Figure> = []
            for bucket in buckets {
                for figure in Figure.allCases {
                    if let value = bucket.value(of: figure) {
                        present.insert(figure)
                        totals[figure, default: ExactSum()].add(value)
                    } else if bucket.requestCount != 0 {
                        missing.insert(figure)
                    }
                }
            }
            var sums: [Figure: Decimal] = [:]
            for (figure, sum) in totals where figure.isCombinable && !missing.contains(figure) {
                sums[figure] = try sum.value().decimal
            }
            self.sums = sums
            notCombined = present.subtracting(sums.keys)
        }
    }
}

extension Aurous.BucketMetrics {
    fileprivate func value(of figure: Aurous.BucketTotals.Figure) -> ExactDecimal? {
        switch figure {
        case .requestCount: requestCount.map(ExactDecimal.init)
        case .successfulCount: successfulCount.map(ExactDecimal.init)
        case .failedCount: failedCount.map(ExactDecimal.init)
        case .cancelledCount: cancelledCount.map(ExactDecimal.init)
        case .creditsUsed: creditsUsed.flatMap { try? ExactDecimal($0) }
        case .imageCount: imageCount.map(ExactDecimal.init)
        case .videoSeconds: videoSeconds.flatMap { try? ExactDecimal($0) }
        case .inputTokens: inputTokens.map(ExactDecimal.init)
        case .outputTokens: outputTokens.map(ExactDecimal.init)
        case .durationP50: durationP50.flatMap { try? ExactDecimal($0) }
        case .durationP95: durationP95.flatMap { try? ExactDecimal($0) }
        }
    }
}
