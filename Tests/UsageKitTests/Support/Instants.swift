import UsageKit

extension Timestamp {
    /// An instant that a test writes down.
    static func at(_ text: String) -> Timestamp {
        guard let instant = try? Timestamp(text) else { preconditionFailure("\(text) is no instant") }
        return instant
    }
}

extension TimeWindow {
    /// A window that a test writes down.
    static func between(_ start: String, _ end: String) -> TimeWindow {
        guard let window = try? TimeWindow(from: Timestamp.at(start), to: Timestamp.at(end)) else {
            preconditionFailure("\(start) is not before \(end)")
        }
        return window
    }

    static func since(_ start: String) -> TimeWindow {
        guard let window = try? TimeWindow(from: Timestamp.at(start), to: nil) else {
            preconditionFailure("a window may be open")
        }
        return window
    }
}
