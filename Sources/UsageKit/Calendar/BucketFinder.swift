/// Finds buckets and caches the time zone's offsets between calls.
///
/// All clock changes and all bounds are on whole seconds, so seconds since 1970 are enough here.
struct BucketFinder {
    private let weekStart: Weekday
    private var offsets: ZoneOffsets

    private static let daySeconds: Int64 = 86_400

    init(_ calendar: BucketCalendar) {
        weekStart = calendar.weekStart
        offsets = ZoneOffsets(calendar.timeZone)
    }

    mutating func bucket(
        _ unit: TimeBucket, containing instant: Timestamp
    ) throws(UsageError) -> Range<Timestamp> {
        guard BucketCalendar.supported.contains(instant.seconds) else {
            throw UsageError(.invalidArgument, "expected an instant in the years 1 to 9999, found \(instant)")
        }
        let seconds = bucket(unit, containingSecond: instant.seconds)
        return Timestamp(seconds: seconds.lowerBound)..<Timestamp(seconds: seconds.upperBound)
    }

    /// The bucket of a second in ``BucketCalendar/supported``.
    mutating func bucket(_ unit: TimeBucket, containingSecond second: Int64) -> Range<Int64> {
        if let width = unit.clockSeconds {
            return clockStart(width, second)..<clockEnd(width, second)
        }
        let day = day(containing: second)
        switch unit.unit {
        case .week:
            // 1970-01-01 was a Thursday, three days after a Monday.
            let intoWeek = (day + 3 - weekStart.daysAfterMonday).flooredDivision(by: 7).remainder
            return start(ofDay: day - intoWeek)..<start(ofDay: day - intoWeek + 7)
        case .month:
            let date = CivilDate(daysSince1970: Int(day))
            return month(date.month, ofYear: date.year)
        default:
            return start(ofDay: day)..<start(ofDay: day + 1)
        }
    }

    /// The seconds of a month.
    mutating func month(_ month: Int, ofYear year: Int) -> Range<Int64> {
        let next = month == 12 ? (year + 1, 1) : (year, month + 1)
        let first = CivilDate(year: year, month: month, day: 1).daysSince1970
        let end = CivilDate(year: next.0, month: next.1, day: 1).daysSince1970
        return start(ofDay: Int64(first))..<start(ofDay: Int64(end))
    }

    /// The seconds of several days, of which the last one contains a second in ``BucketCalendar/supported``.
    ///
    /// No day is before the year 1, so a very large number of days means all days.
    mutating func days(_ count: Int, through second: Int64) -> Range<Int64> {
        let last = day(containing: second)
        let first = BucketCalendar.supported.lowerBound / Self.daySeconds
        let before = Swift.min(Int64(Swift.max(count, 1)) - 1, Swift.max(last - first, 0))
        return start(ofDay: last - before)..<start(ofDay: last + 1)
    }

    // MARK: Clock units

    private mutating func clockStart(_ width: Int64, _ second: Int64) -> Int64 {
        var second = second
        while true {
            let offset = offsets.offset(at: second)
            let unit = (second + offset).flooredDivision(by: width).quotient
            let start = unit * width - offset
            guard let jump = offsets.transitions(after: start, through: second).last else { return start }
            let before = offsets.offset(at: jump.second - 1)
            guard (jump.second - 1 + before).flooredDivision(by: width).quotient == unit else { return jump.second }
            second = jump.second - 1
        }
    }

    private mutating func clockEnd(_ width: Int64, _ second: Int64) -> Int64 {
        var second = second
        while true {
            let offset = offsets.offset(at: second)
            let unit = (second + offset).flooredDivision(by: width).quotient
            let end = (unit + 1) * width - offset
            guard let jump = offsets.transitions(after: second, through: end).first else { return end }
            let after = (jump.second + jump.offset).flooredDivision(by: width)
            guard after.quotient == unit, after.remainder != 0 else { return jump.second }
            second = jump.second
        }
    }

    // MARK: Calendar units

    /// The first instant at which the local clock shows a date or a later one.
    private mutating func start(ofDay day: Int64) -> Int64 {
        let midnight = day * Self.daySeconds
        // Every zone is less than a day from UTC, so the day begins between these bounds.
        var cursor = midnight - Self.daySeconds
        var offset = offsets.offset(at: cursor)
        for jump in offsets.transitions(after: cursor, through: midnight + Self.daySeconds) {
            let candidate = Swift.max(cursor, midnight - offset)
            if candidate < jump.second { return candidate }
            cursor = jump.second
            offset = jump.offset
        }
        return Swift.max(cursor, midnight - offset)
    }

    /// The latest day that has begun, even if the clock has since gone back into the day before.
    private mutating func day(containing second: Int64) -> Int64 {
        var day = (second + offsets.offset(at: second)).flooredDivision(by: Self.daySeconds).quotient
        while start(ofDay: day + 1) <= second { day += 1 }
        return day
    }
}
