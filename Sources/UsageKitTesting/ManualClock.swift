private import Synchronization

/// A clock that stands still until it is told to move: sleeping moves it, so no test waits.
public final class ManualClock: Clock, Sendable {
    /// An instant of the clock.
    public struct Instant: InstantProtocol {
        /// The time since the clock was made.
        public let offset: Duration

        /// Returns the instant that lies a duration later.
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

    /// The clock's present.
    public var now: Instant { Instant(offset: state.withLock(\.offset)) }

    /// The smallest step of the clock.
    public var minimumResolution: Duration { .nanoseconds(1) }

    /// How long each sleep asked to last, in order.
    public var sleeps: [Duration] { state.withLock(\.sleeps) }

    /// Moves the clock on.
    public func advance(by duration: Duration) {
        state.withLock { $0.offset += duration }
    }

    /// Lets others go on, moves the clock to the deadline and returns; throws where the task is cancelled.
    public func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        try Task.checkCancellation()
        state.withLock { $0.sleeps.append(deadline.offset - $0.offset) }
        // What the sleeper waits for may need others to go on first, and sleeping takes no time here.
        await Task.yield()
        state.withLock { $0.offset = max($0.offset, deadline.offset) }
        try Task.checkCancellation()
    }
}
