extension ReportQuery {
    /// The same query for the period before its window, for ``UsageReport/changes(since:)``.
    ///
    /// That period ends at the start of the window and has as many buckets: the three days before three days, the month
    /// before a month, also if it is shorter or longer, and the week before a week in which the clock is changed. So the
    /// window must begin and end with a bucket of its time zone; ``BucketCalendar/bucket(_:containing:)`` gives their
    /// bounds. A query without buckets is compared as a whole: with as many months if the window is whole months, with as
    /// many days if it is whole days, otherwise with the same length of time.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` if a bound of the window is missing or inside a
    ///   bucket, if the window has more than a million buckets, or if one of the periods is not in the years 1 to 9999.
    /// - Complexity: O(*n*) in the number of buckets.
    public var previousPeriod: ReportQuery {
        get throws(UsageError) {
            guard let start = window.start, let end = window.end else {
                throw UsageError(.invalidArgument, "a window without a start and an end has no previous period")
            }
            var query = self
            query.window = try TimeWindow(from: try startOfPreviousPeriod(start, end), to: start)
            return query
        }
    }

    private func startOfPreviousPeriod(_ start: Timestamp, _ end: Timestamp) throws(UsageError) -> Timestamp {
        if let bucket { return try BucketSteps.start(before: start, to: end, bucket, in: self) }
        for unit in [TimeBucket.month, .day] {
            if let first = try? BucketSteps.start(before: start, to: end, unit, in: self) { return first }
        }
        return start.advanced(by: start.duration(since: end))
    }
}
