/// The straight line from the start of a period through what was used by an instant of it.
struct RunRate {
    let period: Range<Timestamp>
    /// Nanoseconds from the start of the period, at least 0 and at most ``length``.
    let elapsed: Int128
    /// Nanoseconds of the whole period.
    let length: Int128

    /// - Parameters:
    ///   - period: The period.
    ///   - instant: An instant; one outside the period counts as the nearer of its bounds.
    init(_ period: Range<Timestamp>, at instant: Timestamp) {
        func nanoseconds(_ end: Timestamp) -> Int128 { period.lowerBound.duration(to: end).attoseconds / 1_000_000_000 }
        self.period = period
        length = nanoseconds(period.upperBound)
        elapsed = min(max(nanoseconds(instant), 0), length)
    }

    /// What is used at the end of the period if the line goes on; nil before the period, and if a `Decimal` cannot hold it.
    func projection(of used: ExactDecimal) -> ExactDecimal? {
        elapsed > 0 ? try? ExactSum(used, times: length, over: elapsed).rounded() : nil
    }

    /// The part of a limit that is due by the instant if it is used evenly; all of it in an empty period.
    func pace(of limit: ExactDecimal) -> ExactDecimal {
        length > 0 ? (try? ExactSum(limit, times: elapsed, over: length).rounded()) ?? limit : limit
    }

    /// When a limit is used up.
    ///
    /// - Parameters:
    ///   - limit: The limit, above 0.
    ///   - used: What was used by the instant.
    ///   - reached: When the limit was reached, if it was and if that is known.
    /// - Returns: The first nanosecond at which the line is at the limit or above; nil if the period has not begun.
    func exhaustion(of limit: ExactDecimal, used: ExactDecimal, reached: Range<Timestamp>?) -> Exhaustion? {
        if used >= limit { return .reached(reached) }
        guard elapsed > 0 else { return nil }
        // The end does not belong to the period.
        guard elapsed < length, isReached(limit, used, after: length - 1) else { return .notInPeriod }
        var (before, at) = (elapsed, length - 1)
        while at - before > 1 {
            let middle = before + (at - before) / 2
            if isReached(limit, used, after: middle) { at = middle } else { before = middle }
        }
        return .projected(period.lowerBound + Duration(attoseconds: at * 1_000_000_000))
    }

    /// Whether the line is at a limit or above after some nanoseconds: used / elapsed · nanoseconds ≥ limit.
    private func isReached(_ limit: ExactDecimal, _ used: ExactDecimal, after nanoseconds: Int128) -> Bool {
        guard let time = ExactDecimal(mantissa: nanoseconds, exponent: 0),
            let whole = ExactDecimal(mantissa: elapsed, exponent: 0),
            var difference = try? ExactSum(product: used, time),
            let due = try? ExactSum(product: limit.negated, whole)
        else { return false }
        difference.add(due)
        return !difference.isNegative
    }
}
