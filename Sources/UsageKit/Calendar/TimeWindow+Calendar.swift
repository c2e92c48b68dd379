public import Foundation

// The windows of a calendar. A day has 23 or 25 hours when the clock is changed, and begins at its first instant, which
// need not be midnight (``BucketCalendar``), so the windows are those of the buckets of a report in the same time zone.

// MARK: - Relative to the present

extension TimeWindow {
    /// Returns the window of the present day, from its first instant to that of the next day.
    ///
    /// A walk reads it up to the present, and its report names that part.
    public static func today(in timeZone: TimeZone) -> TimeWindow {
        days(1, in: timeZone)
    }

    /// Returns the window of the day before the present one.
    public static func yesterday(in timeZone: TimeZone) -> TimeWindow {
        yesterday(in: timeZone, localNow: .now())
    }

    /// Returns the window of the last days, of which the present one is the last.
    ///
    /// They are whole days, as a report by day shows them. A walk reads the window up to the present, and its report names
    /// that part. ``last(hours:)`` is a window of a fixed length.
    ///
    /// - Parameters:
    ///   - count: How many days; a number below 1 counts as 1.
    ///   - timeZone: The time zone of the days.
    /// - Returns: A window with both bounds.
    public static func days(_ count: Int, in timeZone: TimeZone) -> TimeWindow {
        days(count, in: timeZone, localNow: .now())
    }

    /// Returns the window of the present month, from its first instant to that of the next month.
    ///
    /// A walk reads it up to the present, and its report names that part.
    public static func thisMonth(in timeZone: TimeZone) -> TimeWindow {
        thisMonth(in: timeZone, localNow: .now())
    }

    /// Returns the window of the month before the present one.
    public static func lastMonth(in timeZone: TimeZone) -> TimeWindow {
        lastMonth(in: timeZone, localNow: .now())
    }

    package static func yesterday(in timeZone: TimeZone, localNow: Timestamp) -> TimeWindow {
        followingClock(at: localNow, keepsLength: false) { now in
            before(days(1, through: now, in: timeZone)) { day(containing: $0, in: timeZone) }
        }
    }

    package static func days(_ count: Int, in timeZone: TimeZone, localNow: Timestamp) -> TimeWindow {
        followingClock(at: localNow, keepsLength: false) { days(count, through: $0, in: timeZone) }
    }

    package static func thisMonth(in timeZone: TimeZone, localNow: Timestamp) -> TimeWindow {
        followingClock(at: localNow, keepsLength: false) { month(containing: $0, in: timeZone) }
    }

    package static func lastMonth(in timeZone: TimeZone, localNow: Timestamp) -> TimeWindow {
        followingClock(at: localNow, keepsLength: false) { now in
            before(month(containing: now, in: timeZone)) { month(containing: $0, in: timeZone) }
        }
    }

    /// The unit of the calendar that ends at the start of another one; nothing comes before the first unit of all.
    private static func before(_ window: TimeWindow, unit: (Timestamp) -> TimeWindow) -> TimeWindow {
        window.start.map { unit($0 - .nanoseconds(1)) } ?? window
    }
}

// MARK: - Of a given instant

extension TimeWindow {
    /// Returns the window of the day that contains an instant.
    ///
    /// An instant before the year 1 or after the year 9999 counts as the first or the last one of these years.
    public static func day(containing instant: Timestamp, in timeZone: TimeZone) -> TimeWindow {
        days(1, through: instant, in: timeZone)
    }

    /// Returns the window of several days, of which the last one contains an instant.
    ///
    /// An instant before the year 1 or after the year 9999 counts as the first or the last one of these years. A window
    /// that would begin before the year 1 begins with it.
    ///
    /// - Parameters:
    ///   - count: How many days; a number below 1 counts as 1.
    ///   - instant: An instant of the last day.
    ///   - timeZone: The time zone of the days.
    /// - Returns: A window with both bounds.
    public static func days(_ count: Int, through instant: Timestamp, in timeZone: TimeZone) -> TimeWindow {
        of(timeZone) { $0.days(count, through: supported(instant)) }
    }

    /// Returns the window of the month that contains an instant.
    ///
    /// An instant before the year 1 or after the year 9999 counts as the first or the last one of these years.
    public static func month(containing instant: Timestamp, in timeZone: TimeZone) -> TimeWindow {
        of(timeZone) { $0.bucket(.month, containingSecond: supported(instant)) }
    }

    /// Returns the window of a month; ``BillingPeriod/window`` is the month of UTC.
    public static func month(_ month: BillingPeriod, in timeZone: TimeZone) -> TimeWindow {
        of(timeZone) { $0.month(month.month, ofYear: month.year) }
    }

    private static func of(_ timeZone: TimeZone, _ seconds: (inout BucketFinder) -> Range<Int64>) -> TimeWindow {
        var finder = BucketFinder(BucketCalendar(timeZone: timeZone))
        let range = seconds(&finder)
        return TimeWindow(unchecked: Timestamp(seconds: range.lowerBound), Timestamp(seconds: range.upperBound))
    }

    /// The second of an instant, or the nearest one at which time zones have a meaning.
    private static func supported(_ instant: Timestamp) -> Int64 {
        let seconds = BucketCalendar.supported
        return Swift.min(Swift.max(instant.seconds, seconds.lowerBound), seconds.upperBound - 1)
    }
}
