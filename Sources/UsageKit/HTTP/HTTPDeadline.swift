/// A deadline on any clock.
package struct HTTPDeadline: Sendable {
    private let timeLeft: @Sendable () -> Duration

    /// Creates a deadline after a duration from now.
    package init(after duration: Duration, on clock: some Clock<Duration>) {
        let start = clock.now
        timeLeft = { duration - start.duration(to: clock.now) }
    }

    /// The time left; zero or less after the deadline.
    package var remaining: Duration { timeLeft() }
}
