extension UsageReport {
    /// Returns what was spent in a period, with a projection to its end.
    ///
    /// Charges are converted as by ``converted(by:at:)``. Those without a rate are not in the sum, which then reads
    /// "at least", as it does if anything else is missing in the period (``chargeCompleteness(in:at:)``).
    ///
    /// - Parameters:
    ///   - period: The period. As far as they are in the report's window, buckets with charges must be in it as a whole or
    ///     not at all.
    ///   - rates: The rates into the currency of the sum; without rates, only charges in that currency count.
    ///   - now: The present, as in ``chargeCompleteness(in:at:)``.
    /// - Returns: What was spent.
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` if the query does not measure charges, if a bucket
    ///   with charges is only partly in the period, or if a report without buckets has an open window, and with
    ///   ``UsageError/Code/inexactNumber`` if an amount is beyond the numbers that a `Decimal` can hold.
    public func spending(
        in period: Range<Timestamp>, convertedBy rates: ExchangeRates, at now: Timestamp
    ) throws(UsageError) -> PeriodSpending {
        try spending(in: period, convertedBy: rates, at: now, gaps: [])
    }

    /// What was spent in a period, of which more may be missing for some reasons.
    func spending(
        in period: Range<Timestamp>, convertedBy rates: ExchangeRates, at now: Timestamp, gaps: [String]
    ) throws(UsageError) -> PeriodSpending {
        let charges = try charges(in: period, convertedBy: rates, at: now)
        let completeness = charges.completeness.adding(gaps: gaps)
        var sum = ExactSum()
        for part in charges.sums.values { sum.add(part) }
        let money = Money(exact: try sum.rounded(), currency: rates.target)
        return PeriodSpending(
            period: period, spent: BoundedMoney(money, completeness.bound(hasRefunds: hasRefunds)),
            asOf: completeness.instant(in: period, at: now), age: completeness.age(at: now), completeness: completeness)
    }

    /// The exact sum of the charges of each bucket in a period, and whether some are missing.
    func charges(
        in period: Range<Timestamp>, convertedBy rates: ExchangeRates, at now: Timestamp
    ) throws(UsageError) -> (sums: [Range<Timestamp>: ExactSum], completeness: Completeness) {
        guard query.bucket != nil || query.window.start != nil && query.window.end != nil else {
            throw UsageError(
                .invalidArgument,
                "a report without buckets needs a window with a start and an end, found \(query.window)")
        }
        let (parts, unconverted) = try convertedParts(by: rates)
        var sums: [Range<Timestamp>: ExactSum] = [:]
        for part in parts {
            // Charges of an unknown time are named by the completeness.
            guard let span = part.span.map(inWindow), try period.contains(bucket: span) else { continue }
            sums[span, default: ExactSum()].add(try part.charge.exactSum())
        }
        let missing = unconverted.filter { $0.span.map(inWindow)?.overlaps(period) ?? true }
        return (sums, chargeCompleteness(in: period, at: now).adding(gaps: missing.gaps(target: rates.target)))
    }

    /// The part of a bucket that is in the window of the report; a bucket with rows has one.
    func inWindow(_ bucket: Range<Timestamp>) -> Range<Timestamp> {
        let start = Swift.max(bucket.lowerBound, query.window.start ?? bucket.lowerBound)
        return start..<Swift.max(start, Swift.min(bucket.upperBound, query.window.end ?? bucket.upperBound))
    }
}
