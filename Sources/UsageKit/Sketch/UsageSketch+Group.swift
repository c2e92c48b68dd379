public import Foundation

extension UsageSketch {
    /// The figures of the records that share a bucket and a key.
    public struct Group: Sendable {
        /// The span of the whole bucket; nil without buckets and where the records have no time.
        public let bucket: Range<Timestamp>?
        /// What the groups are split by.
        public let dimensions: [UsageDimension]
        /// The value of each dimension, in their order; nil where the records have none.
        public let key: [String?]
        let figures: SketchFigures
        let measures: Set<UsageMeasure>

        init(
            _ figures: SketchFigures, in bucket: Range<Int64>?, dimensions: [UsageDimension], key: [String?],
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

        /// How much of the figures is known; what the query does not measure counts as unknown.
        ///
        /// Where several rows may describe a request, its counts of tokens and durations are 0: none of them is known.
        public var coverage: Coverage {
            Coverage(
                rows: figures.rows, charges: figures.charges.count,
                inputTokens: figures.requests?.inputTokens.count ?? 0,
                outputTokens: figures.requests?.outputTokens.count ?? 0, durations: figures.requests?.timed ?? 0)
        }

        /// How many requests have each status; those of the unknown one are left out.
        ///
        /// It is nil where several rows may describe a request.
        public var statuses: [UsageStatus: Int]? {
            figures.requests.map { requests in
                let known = [
                    (UsageStatus.completed, requests.succeeded), (.failed, requests.failed),
                    (.cancelled, requests.cancelled),
                ]
                let others = requests.otherStatuses.sums.map { (UsageStatus(rawValue: $0.label), $0.count) }
                return Dictionary(uniqueKeysWithValues: (known + others).filter { $0.1 > 0 })
            }
        }

        private var outcomes: RequestFigures? {
            guard let requests = figures.requests else { return nil }
            let isKnown = requests.succeeded > 0 || requests.failed > 0 || requests.cancelled > 0
            return isKnown || !requests.otherStatuses.isEmpty ? requests : nil
        }

        private func tokens(_ field: KeyPath<RequestFigures, RequestFigures.Tokens>) -> RequestFigures.Tokens? {
            figures.requests.map { $0[keyPath: field] }.flatMap { $0.count > 0 ? $0 : nil }
        }

        // MARK: - Amounts

        package var exactUnits: [UsageUnit: ExactDecimal] {
            Dictionary(uniqueKeysWithValues: figures.units.sums.map { (UsageUnit(rawValue: $0.label), $0.value) })
        }

        package var exactCharges: [Currency: ExactDecimal] {
            Dictionary(uniqueKeysWithValues: figures.charges.sums.map { (Currency(rawValue: $0.label), $0.value) })
        }

        /// The exact sum of everything else that was counted, by unit.
        ///
        /// - Complexity: O(n), where n is the number of units.
        public var units: [UsageUnit: Decimal] { exactUnits.mapValues(\.decimal) }

        /// The exact sum of the charges of all rows, also of failed requests, by currency.
        ///
        /// - Complexity: O(n), where n is the number of currencies.
        public var charges: [Currency: Decimal] { exactCharges.mapValues(\.decimal) }

        /// Returns the exact sum of the charges in one currency; nil where no row has one.
        public func charge(in currency: Currency) -> Decimal? {
            figures.charges.sum(of: currency.rawValue)?.value.decimal
        }
    }
}

// MARK: - Any figure

extension UsageSketch.Group {
    /// Returns a figure, exact; nil where it is not known and where the query leaves it out.
    public func value(of figure: UsageFigure) -> Decimal? {
        switch figure {
        case .requests: requests.map { Decimal($0) }
        case .sum(let field): statistics(of: field)?.sum
        }
    }

    /// Returns the exact figures of a number; nil where none is known and where the query leaves it out.
    ///
    /// Tokens and durations count once for each request, charges and units once for each row or quantity. Durations are
    /// in seconds, and those that ``latency`` covers.
    public func statistics(of field: UsageField) -> UsageStatistics? {
        switch field {
        case .inputTokens: statistics(figures.requests?.inputTokens, extremes: 0)
        case .outputTokens: statistics(figures.requests?.outputTokens, extremes: 1)
        case .duration: durations
        case .charge(let currency): statistics(figures.charges, currency.rawValue)
        case .unit(let unit): statistics(figures.units, unit.rawValue)
        }
    }

    private func statistics(_ tokens: RequestFigures.Tokens?, extremes place: Int) -> UsageStatistics? {
        guard let tokens, tokens.count > 0 else { return nil }
        let known = figures.requests?.tokenExtremes ?? []
        let extremes = known.isEmpty ? nil : known[place]
        return UsageStatistics(
            count: tokens.count, sum: Decimal(tokens.total), minimum: extremes.map { Decimal($0.lowerBound) },
            maximum: extremes.map { Decimal($0.upperBound) })
    }

    private func statistics(_ sums: LabelledSums, _ label: String) -> UsageStatistics? {
        let extremes = sums.extremes(of: label)
        return sums.sum(of: label).map { sum in
            UsageStatistics(
                count: sum.count, sum: sum.value.decimal, minimum: extremes?.least.decimal,
                maximum: extremes?.greatest.decimal)
        }
    }

    private var durations: UsageStatistics? {
        guard let latency, !latency.isEmpty, let sum = Self.seconds(latency.sum) else { return nil }
        let hasExtremes = measures.contains(.extremes)
        return UsageStatistics(
            count: latency.count, sum: sum,
            minimum: hasExtremes ? Self.seconds(Int128(latency.least)) : nil,
            maximum: hasExtremes ? Self.seconds(Int128(latency.greatest)) : nil)
    }

    private static func seconds(_ nanoseconds: Int128) -> Decimal? {
        ExactDecimal(mantissa: nanoseconds, exponent: -9)?.decimal
    }
}
