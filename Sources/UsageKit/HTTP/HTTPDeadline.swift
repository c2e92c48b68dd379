/// An instant at which patience ends, on a clock that the deadline keeps to itself.
package struct HTTPDeadline: Sendable {
    private let timeLeft: @Sendable () -> Duration

    /// Creates a deadline that lies a duration ahead.
    package init(after duration: Duration, on clock: some Clock<Duration>) {
        let start = clock.now
        timeLeft = { duration - start.duration(to: clock.now) }
    }

    /// The time that is left; zero or less where the deadline has passed.
    package var remaining: Duration { timeLeft() }
}
