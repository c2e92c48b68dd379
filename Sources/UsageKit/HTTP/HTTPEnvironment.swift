/// The clocks and random numbers of a client, so that tests can replace them.
package struct HTTPEnvironment: Sendable {
    /// The clock for deadlines and waits.
    package var clock: any Clock<Duration>
    /// Returns the current instant, for signatures and for comparing with dates of a header.
    package var now: @Sendable () -> Timestamp
    /// Returns a random number from 0 up to, but not including, 1.
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

    /// Returns a deadline after a duration from now, on this environment's clock.
    package func deadline(after duration: Duration) -> HTTPDeadline {
        HTTPDeadline(after: duration, on: clock)
    }

    /// Returns a closure that returns the time since its creation.
    package func stopwatch() -> @Sendable () -> Duration {
        let deadline = deadline(after: .zero)
        return { .zero - deadline.remaining }
    }

    /// Waits; throws if the task is cancelled.
    package func sleep(for duration: Duration) async throws {
        try await clock.sleep(for: duration)
    }

    /// Runs an action once after a duration on the clock.
    ///
    /// - Parameters:
    ///   - duration: The time until the action; at most a year.
    ///   - action: The action.
    /// - Returns: Stops the timer.
    package func schedule(
        after duration: Duration, _ action: @escaping @Sendable () -> Void
    ) -> @Sendable () -> Void {
        if let clock = clock as? any SteppedClock { return clock.schedule(after: duration, action) }
        let timer = Task {
            try await sleep(for: min(duration, .seconds(31_536_000)))
            action()
        }
        return { timer.cancel() }
    }
}
