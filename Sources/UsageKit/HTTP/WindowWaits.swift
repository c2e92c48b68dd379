/// The waits for a limit on the calls in a sliding window if its refusals do not say when a call is allowed again.
///
/// The limit may be lifted at any moment, but at the latest when the calls before the first refusal have left the window.
/// So the waits are short at first, become longer, and together last as long as the window. They are no failed attempts:
/// neither the number of attempts nor the retry quota pays for them.
struct WindowWaits: Sendable {
    /// How many waits there were.
    private(set) var count = 0
    private var total = Duration.zero

    /// Returns the next wait: 1 s, and then twice as long as the last one, or the rest of the window; nil after that.
    mutating func next(in window: Duration) -> Duration? {
        let left = window - total
        guard left > .zero else { return nil }
        let doubled = Duration.seconds(1 << min(count, 30))
        // The last wait is the longest: no short one comes after it.
        let wait = left < doubled * 2 ? left : doubled
        count += 1
        total += wait
        return wait
    }
}
