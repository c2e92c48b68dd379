public import Foundation

extension Aurous {
    /// The figures of several buckets together, as far as they can be combined.
    ///
    /// Counts and sums can; quantiles cannot, since the buckets do not tell their durations. For those, report the events
    /// themselves.
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

        /// The exact sum of each figure that can be combined and that every bucket with requests tells.
        public let sums: [Figure: Decimal]
        /// The figures that some bucket tells and that have no sum: quantiles, and what other buckets leave out.
        public let notCombined: Set<Figure>

        /// Combines buckets.
        ///
        /// A bucket without requests need not tell anything: its figures are nothing.
        ///
        /// - Throws: ``UsageError`` with ``UsageError/Code/inexactNumber`` where a sum needs more than 38 digits.
        public init(_ buckets: some Sequence<BucketMetrics>) throws(UsageError) {
            var totals: [Figure: ExactSum] = [:]
            var told: Set<Figure> = []
            var leftOut: Set<Figure> = []
            for bucket in buckets {
                for figure in Figure.allCases {
                    if let value = bucket.value(of: figure) {
                        told.insert(figure)
                        totals[figure, default: ExactSum()].add(value)
                    } else if bucket.requestCount != 0 {
                        leftOut.insert(figure)
                    }
                }
            }
            var sums: [Figure: Decimal] = [:]
            for (figure, sum) in totals where figure.isCombinable && !leftOut.contains(figure) {
                sums[figure] = try sum.value().decimal
            }
            self.sums = sums
            notCombined = told.subtracting(sums.keys)
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
        case .creditsUsed: credits
        case .imageCount: imageCount.map(ExactDecimal.init)
        case .videoSeconds: video
        case .inputTokens: inputTokens.map(ExactDecimal.init)
        case .outputTokens: outputTokens.map(ExactDecimal.init)
        case .durationP50: p50
        case .durationP95: p95
        }
    }
}
