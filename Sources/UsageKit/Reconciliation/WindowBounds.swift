/// The bounds of windows in ascending order.
///
/// A window holds only a part of another one if and only if one of its bounds is inside that one, so a search for a bound
/// takes the place of a comparison with each window: a month by minute has 44,640 of them.
struct WindowBounds {
    private let bounds: [(instant: Timestamp, window: TimeWindow)]

    /// - Complexity: O(*n* log *n*) in the number of windows.
    init(of windows: [TimeWindow]) {
        bounds = TimeWindow.sorted(windows)
            .flatMap { window in [window.start, window.end].compactMap { bound in bound.map { ($0, window) } } }
            .sorted { $0.instant < $1.instant }
    }

    /// The window with the first bound that is inside a window and is not a bound of it; nil if no window has one.
    ///
    /// - Complexity: O(log *n*) in the number of windows.
    func windowWithBound(inside window: TimeWindow) -> TimeWindow? {
        let first = window.start.map { start in bounds.firstPosition { $0.instant > start } } ?? 0
        guard first < bounds.count, window.end.map({ bounds[first].instant < $0 }) ?? true else { return nil }
        return bounds[first].window
    }
}

extension TimeWindow {
    /// Each window once, by its start and then by its end.
    static func sorted(_ windows: [TimeWindow]) -> [TimeWindow] {
        Set(windows).sorted { left, right in
            let (first, second) = (left.start ?? .earliest, right.start ?? .earliest)
            // An open end is the last one.
            return first == second
                ? left.end.map { end in right.end.map { end < $0 } ?? true } ?? false : first < second
        }
    }
}
