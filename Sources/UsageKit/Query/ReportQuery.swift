public import Foundation

/// What a report is to tell, and of which rows.
public struct ReportQuery: Hashable, Sendable {
    /// The rows that count; a row without a time is in the window without bounds only.
    public var window: TimeWindow
    /// The rows that count, by what they hold; nil for all.
    ///
    /// It looks at rows: where several rows describe one request, a condition on its tokens sees each row for itself.
    public var filter: UsageFilter?
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
    /// The keys that get groups of their own, the others sharing one; nil for all.
    public var top: Top?
    /// What is computed for each group.
    public var measures: Set<UsageMeasure>
    /// How quantiles are defined.
    public var quantileMethod: QuantileMethod

    /// The keys with the greatest figures.
    public struct Top: Hashable, Sendable {
        /// How many keys at most; none where it is 0 or less.
        public var count: Int
        /// What they are ranked by, over all buckets; a key without the figure ranks last.
        ///
        /// Keys of one rank follow their texts.
        public var figure: UsageFigure

        /// Creates a choice of keys.
        public init(_ count: Int, by figure: UsageFigure) {
            self.count = count
            self.figure = figure
        }
    }

    /// Creates a query; without arguments, for one group of all rows.
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
