public import Foundation

/// What a group of a report and a group of a sketch both answer.
///
/// The number of requests, their statuses and the latency as a whole are not part of it: a report always knows them, a
/// sketch does not if several rows may describe a request, so their types differ. ``value(of:)``,
/// ``statistics(of:)`` and ``latency(at:)`` answer for both.
public protocol UsageGroup: Sendable {
    /// The span of the whole bucket; nil if the query has no buckets, or if the rows have no time.
    var bucket: Range<Timestamp>? { get }
    /// The dimensions by which the groups are split.
    var dimensions: [UsageDimension] { get }
    /// The value of each dimension, in the order of ``dimensions``; nil if the rows have no value.
    var key: [String?] { get }

    /// How many requests completed; nil if that is unknown.
    var succeeded: Int? { get }
    /// How many requests failed; nil if that is unknown.
    var failed: Int? { get }
    /// How many requests were cancelled by the caller; nil if that is unknown.
    var cancelled: Int? { get }

    /// The tokens of the prompts; nil if they are unknown or the query does not measure them.
    var inputTokens: Int? { get }
    /// The tokens of the completions; nil if they are unknown or the query does not measure them.
    var outputTokens: Int? { get }

    /// The exact sum of everything else that was counted, by unit; empty if the query does not measure it.
    var units: [UsageUnit: Decimal] { get }
    /// The exact sum of the charges of all rows, including failed requests, by currency.
    ///
    /// It is empty if no row has a charge, and if the query does not measure charges.
    var charges: [Currency: Decimal] { get }
    /// How many rows and requests have each figure.
    var coverage: Coverage { get }

    /// Returns a figure, exact; nil if it is unknown or the query does not measure it.
    func value(of figure: UsageFigure) -> Decimal?
    /// Returns the exact statistics of a number; nil if it is unknown or the query does not measure it.
    ///
    /// Tokens and durations count once for each request, charges and units once for each row or quantity. Durations are
    /// in seconds; only requests that completed, or whose end is unknown, count.
    func statistics(of field: UsageField) -> UsageStatistics?
    /// Returns a quantile of the durations; nil if no duration is known or the query does not measure latency.
    ///
    /// It is exact in a report, and within the stated relative error in a sketch.
    func latency(at quantile: Quantile) -> Duration?
}

extension UsageGroup {
    /// The first instant of the bucket.
    public var start: Timestamp? { bucket?.lowerBound }

    /// The first instant after the bucket.
    public var end: Timestamp? { bucket?.upperBound }

    /// The key's value of a dimension; nil if the rows have no value, or if the groups are not split by the dimension.
    public subscript(dimension: UsageDimension) -> String? {
        dimensions.firstIndex(of: dimension).flatMap { key[$0] }
    }

    /// Returns the exact sum of the charges in one currency; nil if no row has such a charge.
    public func charge(in currency: Currency) -> Decimal? {
        value(of: .sum(.charge(currency)))
    }
}
