public import Foundation

extension UsageLedger {
    /// Computes a report.
    ///
    /// Several threads share the work if there are many rows. The result does not depend on their number.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` for a filter that compares with NaN or whose
    ///   conditions are nested more than 128 deep, if more than 1,000,000 empty buckets would have to be filled, and if
    ///   the window to be filled goes beyond the years 1 to 9999; with ``UsageError/Code/inexactNumber`` for a filter
    ///   with a number of more than 38 significant digits, if a sum of tokens is beyond the integers, and if an exact
    ///   sum needs more than 38 digits.
    /// - Complexity: O(n), where n is the number of rows, plus O(g log g) for sorting g groups.
    public func report(_ query: ReportQuery = ReportQuery()) throws(UsageError) -> UsageReport {
        // Minimum rows for which a thread pays off.
        let useful = columns.count / (1 << 17)
        return try report(query, parts: Swift.min(useful, ProcessInfo.processInfo.activeProcessorCount))
    }

    /// Computes a report by time and by dimensions.
    ///
    /// - Parameters:
    ///   - bucket: The unit of time; nil for no grouping by time.
    ///   - dimensions: The dimensions.
    ///   - timeZone: The time zone of the buckets.
    /// - Returns: The report.
    /// - Throws: ``UsageError`` as ``report(_:)`` does.
    public func report(
        every bucket: TimeBucket?, by dimensions: [UsageDimension] = [], in timeZone: TimeZone = .gmt
    ) throws(UsageError) -> UsageReport {
        try report(ReportQuery(every: bucket, by: dimensions, in: timeZone))
    }

    /// Computes a report by dimensions, without buckets.
    ///
    /// - Throws: ``UsageError`` as ``report(_:)`` does.
    public func report(by dimensions: [UsageDimension]) throws(UsageError) -> UsageReport {
        try report(ReportQuery(by: dimensions))
    }

    /// Computes a report with a number of threads.
    func report(_ query: ReportQuery, parts: Int) throws(UsageError) -> UsageReport {
        var builder = try ReportBuilder(columns, query, parts: parts)
        return try builder.report(walks: walks)
    }
}
