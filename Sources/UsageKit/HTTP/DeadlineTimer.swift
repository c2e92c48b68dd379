import Dispatch
import Synchronization

/// Runs an action once after a duration, unless it is cancelled before.
final class DeadlineTimer: Sendable {
    private let source: Mutex<(any DispatchSourceTimer)?>

    /// Starts the timer.
    ///
    /// - Parameters:
    ///   - duration: The time until the action, to the nanosecond; at most a year.
    ///   - queue: The queue on which the action runs.
    ///   - action: The action.
    init(after duration: Duration, on queue: DispatchQueue, action: @escaping @Sendable () -> Void) {
        let timer = DispatchSource.makeTimerSource(queue: queue)
        timer.schedule(deadline: .now() + .nanoseconds(Self.nanoseconds(of: duration)))
        timer.setEventHandler(handler: action)
        timer.activate()
        source = Mutex(timer)
    }

    deinit { cancel() }

    /// Stops the timer.
    func cancel() {
        source.withLock { source in
            source?.cancel()
            source = nil
        }
    }

    private static func nanoseconds(of duration: Duration) -> Int {
        let bounded = min(max(duration, .zero), .seconds(31_536_000))
        let (seconds, attoseconds) = bounded.components
        return Int(seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000)
    }
}
