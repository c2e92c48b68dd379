public import Foundation

/// When a limit is used up.
public enum Exhaustion: Hashable, Sendable {
    /// The limit has been reached: within a span of time, or nil if only the total is known.
    case reached(Range<Timestamp>?)
    /// A projection: the limit is reached at this instant if the use goes on as it did until now.
    case projected(Timestamp)
    /// A projection: the limit lasts until the end of the period if the use goes on as it did until now.
    case notInPeriod

    /// Returns the day on which the limit is used up.
    ///
    /// - Parameter timeZone: The time zone of the day.
    /// - Returns: The day; nil if the limit lasts, or if it was reached in a span of more than one day.
    public func day(in timeZone: TimeZone = .gmt) -> CalendarDay? {
        switch self {
        case .reached(let span?):
            let first = CalendarDay(containing: span.lowerBound, in: timeZone)
            let last = CalendarDay(containing: max(span.lowerBound, span.upperBound - .nanoseconds(1)), in: timeZone)
            return first == last ? first : nil
        case .projected(let instant): return CalendarDay(containing: instant, in: timeZone)
        case .reached(nil), .notInPeriod: return nil
        }
    }
}
