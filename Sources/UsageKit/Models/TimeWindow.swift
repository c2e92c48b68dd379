public import Foundation

/// A half-open span of time: the start belongs to it, the end does not.
///
/// A bound that is nil is open. A walk pins an open end to the instant at which the walk begins.
///
/// Some windows depend on the present: ``last(hours:)`` and those of the calendar, such as ``today(in:)``. The present is
/// resolved once, when the window is made, by the local clock; a walk corrects the window if the server's clock shows that
/// the local one is wrong. To follow the present, make the window again.
public struct TimeWindow: Sendable {
    /// The first instant inside.
    public let start: Timestamp?
    /// The first instant outside.
    public let end: Timestamp?
    /// How the bounds follow from the local clock; nil if they do not.
    ///
    /// It is no part of the value: two windows with equal bounds are equal.
    private(set) var rule: Rule?

    /// Creates a window.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` if the end is not after the start.
    public init(from start: Timestamp? = nil, to end: Timestamp? = nil) throws(UsageError) {
        if let start, let end, end <= start {
            throw UsageError(.invalidArgument, "the window's end \(end) is not after its start \(start)")
        }
        self.start = start
        self.end = end
    }

    /// Creates a window from two dates, each rounded to the microsecond.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` if the end is not after the start.
    public init(from start: Date, to end: Date) throws(UsageError) {
        try self.init(from: Timestamp(start), to: Timestamp(end))
    }

    /// Creates a window from a range, for example from ``UsageGroup/bucket``.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` if the range is empty.
    public init(_ range: Range<Timestamp>) throws(UsageError) {
        try self.init(from: range.lowerBound, to: range.upperBound)
    }

    /// Creates a window from a range of dates, each rounded to the microsecond.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` if the range is empty.
    public init(_ range: Range<Date>) throws(UsageError) {
        try self.init(from: range.lowerBound, to: range.upperBound)
    }

    /// Creates a window from an interval, whose end does not belong to it; its bounds are rounded to the microsecond.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` if the interval has no duration.
    public init(_ interval: DateInterval) throws(UsageError) {
        try self.init(from: interval.start, to: interval.end)
    }

    /// Creates a window whose bounds are in order.
    package init(unchecked start: Timestamp?, _ end: Timestamp?) {
        self.start = start
        self.end = end
    }

    /// Returns the window with a rule by which it depends on the clock.
    func following(_ rule: Rule) -> TimeWindow {
        var window = self
        window.rule = rule
        return window
    }

    /// The window without bounds.
    public static let all = TimeWindow(unchecked: nil, nil)

    /// Returns the window of the last hours up to the present.
    ///
    /// The present is that of the local clock. A walk moves both bounds if the server's clock shows that it is wrong, and
    /// by the lag of ``WalkOptions/lag``.
    ///
    /// The window begins at any minute of a day. For whole days, as reports show them, use ``days(_:in:)``.
    ///
    /// - Parameter hours: How many times 3,600 seconds; a number below 1 counts as 1.
    /// - Returns: A window with both bounds.
    public static func last(hours: Int) -> TimeWindow {
        last(hours: hours, localNow: .now())
    }

    /// Returns the window of the last hours for a present that was read from the local clock.
    package static func last(hours: Int, localNow: Timestamp) -> TimeWindow {
        followingClock(at: localNow, keepsLength: true) { last(hours: hours, before: $0) }
    }

    /// Returns the window of the last hours up to an instant.
    ///
    /// A window that would begin before the year 1 begins with it, so a very large number of hours means all of them.
    ///
    /// - Parameters:
    ///   - hours: How many times 3,600 seconds; a number below 1 counts as 1.
    ///   - now: The end.
    /// - Returns: A window with both bounds.
    public static func last(hours: Int, before now: Timestamp) -> TimeWindow {
        let (seconds, isTooLong) = Int64(Swift.max(hours, 1)).multipliedReportingOverflow(by: 3600)
        var start = now.advanced(by: .seconds(isTooLong ? -.max : -seconds))
        if now > firstYear { start = Swift.max(start, firstYear) }
        // Nothing is before the first of all instants, and a window must not be empty.
        return TimeWindow(unchecked: start, start < now ? now : now.advanced(by: .nanoseconds(1)))
    }

    /// The start of the year 1, before which no provider can read an instant.
    private static let firstYear = Timestamp(seconds: -62_135_596_800)

    /// Whether an instant lies inside.
    public func contains(_ instant: Timestamp) -> Bool {
        if let start, instant < start { return false }
        if let end, instant >= end { return false }
        return true
    }
}

extension TimeWindow: Hashable {
    /// Whether two windows have the same bounds.
    public static func == (left: TimeWindow, right: TimeWindow) -> Bool {
        left.start == right.start && left.end == right.end
    }

    /// Feeds the bounds to a hasher.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(start)
        hasher.combine(end)
    }
}

extension TimeWindow: CustomStringConvertible {
    /// `[start, end)`, with `…` for an open bound.
    public var description: String {
        "[\(start.map(String.init) ?? "…"), \(end.map(String.init) ?? "…"))"
    }
}
