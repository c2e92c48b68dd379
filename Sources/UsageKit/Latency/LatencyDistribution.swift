/// How long the requests of a group took.
///
/// It covers each request once, if the request completed or its status is unknown, and if its duration is known. The
/// values themselves are kept, so every quantile is exact. A quantile of quantiles is not offered, because it is not a
/// quantile of the values.
public struct LatencyDistribution: Sendable {
    /// The definition of quantiles.
    public let method: QuantileMethod
    private let durations: CellDurations
    /// The least duration of the ledger and the unit of the distances from it, in nanoseconds.
    private let origin: Int64
    private let unit: Int64

    init(_ durations: CellDurations, origin: Int64, unit: Int64, method: QuantileMethod) {
        self.durations = durations
        self.origin = origin
        self.unit = unit
        self.method = method
    }

    /// The number of durations.
    public var count: Int { durations.count }

    /// The sum; nil if there is no duration.
    ///
    /// - Complexity: O(n), where n is the count.
    public var total: Duration? {
        totalNanoseconds.map(Self.duration)
    }

    /// The sum divided by the count, truncated to the attosecond; nil if there is no duration.
    ///
    /// - Complexity: O(n), where n is the count.
    public var mean: Duration? {
        totalNanoseconds.map { Duration(attoseconds: $0 * Self.attosecondsPerNanosecond / Int128(count)) }
    }

    /// The shortest duration; nil if there is none.
    public var minimum: Duration? { minimumNanoseconds.map(Self.duration) }
    /// The longest duration; nil if there is none.
    public var maximum: Duration? { maximumNanoseconds.map(Self.duration) }
    /// The median; nil if there is no duration.
    public var p50: Duration? { quantile(.p50) }
    /// The 90th percentile; nil if there is no duration.
    public var p90: Duration? { quantile(.p90) }
    /// The 95th percentile; nil if there is no duration.
    public var p95: Duration? { quantile(.p95) }
    /// The 99th percentile; nil if there is no duration.
    public var p99: Duration? { quantile(.p99) }

    /// Returns a quantile, exact to the attosecond; nil if there is no duration.
    ///
    /// - Complexity: O(1) for most groups; O(r log n) for a group whose n durations are in r parts of a large ledger.
    public func quantile(_ quantile: Quantile) -> Duration? {
        guard count > 0 else { return nil }
        switch method {
        case .nearestRank:
            let (whole, fraction) = Self.position(count, quantile.partsPerBillion)
            let rank = fraction == 0 ? whole : whole + 1
            return Self.duration(nanoseconds(ofRank: Swift.max(rank, 1) - 1))
        case .linear:
            let (rank, fraction) = Self.position(count - 1, quantile.partsPerBillion)
            let (lower, upper) = durations.distances(rank: rank)
            let nanoseconds = Int128(origin) + Int128(unit) * Int128(lower)
            let step = Int128(unit) * Int128(upper - lower)
            return Duration(attoseconds: nanoseconds * Self.attosecondsPerNanosecond + step * fraction)
        }
    }

    /// A share in parts per billion of the greatest rank: a rank and a fraction in parts per billion.
    private static func position(_ last: Int, _ share: Int) -> (rank: Int, fraction: Int128) {
        let (product, overflow) = last.multipliedReportingOverflow(by: share)
        if !overflow { return (product / 1_000_000_000, Int128(product % 1_000_000_000)) }
        let (rank, rest) = (Int128(last) * Int128(share)).quotientAndRemainder(dividingBy: 1_000_000_000)
        return (Int(rank), rest)
    }

    /// The sum in nanoseconds; nil if there is no duration.
    var totalNanoseconds: Int128? {
        if count == 0 { return nil }
        return Int128(origin) * Int128(count) + Int128(unit) * durations.sum
    }

    var minimumNanoseconds: Int128? { count == 0 ? nil : nanoseconds(ofRank: 0) }
    var maximumNanoseconds: Int128? { count == 0 ? nil : nanoseconds(ofRank: count - 1) }

    private func nanoseconds(ofRank rank: Int) -> Int128 {
        Int128(origin) + Int128(unit) * Int128(durations.distance(rank: rank))
    }

    private static func duration(_ nanoseconds: Int128) -> Duration {
        Duration(attoseconds: nanoseconds * attosecondsPerNanosecond)
    }

    /// One part per billion of a nanosecond is an attosecond, so linear interpolation needs no rounding.
    private static let attosecondsPerNanosecond: Int128 = 1_000_000_000
}
