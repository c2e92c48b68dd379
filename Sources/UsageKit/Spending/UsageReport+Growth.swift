extension UsageReport {
    /// Compares what was spent with the period before, for example with the report of ``ReportQuery/previousPeriod``.
    ///
    /// If this report's window has ended, the two windows are compared as a whole. If it has not, or was not read to its
    /// end, only its whole buckets up to there are compared, with as many buckets of the earlier report: ten days of June
    /// with ten days of May, and 30 days of March with all of February. Without buckets, a window that has not ended is compared as a whole, and its sum reads
    /// "at least".
    ///
    /// - Parameters:
    ///   - earlier: The report of the period before, with the same buckets, time zone and filter.
    ///   - rates: The rates into the currency of the comparison; without rates, only charges in that currency count, and
    ///     others make the sums incomplete.
    ///   - now: The present.
    /// - Returns: The comparison.
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` if the two queries have different buckets, time
    ///   zones or filters, do not measure charges, or have a window that is not bounded or begins inside a bucket, and with
    ///   ``UsageError/Code/inexactNumber`` if an amount is beyond the numbers that a `Decimal` can hold.
    /// - Complexity: O(b + n · r), where b is the number of buckets in the window, n is the number of groups, and r is the
    ///   number of rates.
    public func growth(
        since earlier: UsageReport, convertedBy rates: ExchangeRates, at now: Timestamp
    ) throws(UsageError) -> SpendingGrowth {
        let (mine, other) = (query, earlier.query)
        guard mine.bucket == other.bucket, mine.filter == other.filter, mine.timeZone == other.timeZone,
            mine.weekStart == other.weekStart
        else {
            throw UsageError(
                .invalidArgument, "only reports with the same buckets, time zone and filter can be compared")
        }
        let (whole, wholeBefore) = (try boundedWindow, try earlier.boundedWindow)
        let completeness = chargeCompleteness(at: now)
        let known = Swift.min(now, completeness.readThrough ?? completeness.reached ?? now)
        guard let bucket = mine.bucket, known < whole.upperBound else {
            let gaps =
                known < whole.upperBound ? ["the period is known up to \(known) and ends at \(whole.upperBound)"] : []
            return try SpendingGrowth(
                current: spending(in: whole, convertedBy: rates, at: now, gaps: gaps),
                previous: earlier.spending(in: wholeBefore, convertedBy: rates, at: now))
        }
        var calendar = BucketFinder(BucketCalendar(timeZone: mine.timeZone, weekStart: mine.weekStart))
        var (end, endBefore) = (whole.lowerBound, wholeBefore.lowerBound)
        while true {
            let next = try calendar.bucket(bucket, startingAt: end)
            guard next.upperBound <= known else { break }
            end = next.upperBound
            // What is beyond the length of a shorter period is compared with all of it, or it would never be.
            if endBefore < wholeBefore.upperBound {
                let nextBefore = try calendar.bucket(bucket, startingAt: endBefore)
                endBefore = Swift.min(nextBefore.upperBound, wholeBefore.upperBound)
            }
        }
        return try SpendingGrowth(
            current: spending(in: whole.lowerBound..<end, convertedBy: rates, at: now),
            previous: earlier.spending(in: wholeBefore.lowerBound..<endBefore, convertedBy: rates, at: now))
    }

    private var boundedWindow: Range<Timestamp> {
        get throws(UsageError) {
            guard let start = query.window.start, let end = query.window.end else {
                throw UsageError(.invalidArgument, "expected a window with a start and an end, found \(query.window)")
            }
            return start..<end
        }
    }
}

extension BucketFinder {
    /// The bucket that starts at an instant.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` if no bucket starts there.
    fileprivate mutating func bucket(
        _ unit: TimeBucket, startingAt start: Timestamp
    ) throws(UsageError) -> Range<Timestamp> {
        let bucket = try bucket(unit, containing: start)
        guard bucket.lowerBound == start else {
            throw UsageError(
                .invalidArgument,
                "the window begins at \(start), inside the \(unit) from \(bucket.lowerBound) to \(bucket.upperBound);"
                    + " periods are compared in whole buckets")
        }
        return bucket
    }
}
