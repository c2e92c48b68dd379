public import Foundation

/// What a report is to tell, and of which rows.
public struct UsageQuery: Hashable, Sendable {
    /// The rows that count; a row without a time is in the window without bounds only.
    public var window: TimeWindow
    /// The unit of time by which rows are grouped; nil for no grouping by time.
    public var bucket: TimeBucket?
    /// What rows are grouped by, in the order of the keys.
    public var dimensions: [UsageDimension]
    /// The zone whose clock and calendar cut the buckets.
    public var timeZone: TimeZone
    /// The first day of a week.
    public var weekStart: Weekday
    /// Whether the report has a group for every bucket and every key seen, also where no row falls.
    ///
    /// The buckets go from the window's start to its end, and from the first row or to the last one where it is open.
    public var fillsEmptyBuckets: Bool
    /// How quantiles are defined.
    public var quantileMethod: QuantileMethod

    /// Creates a query; without arguments, for one group of all rows.
    public init(
        window: TimeWindow = .all, every bucket: TimeBucket? = nil, by dimensions: [UsageDimension] = [],
        in timeZone: TimeZone = .gmt, weekStart: Weekday = .monday, fillsEmptyBuckets: Bool = false,
        quantileMethod: QuantileMethod = .linear
    ) {
        self.window = window
        self.bucket = bucket
        self.dimensions = dimensions
        self.timeZone = timeZone
        self.weekStart = weekStart
        self.fillsEmptyBuckets = fillsEmptyBuckets
        self.quantileMethod = quantileMethod
    }
}
