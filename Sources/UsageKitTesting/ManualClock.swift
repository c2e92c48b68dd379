private import Synchronization

/// A clock that moves only when told to: sleeping advances it to the deadline, so no test waits.
public final class ManualClock: Clock, Sendable {
    /// An instant of the clock.
    public struct Instant: InstantProtocol {
        /// The time since the clock was created.
        public let offset: Duration

        /// Returns the instant that is later by a duration.
        public func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        /// Returns the time up to another instant.
        public func duration(to other: Instant) -> Duration { other.offset - offset }
        /// Whether the first instant is earlier.
        public static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }

    private struct State {
        var offset = Duration.zero
        var sleeps: [Duration] = []
    }

    private let state = Mutex(State())

    /// Creates a clock.
    public init() {}

    /// The current instant of the clock.
    public var now: Instant { Instant(offset: state.withLock(\.offset)) }

    /// The smallest step of the clock.
    public var minimumResolution: Duration { .nanoseconds(1) }

    /// The requested length of each sleep, in order.
    public var sleeps: [Duration] { state.withLock(\.sleeps) }

    /// Advances the clock.
    public func advance(by duration: Duration) {
        state.withLock { $0.offset += duration }
    }

    /// Yields to other tasks, advances the clock to the deadline and returns; throws if the task is cancelled.
    public func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        try Task.checkCancellation()
        state.withLock { $0.sleeps.append(deadline.offset - $0.offset) }
        // The caller may wait for other tasks to make progress, and this sleep takes no time.
        await Task.yield()
        state.withLock { $0.offset = max($0.offset, deadline.offset) }
        try Task.checkCancellation()
    }
}
