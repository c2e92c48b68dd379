/// The figures of a group as a value of their own, to be compared, stored or sent.
///
/// A group of a report points into the storage of its report and computes what it is asked for. Its figures are values,
/// and a file or a widget can keep them.
public struct UsageFigures: Hashable, Sendable, Codable {
    /// The span of the whole bucket; nil if the query has no buckets, or if the rows have no time.
    public var bucket: Range<Timestamp>?
    /// The dimensions by which the groups are split.
    public var dimensions: [UsageDimension]
    /// The value of each dimension, in the order of ``dimensions``; nil if the rows have no value.
    public var key: [String?]
    /// Whether the group combines all keys that ``ReportQuery/top`` leaves out.
    public var isOther: Bool

    /// The number of requests.
    public var requests: Int
    /// The number of requests that completed; nil if no row has a status.
    public var succeeded: Int?
    /// The number of requests that failed; nil if no row has a status.
    public var failed: Int?
    /// The number of requests that the caller cancelled; nil if no row has a status.
    public var cancelled: Int?
    /// The tokens of the prompts; nil if they are unknown.
    public var inputTokens: Int?
    /// The tokens of the completions; nil if they are unknown.
    public var outputTokens: Int?
    /// The exact sums of the charges: national currencies first, then virtual units, each by the bytes of its name.
    public var charges: [Money]
    /// The exact sums of everything else that was counted, by the bytes of the unit.
    public var units: [Quantity]
    /// The durations; nil if no duration is known.
    public var latency: Latency?
    /// How many rows and requests have each figure.
    public var coverage: Coverage

    /// The durations of the requests that completed or whose end is unknown, each exact to the attosecond.
    public struct Latency: Hashable, Sendable, Codable {
        /// The number of durations.
        public var count: Int
        /// The sum.
        public var total: Duration
        /// The shortest duration.
        public var minimum: Duration
        /// The median.
        public var p50: Duration
        /// The 90th percentile.
        public var p90: Duration
        /// The 95th percentile.
        public var p95: Duration
        /// The 99th percentile.
        public var p99: Duration
        /// The longest duration.
        public var maximum: Duration

        /// Creates the figures of at least one duration.
        public init(
            count: Int, total: Duration, minimum: Duration, p50: Duration, p90: Duration, p95: Duration, p99: Duration,
            maximum: Duration
        ) {
            self.count = count
            self.total = total
            self.minimum = minimum
            self.p50 = p50
            self.p90 = p90
            self.p95 = p95
            self.p99 = p99
            self.maximum = maximum
        }
    }

    /// Creates figures; without arguments, those of a group without rows.
    public init(
        bucket: Range<Timestamp>? = nil, dimensions: [UsageDimension] = [], key: [String?] = [], isOther: Bool = false,
        requests: Int = 0, succeeded: Int? = nil, failed: Int? = nil, cancelled: Int? = nil, inputTokens: Int? = nil,
        outputTokens: Int? = nil, charges: [Money] = [], units: [Quantity] = [], latency: Latency? = nil,
        coverage: Coverage = Coverage()
    ) {
        self.bucket = bucket
        self.dimensions = dimensions
        self.key = key
        self.isOther = isOther
        self.requests = requests
        self.succeeded = succeeded
        self.failed = failed
        self.cancelled = cancelled
        self.inputTokens = inputTokens
        self.outputTokens = outputTokens
        self.charges = charges
        self.units = units
        self.latency = latency
        self.coverage = coverage
    }

    /// The value of a dimension; nil if the rows have no value, or if the groups are not split by the dimension.
    public subscript(dimension: UsageDimension) -> String? {
        zip(dimensions, key).first { $0.0 == dimension }?.1
    }
}
