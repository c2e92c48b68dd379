import Synchronization
import UsageKit

/// A server's clock that a test moves.
final class MovableClock: Sendable {
    private let instant: Mutex<Timestamp>

    init(_ instant: Timestamp) {
        self.instant = Mutex(instant)
    }

    var now: Timestamp {
        get { instant.withLock { $0 } }
        set { instant.withLock { $0 = newValue } }
    }
}
