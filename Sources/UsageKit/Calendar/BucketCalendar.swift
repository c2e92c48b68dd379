public import Foundation

/// The rules by which instants fall into buckets: a time zone and the day on which weeks start.
///
/// The buckets of one unit cover all time and do not overlap. A unit of the clock (an hour and shorter) ends where the
/// local clock reaches or jumps to another such unit, or returns to the beginning of this one; so the hour that is
/// repeated in autumn is two buckets. A unit of the calendar (a day and longer) begins at the first instant at which
/// the local clock shows its first date or a later one, so a day begins at 01:00 where its midnight does not exist.
public struct BucketCalendar: Hashable, Sendable {
    /// The zone whose clock and calendar count.
    public let timeZone: TimeZone
    /// The first day of a week.
    public let weekStart: Weekday

    /// The seconds of the years 1 to 9999: beyond them time zones have no meaning.
    static let supported: Range<Int64> = -62_135_596_800..<253_402_300_800

    /// Creates the rules.
    public init(timeZone: TimeZone = .gmt, weekStart: Weekday = .monday) {
        self.timeZone = timeZone
        self.weekStart = weekStart
    }

    /// Returns the whole bucket in which an instant falls.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` for an instant outside the years 1 to 9999.
    /// - Complexity: Some 50 questions to the time zone's rules, none in UTC; a report asks once per span of time.
    public func bucket(_ unit: TimeBucket, containing instant: Timestamp) throws(UsageError) -> Range<Timestamp> {
        var finder = BucketFinder(self)
        return try finder.bucket(unit, containing: instant)
    }
}
