public import Foundation

/// A half-open span of time: the start belongs to it, the end does not.
///
/// A bound that is nil is open. A walk pins an open end to the instant at which the walk begins.
public struct TimeWindow: Sendable {
    /// The first instant inside.
    public let start: Timestamp?
    /// The first instant outside.
    public let end: Timestamp?
    /// Whether both bounds are counted from the local clock, so that a walk moves them if that clock is wrong.
    ///
    /// It is no part of the value: two windows with equal bounds are equal.
    package private(set) var followsClock = false

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

    /// Creates a window from two dates.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` if the end is not after the start.
    public init(from start: Date, to end: Date) throws(UsageError) {
        try self.init(from: Timestamp(start), to: Timestamp(end))
    }

    private init(unchecked start: Timestamp?, _ end: Timestamp?) {
        self.start = start
        self.end = end
    }

    /// The window without bounds.
    public static let all = TimeWindow(unchecked: nil, nil)

    /// Returns the window of the last days up to the present.
    ///
    /// The present is that of the local clock. A walk moves both bounds if the server's clock shows that it is wrong.
    ///
    /// - Parameter days: How many times 24 hours; a number below 1 counts as 1.
    /// - Returns: A window with both bounds.
    public static func last(days: Int) -> TimeWindow {
        last(days: days, localNow: .now())
    }

    /// Returns the window of the last days for a present that was read from the local clock.
    package static func last(days: Int, localNow: Timestamp) -> TimeWindow {
        var window = last(days: days, before: localNow)
        window.followsClock = true
        return window
    }

    /// Returns the window of the last days up to an instant.
    ///
    /// A window that would begin before the year 1 begins with it, so a very large number of days means all days.
    ///
    /// - Parameters:
    ///   - days: How many times 24 hours; a number below 1 counts as 1.
    ///   - now: The end.
    /// - Returns: A window with both bounds.
    public static func last(days: Int, before now: Timestamp) -> TimeWindow {
        let (seconds, isTooLong) = Int64(Swift.max(days, 1)).multipliedReportingOverflow(by: 86_400)
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

    /// Returns the window with an open end replaced by an instant, or unchanged if the window begins after it.
    package func pinned(to now: Timestamp) -> TimeWindow {
        guard end == nil, start.map({ $0 < now }) ?? true else { return self }
        return TimeWindow(unchecked: start, now)
    }
}

extension TimeWindow {
    /// Returns the window with both bounds moved by a duration; it then follows no clock.
    package func moved(by duration: Duration) -> TimeWindow {
        TimeWindow(unchecked: start?.advanced(by: duration), end?.advanced(by: duration))
    }

    /// Whether a walk of this window, whose bounds may be open or follow the clock, can have led to a pinned window.
    package func canLead(to pinned: TimeWindow) -> Bool {
        if followsClock, let start, let end, let pinnedStart = pinned.start, let pinnedEnd = pinned.end {
            return pinnedEnd.duration(since: pinnedStart) == end.duration(since: start)
        }
        return start == pinned.start && (end == nil || end == pinned.end)
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
