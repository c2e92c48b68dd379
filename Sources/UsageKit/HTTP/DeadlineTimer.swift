import Dispatch
import Synchronization

/// Does something once, after a while, unless it is cancelled before.
final class DeadlineTimer: Sendable {
    private let source: Mutex<(any DispatchSourceTimer)?>

    /// Starts the timer.
    ///
    /// - Parameters:
    ///   - duration: How long it takes, exact to the nanosecond; more than a year counts as a year.
    ///   - queue: Where the action runs.
    ///   - action: What to do.
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
