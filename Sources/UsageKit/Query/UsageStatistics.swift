public import Foundation

/// The exact figures of one number over the rows or requests of a group that have it.
public struct UsageStatistics: Hashable, Sendable {
    /// How many rows or requests have the number.
    public let count: Int
    /// The sum.
    public let sum: Decimal
    /// The least value; nil where the query does not measure ``UsageMeasure/extremes``.
    public let minimum: Decimal?
    /// The greatest value; nil where the query does not measure ``UsageMeasure/extremes``.
    public let maximum: Decimal?

    /// The sum divided by the count, rounded to the 38 digits of `Decimal`.
    public var mean: Decimal { sum / Decimal(count) }
}
