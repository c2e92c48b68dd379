public import Foundation

/// The exact figures of one number over the rows or requests of a group that have it.
public struct UsageStatistics: Hashable, Sendable {
    /// How many rows or requests have the number.
    public let count: Int
    /// The sum.
    public let sum: Decimal
    /// The least value; nil if the query does not measure ``UsageMeasure/extremes``.
    public let minimum: Decimal?
    /// The greatest value; nil if the query does not measure ``UsageMeasure/extremes``.
    public let maximum: Decimal?

    /// Creates the figures of a number that at least one row or request has.
    public init(count: Int, sum: Decimal, minimum: Decimal? = nil, maximum: Decimal? = nil) {
        self.count = count
        self.sum = sum
        self.minimum = minimum
        self.maximum = maximum
    }

    /// The sum divided by the count, rounded to the 38 digits of `Decimal`.
    public var mean: Decimal { sum / Decimal(count) }
}
