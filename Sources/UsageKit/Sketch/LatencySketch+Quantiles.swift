extension LatencySketch {
    /// The least duration, exact; nil without one.
    public var minimum: Duration? { isEmpty ? nil : .nanoseconds(least) }

    /// The greatest duration, exact; nil without one.
    public var maximum: Duration? { isEmpty ? nil : .nanoseconds(greatest) }

    /// The exact sum divided by the count, cut off at the attosecond; nil without a duration.
    public var mean: Duration? {
        guard !isEmpty else { return nil }
        let (whole, rest) = sum.quotientAndRemainder(dividingBy: Int128(count))
        return Duration(
            attoseconds: whole * Self.attosecondsPerNanosecond + rest * Self.attosecondsPerNanosecond / Int128(count))
    }

    /// The median; nil without a duration.
    public var p50: Duration? { quantile(.p50) }
    /// The 90th percentile; nil without a duration.
    public var p90: Duration? { quantile(.p90) }
    /// The 95th percentile; nil without a duration.
    public var p95: Duration? { quantile(.p95) }
    /// The 99th percentile; nil without a duration.
    public var p99: Duration? { quantile(.p99) }

    /// Returns a quantile within ``relativeError``; nil without a duration.
    ///
    /// The positions 0 and 1 are exact. An interpolation between two values that are within the error is within it, too.
    ///
    /// - Complexity: O(b), where b is the number of bins.
    public func quantile(_ quantile: Quantile) -> Duration? {
        guard !isEmpty else { return nil }
        let billion: Int128 = 1_000_000_000
        let share = Int128(quantile.partsPerBillion)
        switch method {
        case .nearestRank:
            let rank = (Int128(count) * share + billion - 1) / billion
            return Duration(attoseconds: attoseconds(at: Swift.max(Int(rank), 1) - 1))
        case .linear:
            let (rank, fraction) = (Int128(count - 1) * share).quotientAndRemainder(dividingBy: billion)
            let lower = attoseconds(at: Int(rank))
            if fraction == 0 { return Duration(attoseconds: lower) }
            let distance = attoseconds(at: Int(rank) + 1) - lower
            // Multiplies by a fraction in billionths, without an overflow of the product.
            let (whole, rest) = distance.quotientAndRemainder(dividingBy: billion)
            return Duration(attoseconds: lower + whole * fraction + rest * fraction / billion)
        }
    }

    private static let attosecondsPerNanosecond: Int128 = 1_000_000_000

    /// The estimate of the duration of a rank; ranks count from 0 in ascending order.
    private func attoseconds(at rank: Int) -> Int128 {
        let (lowest, highest) = (
            Int128(least) * Self.attosecondsPerNanosecond, Int128(greatest) * Self.attosecondsPerNanosecond
        )
        if rank == 0 { return lowest }
        if rank == count - 1 { return highest }
        if rank < zeros { return 0 }
        var rest = rank - zeros
        let bin = counts.first { _, count in
            if rest < count { return true }
            rest -= count
            return false
        }
        return Swift.min(Swift.max(bins.middle(of: bin ?? 0), lowest), highest)
    }
}
