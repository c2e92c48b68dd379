public import Foundation

extension UsageSummary {
    /// The figures of the records that share a bucket and a key.
    public struct Group: Sendable {
        /// The span of the whole bucket; nil without buckets and where the records have no time.
        public let bucket: Range<Timestamp>?
        /// What the groups are split by.
        public let dimensions: [UsageDimension]
        /// The value of each dimension, in their order; nil where the records have none.
        public let key: [String?]
        private let figures: SummaryFigures
        private let measures: Set<UsageMeasure>

        init(
            _ figures: SummaryFigures, in bucket: Range<Int64>?, dimensions: [UsageDimension], key: [String?],
            measures: Set<UsageMeasure>
        ) {
            self.figures = figures
            self.bucket = bucket.map { Timestamp(seconds: $0.lowerBound)..<Timestamp(seconds: $0.upperBound) }
            self.dimensions = dimensions
            self.key = key
            self.measures = measures
        }

        /// The first instant of the bucket.
        public var start: Timestamp? { bucket?.lowerBound }

        /// The first instant after the bucket.
        public var end: Timestamp? { bucket?.upperBound }

        /// The key's value of a dimension; nil where the records have none and where the groups are not split by it.
        public subscript(dimension: UsageDimension) -> String? {
            dimensions.firstIndex(of: dimension).flatMap { key[$0] }
        }

        // MARK: - Requests

        /// How many requests there are; nil where several rows may describe one.
        public var requests: Int? { figures.requests.map { _ in figures.rows } }

        /// How many requests completed; nil where no row has a status, and where several rows may describe a request.
        public var succeeded: Int? { outcomes?.succeeded }

        /// How many requests failed; nil where no row has a status, and where several rows may describe a request.
        public var failed: Int? { outcomes?.failed }

        /// How many requests were given up by the caller; nil where no row has a status, and where several rows may
        /// describe a request.
        public var cancelled: Int? { outcomes?.cancelled }

        /// The tokens of the prompts; nil where no row has them, where they are not measured, and where several rows may
        /// describe a request.
        public var inputTokens: Int? { tokens(\.inputTokens)?.total }

        /// The tokens of the completions; nil where no row has them, where they are not measured, and where several rows
        /// may describe a request.
        public var outputTokens: Int? { tokens(\.outputTokens)?.total }

        /// How long the requests took; nil where it is not measured, and where several rows may describe a request.
        ///
        /// It covers requests that completed or whose end is unknown, where their duration is known.
        public var latency: LatencySketch? { figures.requests?.latency }

        /// How much of the figures is known.
        ///
        /// Where several rows may describe a request, its counts of tokens and durations are 0: none of them is known.
        public var coverage: UsageReport.Coverage {
            UsageReport.Coverage(
                rows: figures.rows, charges: figures.charged, inputTokens: figures.requests?.inputTokens.count ?? 0,
                outputTokens: figures.requests?.outputTokens.count ?? 0, durations: figures.requests?.timed ?? 0)
        }

        private var outcomes: RequestFigures? {
            figures.requests.flatMap { $0.statuses > 0 ? $0 : nil }
        }

        private func tokens(_ field: KeyPath<RequestFigures, RequestFigures.Tokens>) -> RequestFigures.Tokens? {
            guard measures.contains(.tokens), let tokens = figures.requests?[keyPath: field] else { return nil }
            return tokens.count > 0 ? tokens : nil
        }

        // MARK: - Amounts

        package var exactUnits: [String: ExactDecimal] {
            Dictionary(uniqueKeysWithValues: figures.units.sums.map { ($0.label, $0.value) })
        }

        package var exactCharges: [Currency: ExactDecimal] {
            Dictionary(uniqueKeysWithValues: figures.charges.sums.map { (Currency(rawValue: $0.label), $0.value) })
        }

        /// The exact sum of everything else that was counted, by unit.
        ///
        /// - Complexity: O(n), where n is the number of units.
        public var units: [String: Decimal] { exactUnits.mapValues(\.decimal) }

        /// The exact sum of the charges of all rows, also of failed requests, by currency.
        ///
        /// - Complexity: O(n), where n is the number of currencies.
        public var charges: [Currency: Decimal] { exactCharges.mapValues(\.decimal) }

        // MARK: - Extremes

        /// Returns the least value of a number that is summed, durations in seconds; nil where there is none, and unless
        /// the query measures ``UsageMeasure/extremes``.
        public func minimum(of field: UsageField) -> Decimal? {
            extremes(of: field)?.least.decimal
        }

        /// Returns the greatest value of a number that is summed, durations in seconds; nil where there is none, and
        /// unless the query measures ``UsageMeasure/extremes``.
        public func maximum(of field: UsageField) -> Decimal? {
            extremes(of: field)?.greatest.decimal
        }

        private func extremes(of field: UsageField) -> LabelledSums.Extremes? {
            guard measures.contains(.extremes) else { return nil }
            switch field {
            case .inputTokens: return tokenExtremes(0)
            case .outputTokens: return tokenExtremes(1)
            case .duration:
                guard let latency, !latency.isEmpty,
                    let least = ExactDecimal(mantissa: Int128(latency.least), exponent: -9),
                    let greatest = ExactDecimal(mantissa: Int128(latency.greatest), exponent: -9)
                else { return nil }
                return LabelledSums.Extremes(least: least, greatest: greatest)
            case .charge(let currency): return figures.charges.extremes(of: currency.rawValue)
            case .unit(let unit): return figures.units.extremes(of: unit)
            }
        }

        private func tokenExtremes(_ place: Int) -> LabelledSums.Extremes? {
            guard let known = figures.requests?.tokenExtremes, !known.isEmpty, let range = known[place] else {
                return nil
            }
            return LabelledSums.Extremes(
                least: ExactDecimal(range.lowerBound), greatest: ExactDecimal(range.upperBound))
        }
    }
}
