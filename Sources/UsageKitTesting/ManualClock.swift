private import Synchronization
internal import UsageKit

/// A clock that moves only when told to: sleeping advances it to the deadline, so no test waits.
///
/// A request of a client with this clock reaches its timeout when ``advance(by:)`` passes it. A sleep takes no time, so it
/// ends no request that is in flight.
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

    private struct Timer {
        let due: Duration
        let action: @Sendable () -> Void
    }

    private struct State {
        var offset = Duration.zero
        var sleeps: [Duration] = []
        var timers: [Int: Timer] = [:]
        var nextTimer = 0
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
        let due = state.withLock { state in
            state.offset += duration
            let due = state.timers.filter { $0.value.due <= state.offset }
            for number in due.keys { state.timers[number] = nil }
            return due.sorted { ($0.value.due, $0.key) < ($1.value.due, $1.key) }
        }
        // Outside the lock: an action may ask for the time.
        for timer in due { timer.value.action() }
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

extension ManualClock: SteppedClock {
    package func schedule(
        after duration: Duration, _ action: @escaping @Sendable () -> Void
    ) -> @Sendable () -> Void {
        let number = state.withLock { state in
            state.nextTimer += 1
            state.timers[state.nextTimer] = Timer(due: state.offset + duration, action: action)
            return state.nextTimer
        }
        return { [self] in state.withLock { $0.timers[number] = nil } }
    }
}
