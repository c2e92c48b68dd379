public import Foundation

/// What a report computes, and from which rows.
public struct ReportQuery: Hashable, Sendable {
    /// The rows that count, by their time; a row without a time counts only if the window has no bounds.
    ///
    /// A window of the calendar does not set ``timeZone``: give the same zone to both.
    public var window: TimeWindow
    /// The rows that count, by their content; nil for all.
    ///
    /// It is evaluated row by row: if several rows describe one request, a condition on its tokens is evaluated for each
    /// of them.
    public var filter: UsageFilter?
    /// The unit of time by which rows are grouped; nil for no grouping by time.
    public var bucket: TimeBucket?
    /// The dimensions by which rows are grouped; each key has its values in this order.
    public var dimensions: [UsageDimension]
    /// The time zone whose clock and calendar define the buckets.
    public var timeZone: TimeZone
    /// The first day of a week.
    public var weekStart: Weekday
    /// Whether the report has a group for every bucket and every key that occurs, even if it has no rows.
    ///
    /// The buckets range from the window's start to its end; at an open end, from the first row or to the last one.
    public var fillsEmptyBuckets: Bool
    /// The keys that get groups of their own, while all others share one; nil for all keys.
    public var top: Top?
    /// What is computed for each group.
    public var measures: Set<UsageMeasure>
    /// How quantiles are defined.
    public var quantileMethod: QuantileMethod

    /// The keys with the greatest figures.
    public struct Top: Hashable, Sendable {
        /// The greatest number of keys; 0 or less keeps no key.
        public var count: Int
        /// The figure by which keys are ranked, over all buckets; a key without the figure ranks last.
        ///
        /// Keys with equal figures are ranked by the UTF-8 bytes of their texts.
        public var figure: UsageFigure

        /// Creates a limit on the keys that get groups of their own.
        public init(_ count: Int, by figure: UsageFigure) {
            self.count = count
            self.figure = figure
        }
    }

    /// Creates a query; without arguments, it puts all rows into one group.
    public init(
        window: TimeWindow = .all, where filter: UsageFilter? = nil, every bucket: TimeBucket? = nil,
        by dimensions: [UsageDimension] = [], in timeZone: TimeZone = .gmt, weekStart: Weekday = .monday,
        fillsEmptyBuckets: Bool = false, top: Top? = nil, measures: Set<UsageMeasure> = .standard,
        quantileMethod: QuantileMethod = .linear
    ) {
        self.window = window
        self.filter = filter
        self.bucket = bucket
        self.dimensions = dimensions
        self.timeZone = timeZone
        self.weekStart = weekStart
        self.fillsEmptyBuckets = fillsEmptyBuckets
        self.top = top
        self.measures = measures
        self.quantileMethod = quantileMethod
    }
}

extension ReportQuery {
    /// The dimensions by which rows are grouped, and those whose values are counted.
    var allDimensions: [UsageDimension] { dimensions + measures.compactMap(\.countedDimension) }
}
