public import Foundation

/// A half-open span of time: the start belongs to it, the end does not.
///
/// A bound that is nil is open. A walk pins an open end to the instant at which the walk begins.
public struct TimeWindow: Hashable, Sendable {
    /// The first instant inside.
    public let start: Timestamp?
    /// The first instant outside.
    public let end: Timestamp?

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

    /// Returns the window of the last days up to an instant.
    ///
    /// - Parameters:
    ///   - days: How many times 24 hours; at least 1.
    ///   - now: The end.
    /// - Returns: A window with both bounds.
    public static func last(days: Int, before now: Timestamp = .now()) -> TimeWindow {
        precondition(days >= 1, "a window needs at least 1 day, found \(days)")
        return TimeWindow(unchecked: now.advanced(by: .seconds(Int64(days) * 86_400) * -1), now)
    }

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

extension TimeWindow: CustomStringConvertible {
    /// `[start, end)`, with `…` for an open bound.
    public var description: String {
        "[\(start.map(String.init) ?? "…"), \(end.map(String.init) ?? "…"))"
    }
}
