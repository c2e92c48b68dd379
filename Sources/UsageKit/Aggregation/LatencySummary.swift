/// How long the requests of a group took.
///
/// It covers each request once, if the request completed or its end is unknown, and if its duration is known. The
/// values themselves are kept, so every quantile is exact; a quantile of quantiles is not offered, since it is none.
public struct LatencySummary: Sendable {
    /// How quantiles are defined here.
    public let method: QuantileMethod
    /// Nanoseconds, in no order.
    private let values: ArraySlice<Int64>

    init(_ values: ArraySlice<Int64>, method: QuantileMethod) {
        self.values = values
        self.method = method
    }

    /// How many durations there are.
    public var count: Int { values.count }

    /// The sum divided by the count, cut off at the attosecond; nil without a duration.
    ///
    /// - Complexity: O(n), where n is the count.
    public var mean: Duration? {
        guard !values.isEmpty else { return nil }
        var sum: Int128 = 0
        for value in values { sum += Int128(value) }
        return Duration(attoseconds: sum * Self.attosecondsPerNanosecond / Int128(values.count))
    }

    /// The median; nil without a duration.
    public var p50: Duration? { quantile(.p50) }
    /// The 90th percentile; nil without a duration.
    public var p90: Duration? { quantile(.p90) }
    /// The 95th percentile; nil without a duration.
    public var p95: Duration? { quantile(.p95) }
    /// The 99th percentile; nil without a duration.
    public var p99: Duration? { quantile(.p99) }

    /// Returns a quantile, exact to the attosecond; nil without a duration.
    ///
    /// - Complexity: O(n) on average, O(n log n) at worst, where n is the count.
    public func quantile(_ quantile: Quantile) -> Duration? {
        guard !values.isEmpty else { return nil }
        let billion: Int128 = 1_000_000_000
        let share = Int128(quantile.partsPerBillion)
        var buffer = Array(values)
        switch method {
        case .nearestRank:
            let rank = (Int128(values.count) * share + billion - 1) / billion
            let value = OrderStatistic.select(Swift.max(Int(rank), 1) - 1, in: &buffer)
            return Duration(attoseconds: Int128(value) * Self.attosecondsPerNanosecond)
        case .linear:
            let (rank, fraction) = (Int128(values.count - 1) * share).quotientAndRemainder(dividingBy: billion)
            let lower = OrderStatistic.select(Int(rank), in: &buffer)
            var attoseconds = Int128(lower) * Self.attosecondsPerNanosecond
            // The selection leaves nothing less behind its place: the next value is the least of the rest.
            if fraction > 0, let upper = buffer[(Int(rank) + 1)...].min() {
                attoseconds += (Int128(upper) - Int128(lower)) * fraction
            }
            return Duration(attoseconds: attoseconds)
        }
    }

    /// A part per billion of a nanosecond is an attosecond, so type 7 needs no rounding.
    private static let attosecondsPerNanosecond: Int128 = 1_000_000_000
}
