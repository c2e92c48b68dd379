/// How long requests took, in bounded memory: durations are counted by size, which gives quantiles within a stated
/// relative error.
///
/// Every quantile lies within ``relativeError`` of the one that would be computed from all durations; the count, the
/// sum, the least and the greatest duration are exact. It is a DDSketch (Masson, Rim, Lee, 2019) that never collapses
/// its bins, so the bound holds for every quantile, every distribution and any number of durations.
///
/// Sketches of parts merge into the sketch of the whole: in any order and any grouping the result is equal, bit by bit,
/// to a sketch to which all durations were added. A quantile is a plain `Duration` and cannot be merged. Each duration
/// that is added counts as one request: adding the p95 of each hour gives the distribution of 24 numbers, not that of a
/// day's requests.
///
/// At 1 %, durations between 50 ms and 5 min lie in some 450 bins. A bin takes one byte for up to 255 durations, two for
/// up to 65,535 and three for up to 16,777,215: at most 1,500 bytes for a hundred million requests. At worst, with
/// durations from one nanosecond to 292 years, there are 22,239 bins at 0.1 %, 2,268 at 1 % and 252 at 10 %, of up to 8
/// bytes each.
public struct LatencySketch: Hashable, Sendable {
    private(set) var counts = BinCounts()
    /// How many durations there are.
    public private(set) var count = 0
    /// The sum of all durations, in nanoseconds.
    private(set) var sum: Int128 = 0
    private(set) var least = Int64.max
    private(set) var greatest: Int64 = 0
    /// Count of zero durations; geometric bins cannot represent zero.
    private(set) var zeros = 0
    let bins: LatencyBins
    /// How quantiles are defined.
    public let method: QuantileMethod

    /// Creates a sketch without durations.
    ///
    /// - Parameters:
    ///   - relativeError: The greatest relative error of a quantile, from 0.001 to 0.5; it is rounded to the nearest
    ///     millionth.
    ///   - method: How quantiles are defined.
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` for a relative error outside these bounds and
    ///   for NaN.
    public init(relativeError: Double = 0.01, method: QuantileMethod = .linear) throws(UsageError) {
        self.init(try LatencyBins(relativeError: relativeError), method: method)
    }

    init(_ bins: LatencyBins, method: QuantileMethod) {
        self.bins = bins
        self.method = method
    }

    init(
        _ bins: LatencyBins, method: QuantileMethod, count: Int, zeros: Int, sum: Int128, extremes: ClosedRange<Int64>,
        _ counts: BinCounts
    ) {
        self.init(bins, method: method)
        (self.count, self.zeros, self.sum, self.counts) = (count, zeros, sum, counts)
        (least, greatest) = (extremes.lowerBound, extremes.upperBound)
    }

    /// The greatest relative error of a quantile.
    public var relativeError: Double { bins.relativeError }

    /// Whether there are no durations.
    public var isEmpty: Bool { count == 0 }

    /// Adds one duration, cut off at the nanosecond.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` for a negative duration, for one of 292 years or
    ///   more, and if there are 2⁶³ - 1 durations already; the sketch is then unchanged.
    /// - Complexity: O(1) on average.
    public mutating func add(_ duration: Duration) throws(UsageError) {
        let nanoseconds = try RecordNumbers.nanoseconds(duration)
        guard count < .max else { throw Self.tooMany }
        add(nanoseconds: nanoseconds)
    }

    /// Adds a duration that is not negative; there must be fewer than 2⁶³ - 1 durations.
    @inline(__always)
    mutating func add(nanoseconds: Int64) {
        count &+= 1
        sum &+= Int128(nanoseconds)
        least = Swift.min(least, nanoseconds)
        greatest = Swift.max(greatest, nanoseconds)
        if nanoseconds == 0 { zeros &+= 1 } else { counts.add(bins.bin(of: nanoseconds)) }
    }

    /// Adds the durations of another sketch.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` if the other sketch has another relative
    ///   error or another definition of quantiles, and if there would be 2⁶³ durations or more; the sketch is then
    ///   unchanged.
    /// - Complexity: O(b), where b is the number of bins of both.
    public mutating func merge(_ other: LatencySketch) throws(UsageError) {
        try check(other)
        mergeChecked(other)
    }

    /// Returns a sketch with the durations of this one and of another.
    ///
    /// - Throws: ``UsageError`` as ``merge(_:)`` does.
    /// - Complexity: O(b), where b is the number of bins of both.
    public func merging(_ other: LatencySketch) throws(UsageError) -> LatencySketch {
        var result = self
        try result.merge(other)
        return result
    }

    /// Throws if the other sketch cannot be merged.
    func check(_ other: LatencySketch) throws(UsageError) {
        guard bins == other.bins, method == other.method else {
            throw UsageError(
                .invalidArgument,
                """
                a latency sketch merges only with one of the same relative error and quantile method; this one has \
                \(relativeError) and \(method), the other has \(other.relativeError) and \(other.method)
                """)
        }
        guard !count.addingReportingOverflow(other.count).overflow else { throw Self.tooMany }
    }

    mutating func mergeChecked(_ other: LatencySketch) {
        count += other.count
        zeros += other.zeros
        // Fewer than 2⁶³ durations below 2⁶³ nanoseconds have a sum below 2¹²⁶.
        sum += other.sum
        least = Swift.min(least, other.least)
        greatest = Swift.max(greatest, other.greatest)
        counts.merge(other.counts)
    }

    private static var tooMany: UsageError {
        UsageError(.invalidArgument, "a latency sketch holds fewer than 2⁶³ durations")
    }

    /// The bytes that the sketch takes in memory, including those on the heap.
    public var approximateBytes: Int {
        MemoryLayout<LatencySketch>.size + counts.approximateBytes
    }
}

extension LatencyBins {
    init(relativeError: Double) throws(UsageError) {
        let parts = (relativeError * 1_000_000).rounded()
        guard let exact = Int32(exactly: parts), let bins = LatencyBins(partsPerMillion: exact) else {
            throw UsageError(.invalidArgument, "a relative error is between 0.001 and 0.5, not \(relativeError)")
        }
        self = bins
    }

    var relativeError: Double { Double(partsPerMillion) / 1_000_000 }
}
