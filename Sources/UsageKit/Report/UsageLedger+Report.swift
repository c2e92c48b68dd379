internal import Foundation

extension UsageLedger {
    /// Computes a report.
    ///
    /// Several threads share the work if there are many rows. The result does not depend on their number.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/inexactNumber`` if a sum of tokens does not fit in
    ///   an `Int` or an exact sum needs more than 38 digits. It throws ``UsageError/Code/invalidArgument`` if a filter
    ///   compares with NaN, if filling empty buckets would add more than 1,000,000 groups, or if the window to fill
    ///   extends beyond the years 1 to 9999.
    /// - Complexity: O(n), where n is the number of rows, and O(g log g), where g is the number of groups if there are many.
    public func report(_ query: ReportQuery = ReportQuery()) throws(UsageError) -> UsageReport {
        // Minimum rows for which a thread pays off.
        let useful = columns.count / (1 << 17)
        return try report(query, parts: Swift.min(useful, ProcessInfo.processInfo.activeProcessorCount))
    }

    /// Computes a report by time in UTC and by dimensions.
    ///
    /// - Throws: ``UsageError`` as ``report(_:)`` does.
    public func report(
        every bucket: TimeBucket?, by dimensions: [UsageDimension] = []
    ) throws(UsageError) -> UsageReport {
        try report(ReportQuery(every: bucket, by: dimensions))
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
