public import Foundation

/// The rules that assign instants to buckets: a time zone and the day on which weeks start.
///
/// The buckets of one unit cover all time and do not overlap. A clock unit (an hour or shorter) ends when the local
/// clock reaches or jumps to another such unit, or returns to the start of this one, so the hour that is repeated in
/// autumn is two buckets. A calendar unit (a day or longer) begins at the first instant at which the local clock shows
/// its first date or a later one, so a day without a midnight begins at 01:00.
public struct BucketCalendar: Hashable, Sendable {
    /// The time zone of the clock and the calendar.
    public let timeZone: TimeZone
    /// The first day of a week.
    public let weekStart: Weekday

    /// The seconds of the years 1 to 9999; time zones have no meaning outside.
    static let supported: Range<Int64> = -62_135_596_800..<253_402_300_800

    /// Creates the rules.
    public init(timeZone: TimeZone = .gmt, weekStart: Weekday = .monday) {
        self.timeZone = timeZone
        self.weekStart = weekStart
    }

    /// Returns the bucket that contains an instant.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` for an instant outside the years 1 to 9999.
    /// - Complexity: About 50 lookups in the time zone's rules, and no lookups in UTC; a report calls this once for each
    ///   span of time.
    public func bucket(_ unit: TimeBucket, containing instant: Timestamp) throws(UsageError) -> Range<Timestamp> {
        var finder = BucketFinder(self)
        return try finder.bucket(unit, containing: instant)
    }
}
