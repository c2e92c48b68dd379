internal import Foundation

extension UsageLedger {
    /// Computes a report.
    ///
    /// Two or more threads share the work where there are many rows; the result does not depend on how.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/inexactNumber`` where a sum of tokens is beyond the integers or
    ///   an exact sum needs more than 38 digits, and with ``UsageError/Code/invalidArgument`` where a filter compares
    ///   with what is no number, where more than 1,000,000 empty buckets would have to be filled or where the window
    ///   to be filled goes beyond the years 1 to 9999.
    /// - Complexity: O(n), where n is the number of rows, and O(g log g) where there are many groups g.
    public func report(_ query: ReportQuery = ReportQuery()) throws(UsageError) -> UsageReport {
        // So few rows are not worth a thread of their own.
        let useful = columns.count / (1 << 17)
        return try report(query, parts: Swift.min(useful, ProcessInfo.processInfo.activeProcessorCount))
    }

    /// Computes a report by time and by dimensions, with buckets of UTC.
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

    /// Computes a report in parts.
    func report(_ query: ReportQuery, parts: Int) throws(UsageError) -> UsageReport {
        var builder = try ReportBuilder(columns, query, parts: parts)
        return try builder.report(walks: walks)
    }
}
