import UsageKit

extension Timestamp {
    /// An instant from a literal of a test.
    static func at(_ text: String) -> Timestamp {
        guard let instant = try? Timestamp(text) else { preconditionFailure("\(text) is not an RFC 3339 instant") }
        return instant
    }
}

extension TimeWindow {
    /// A window from two literals of a test.
    static func between(_ start: String, _ end: String) -> TimeWindow {
        guard let window = try? TimeWindow(from: Timestamp.at(start), to: Timestamp.at(end)) else {
            preconditionFailure("\(start) is not before \(end)")
        }
        return window
    }

    static func since(_ start: String) -> TimeWindow {
        guard let window = try? TimeWindow(from: Timestamp.at(start), to: nil) else {
            preconditionFailure("a window with an open end from \(start) was refused")
        }
        return window
    }
}
