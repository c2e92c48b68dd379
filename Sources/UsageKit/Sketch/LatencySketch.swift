/// How long requests took, in bounded memory: durations counted by size, from which quantiles follow to within a stated
/// relative error.
///
/// Every quantile lies within ``relativeError`` of the one that would be computed from all durations; the count, the
/// sum, the least and the greatest one are exact. It is a DDSketch (Masson, Rim, Lee, 2019) whose bins are never given
/// up, so the bound holds for every quantile, every distribution and any number of durations.
///
/// Sketches of parts merge into that of the whole: in any order and any grouping the result is equal, bit by bit, to
/// that of a sketch to which all durations were added. A quantile is a plain `Duration` and cannot be merged again. What
/// is added is a single duration: adding the p95 of each hour gives the distribution of 24 numbers, and not of a day's
/// requests.
///
/// Durations between 50 ms and 5 min lie in some 450 bins at 1 %, of one byte up to 255 durations, of two up to 65,535,
/// of three up to 16,777,215: at most 1,500 bytes for a hundred million requests. At worst, with durations from one
/// nanosecond to 292 years, there are 22,239 bins at 0.1 %, 2,268 at 1 % and 252 at 10 %, of 8 bytes at most.
public struct LatencySketch: Hashable, Sendable {
    private(set) var counts = BinCounts()
    /// How many durations there are.
    public private(set) var count = 0
    /// The sum of all in nanoseconds.
    private(set) var sum: Int128 = 0
    private(set) var least = Int64.max
    private(set) var greatest: Int64 = 0
    /// How many durations are of no time, which has no place among bins that grow by a ratio.
    private(set) var zeros = 0
    let bins: LatencyBins
    /// How quantiles are defined.
    public let method: QuantileMethod

    /// Creates a sketch without durations.
    ///
    /// - Parameters:
    ///   - relativeError: How far a quantile may be off, as a part of itself, from 0.001 to 0.5; it is taken to the
    ///     nearest millionth.
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

    /// How far a quantile may be off, as a part of itself.
    public var relativeError: Double { bins.relativeError }

    /// Whether there are no durations.
    public var isEmpty: Bool { count == 0 }

    /// Adds one duration, cut off at the nanosecond.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` for a negative duration, for one of 292 years or
    ///   more, and where there are 2⁶³ - 1 durations already; the sketch is then unchanged.
    /// - Complexity: O(1) on average.
    public mutating func add(_ duration: Duration) throws(UsageError) {
        let nanoseconds = try RecordNumbers.nanoseconds(duration)
        guard count < .max else { throw Self.tooMany }
        add(nanoseconds: nanoseconds)
    }

    /// Adds a duration that is not negative; there must be less than 2⁶³ - 1.
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
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` where the other sketch has another relative
    ///   error or another definition of quantiles, and where there would be 2⁶³ durations or more; the sketch is then
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

    /// Refuses what cannot be merged.
    func check(_ other: LatencySketch) throws(UsageError) {
        guard bins == other.bins, method == other.method else {
            throw UsageError(
                .invalidArgument, "sketches merge where their relative error and their definition of quantiles agree")
        }
        guard !count.addingReportingOverflow(other.count).overflow else { throw Self.tooMany }
    }

    mutating func mergeChecked(_ other: LatencySketch) {
        count += other.count
        zeros += other.zeros
        // Less than 2⁶³ durations below 2⁶³ nanoseconds have a sum below 2¹²⁶.
        sum += other.sum
        least = Swift.min(least, other.least)
        greatest = Swift.max(greatest, other.greatest)
        counts.merge(other.counts)
    }

    private static var tooMany: UsageError {
        UsageError(.invalidArgument, "a sketch holds fewer than 2⁶³ durations")
    }

    /// The bytes that the sketch takes in memory, with those on the heap.
    public var approximateBytes: Int {
        MemoryLayout<LatencySketch>.size + counts.approximateBytes
    }
}

extension LatencyBins {
    init(relativeError: Double) throws(UsageError) {
        let parts = (relativeError * 1_000_000).rounded()
        guard let exact = Int32(exactly: parts), let bins = LatencyBins(partsPerMillion: exact) else {
            throw UsageError(.invalidArgument, "a relative error lies between 0.001 and 0.5")
        }
        self = bins
    }

    var relativeError: Double { Double(partsPerMillion) / 1_000_000 }
}
