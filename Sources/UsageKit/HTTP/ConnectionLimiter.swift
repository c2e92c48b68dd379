import Synchronization

/// Lets a fixed number of things run at the same time; the others wait in order, and may leave the line.
final class ConnectionLimiter: Sendable {
    private struct State {
        var free: Int
        var waiting: [UInt64: @Sendable () -> Void] = [:]
        /// The number of the one that has waited longest, or of one that has left the line.
        var first: UInt64 = 0
        var next: UInt64 = 0
    }

    private let state: Mutex<State>

    init(places: Int) {
        state = Mutex(State(free: max(1, places)))
    }

    /// Runs the body as soon as there is a place: now, or on the thread of whoever makes room.
    ///
    /// - Parameter body: What to run; the place is its own until ``leave()`` is called once.
    /// - Returns: The number in the line; nil where there was a place.
    @discardableResult
    func enter(_ body: @escaping @Sendable () -> Void) -> UInt64? {
        let number: UInt64? = state.withLock { state in
            guard state.free == 0 else {
                state.free -= 1
                return nil
            }
            state.waiting[state.next] = body
            state.next += 1
            return state.next - 1
        }
        if number == nil { body() }
        return number
    }

    /// Takes someone out of the line; does nothing where they have gone through already.
    func abandon(_ number: UInt64) {
        _ = state.withLock { $0.waiting.removeValue(forKey: number) }
    }

    /// Gives a place back, and lets the next one through.
    func leave() {
        let body = state.withLock { state -> (@Sendable () -> Void)? in
            while state.first < state.next {
                state.first += 1
                if let body = state.waiting.removeValue(forKey: state.first - 1) { return body }
            }
            state.free += 1
            return nil
        }
        body?()
    }
}
