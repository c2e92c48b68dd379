/// What a client takes from the world around it: time and chance, so that a test can hold both still.
package struct HTTPEnvironment: Sendable {
    /// Measures deadlines and waits.
    package var clock: any Clock<Duration>
    /// Tells the instant that a signature is bound to and that dates in a header are compared with.
    package var now: @Sendable () -> Timestamp
    /// Draws a number from 0 up to, but not including, 1.
    package var random: @Sendable () -> Double

    package init(
        clock: any Clock<Duration>, now: @escaping @Sendable () -> Timestamp, random: @escaping @Sendable () -> Double
    ) {
        self.clock = clock
        self.now = now
        self.random = random
    }

    /// The system's clocks and the system's random numbers.
    package static let live = HTTPEnvironment(
        clock: ContinuousClock(), now: { Timestamp.now() }, random: { Double.random(in: 0..<1) })

    /// Returns a deadline that lies a duration ahead on this environment's clock.
    package func deadline(after duration: Duration) -> HTTPDeadline {
        HTTPDeadline(after: duration, on: clock)
    }

    /// Returns a closure that tells the time since it was made.
    package func stopwatch() -> @Sendable () -> Duration {
        let deadline = deadline(after: .zero)
        return { .zero - deadline.remaining }
    }

    /// Waits; throws where the task is cancelled.
    package func sleep(for duration: Duration) async throws {
        try await clock.sleep(for: duration)
    }
}
