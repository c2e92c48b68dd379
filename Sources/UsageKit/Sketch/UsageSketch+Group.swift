public import Foundation

extension UsageSketch {
    /// The records that share a bucket and a key.
    public struct Group: UsageGroup {
        /// The span of the whole bucket; nil if the query has no buckets, or if the records have no time.
        public let bucket: Range<Timestamp>?
        /// The dimensions by which the groups are split.
        public let dimensions: [UsageDimension]
        /// The value of each dimension, in the order of ``dimensions``; nil if the records have no value.
        public let key: [String?]
        let accumulator: SketchAccumulator
        let measures: Set<UsageMeasure>

        init(
            _ accumulator: SketchAccumulator, in bucket: Range<Int64>?, dimensions: [UsageDimension], key: [String?],
            measures: Set<UsageMeasure>
        ) {
            self.accumulator = accumulator
            self.bucket = bucket.map { Timestamp(seconds: $0.lowerBound)..<Timestamp(seconds: $0.upperBound) }
            self.dimensions = dimensions
            self.key = key
            self.measures = measures
        }
    }
}

// MARK: - Requests

extension UsageSketch.Group {
    /// How many requests there are; nil if several rows may describe one.
    public var requests: Int? { accumulator.requests.map { _ in accumulator.rows } }

    /// How many requests completed; nil if no row has a status, or if several rows may describe a request.
    public var succeeded: Int? { outcomes?.succeeded }

    /// How many requests failed; nil if no row has a status, or if several rows may describe a request.
    public var failed: Int? { outcomes?.failed }

    /// How many requests were cancelled by the caller; nil if no row has a status, or if several rows may describe a
    /// request.
    public var cancelled: Int? { outcomes?.cancelled }

    /// The tokens of the prompts; nil if no row has them, if the query does not measure them, or if several rows may
    /// describe a request.
    public var inputTokens: Int? { tokens(\.inputTokens)?.total }

    /// The tokens of the completions; nil if no row has them, if the query does not measure them, or if several rows may
    /// describe a request.
    public var outputTokens: Int? { tokens(\.outputTokens)?.total }

    /// How long the requests took; nil if the query does not measure it, or if several rows may describe a request.
    ///
    /// It covers requests with a known duration that completed, or whose end is unknown.
    public var latency: LatencySketch? { accumulator.requests?.latency }

    /// Returns a quantile of ``latency`` within its relative error; nil if it is unknown or has no duration.
    public func latency(at quantile: Quantile) -> Duration? { latency?.quantile(quantile) }

    /// How many rows and requests have each figure.
    ///
    /// If several rows may describe a request, the counts of tokens and durations are 0, since they are unknown.
    public var coverage: Coverage {
        let requests = accumulator.requests
        return Coverage(
            rows: accumulator.rows, charges: accumulator.charges.count, inputTokens: requests?.inputTokens.count ?? 0,
            outputTokens: requests?.outputTokens.count ?? 0, durations: requests?.timed ?? 0)
    }

    /// How many requests have each status; requests without a status are not included.
    ///
    /// It is nil if several rows may describe a request.
    public var statuses: [UsageStatus: Int]? {
        accumulator.requests.map { requests in
            let known = [
                (UsageStatus.completed, requests.succeeded), (.failed, requests.failed),
                (.cancelled, requests.cancelled),
            ]
            let others = requests.otherStatuses.sums.map { (UsageStatus(rawValue: $0.label.text), $0.count) }
            return Dictionary((known + others).filter { $0.1 > 0 }, uniquingKeysWith: +)
        }
    }

    private var outcomes: RequestAccumulator? {
        guard let requests = accumulator.requests else { return nil }
        let isKnown = requests.succeeded > 0 || requests.failed > 0 || requests.cancelled > 0
        return isKnown || !requests.otherStatuses.isEmpty ? requests : nil
    }

    private func tokens(_ field: KeyPath<RequestAccumulator, RequestAccumulator.Tokens>) -> RequestAccumulator.Tokens? {
        accumulator.requests.map { $0[keyPath: field] }.flatMap { $0.count > 0 ? $0 : nil }
    }
}

// MARK: - Amounts

extension UsageSketch.Group {
    package var exactUnits: [UsageUnit: ExactDecimal] {
        Dictionary(
            uniqueKeysWithValues: accumulator.units.sums.map { (UsageUnit(rawValue: $0.label.text), $0.value) })
    }

    package var exactCharges: [Currency: ExactDecimal] {
        Dictionary(
            uniqueKeysWithValues: accumulator.charges.sums.map { (Currency(rawValue: $0.label.text), $0.value) })
    }

    /// The exact sum of everything else that was counted, by unit; empty if the query does not measure it.
    ///
    /// - Complexity: O(n), where n is the number of units.
    public var units: [UsageUnit: Decimal] { exactUnits.mapValues(\.decimal) }

    /// The exact sum of the charges of all rows, including failed requests, by currency.
    ///
    /// It is empty if no row has a charge, and if the query does not measure charges.
    ///
    /// - Complexity: O(n), where n is the number of currencies.
    public var charges: [Currency: Decimal] { exactCharges.mapValues(\.decimal) }

    /// The sums of ``charges`` as amounts: national currencies first, then virtual units, each by the bytes of its name.
    public var amounts: [Money] { [Money](exactCharges) }
}

// MARK: - Any figure

extension UsageSketch.Group {
    /// Returns a figure, exact; nil if it is unknown or the query does not measure it.
    public func value(of figure: UsageFigure) -> Decimal? {
        switch figure.kind {
        case .requests: requests.map { Decimal($0) }
        case .sum(let field): statistics(of: UsageField(field))?.sum
        }
    }

    /// Returns the exact statistics of a number; nil if it is unknown or the query does not measure it.
    ///
    /// Tokens and durations count once for each request, charges and units once for each row or quantity. Durations are
    /// in seconds, and those that ``latency`` covers.
    public func statistics(of field: UsageField) -> UsageStatistics? {
        switch field.kind {
        case .inputTokens: statistics(accumulator.requests?.inputTokens, extremes: 0)
        case .outputTokens: statistics(accumulator.requests?.outputTokens, extremes: 1)
        case .duration: durations
        case .charge(let currency): statistics(accumulator.charges, currency.rawValue)
        case .unit(let unit): statistics(accumulator.units, unit.rawValue)
        }
    }

    private func statistics(_ tokens: RequestAccumulator.Tokens?, extremes index: Int) -> UsageStatistics? {
        guard let tokens, tokens.count > 0 else { return nil }
        let known = accumulator.requests?.tokenExtremes ?? []
        let extremes = known.isEmpty ? nil : known[index]
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
