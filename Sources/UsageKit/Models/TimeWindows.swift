/// Windows that do not touch each other, in ascending order.
package struct TimeWindows: Hashable, Sendable {
    package private(set) var windows: [TimeWindow] = []

    package init() {}

    /// Creates the union of some windows.
    package init(_ windows: some Sequence<TimeWindow>) {
        for window in windows { insert(window) }
    }

    package var isEmpty: Bool { windows.isEmpty }

    /// Adds a window, and joins those that it touches.
    package mutating func insert(_ window: TimeWindow) {
        var joined = TimeWindow(unchecked: window.start, window.end)
        var others: [TimeWindow] = []
        for known in windows {
            if known.touches(joined) { joined = known.hull(joined) } else { others.append(known) }
        }
        let position = others.firstIndex { joined.startsBefore($0) } ?? others.endIndex
        others.insert(joined, at: position)
        windows = others
    }

    /// Removes a window.
    package mutating func remove(_ window: TimeWindow) {
        windows = windows.flatMap { $0.parts(outside: window) }
    }

    /// The parts of a window that are in none of these.
    package func missing(in window: TimeWindow) -> [TimeWindow] {
        var parts = [TimeWindow(unchecked: window.start, window.end)]
        for known in windows { parts = parts.flatMap { $0.parts(outside: known) } }
        return parts
    }

    package func contains(_ instant: Timestamp) -> Bool { windows.contains { $0.contains(instant) } }
}

extension TimeWindow {
    /// The part that is also in another window; nil if they share no instant.
    package func intersection(_ other: TimeWindow) -> TimeWindow? {
        // A bound that is nil is open.
        let start = [start, other.start].compactMap(\.self).max()
        let end = [end, other.end].compactMap(\.self).min()
        if let start, let end, end <= start { return nil }
        return TimeWindow(unchecked: start, end)
    }

    /// The parts that are not in another window, in ascending order.
    package func parts(outside other: TimeWindow) -> [TimeWindow] {
        guard intersection(other) != nil else { return [self] }
        var parts: [TimeWindow] = []
        if let bound = other.start, start.map({ $0 < bound }) ?? true {
            parts.append(TimeWindow(unchecked: start, bound))
        }
        if let bound = other.end, end.map({ bound < $0 }) ?? true { parts.append(TimeWindow(unchecked: bound, end)) }
        return parts
    }

    /// Whether two windows share an instant, or one begins where the other ends.
    fileprivate func touches(_ other: TimeWindow) -> Bool {
        func reaches(_ end: Timestamp?, _ start: Timestamp?) -> Bool {
            guard let end, let start else { return true }
            return end >= start
        }
        return reaches(end, other.start) && reaches(other.end, start)
    }

    /// The least window that holds both.
    package func hull(_ other: TimeWindow) -> TimeWindow {
        let first = start.flatMap { start in other.start.map { min(start, $0) } }
        let last = end.flatMap { end in other.end.map { max(end, $0) } }
        return TimeWindow(unchecked: first, last)
    }

    fileprivate func startsBefore(_ other: TimeWindow) -> Bool {
        guard let start else { return true }
        return other.start.map { start < $0 } ?? false
    }
}
