import Synchronization

/// Limits how many connections are used at the same time; further requests wait in order and can be cancelled.
final class ConnectionLimiter: Sendable {
    private struct State {
        var free: Int
        var waiting: [UInt64: @Sendable () -> Void] = [:]
        /// The first ticket that may still wait; it may have been cancelled.
        var firstTicket: UInt64 = 0
        var nextTicket: UInt64 = 0
    }

    private let state: Mutex<State>

    init(capacity: Int) {
        state = Mutex(State(free: max(1, capacity)))
    }

    /// Runs the body as soon as a connection is free: at once, or on the thread that releases a connection.
    ///
    /// - Parameter body: What to run; it must lead to one call of ``release()``.
    /// - Returns: A ticket for ``cancel(_:)``; nil if the body has run.
    @discardableResult
    func acquire(_ body: @escaping @Sendable () -> Void) -> UInt64? {
        let ticket: UInt64? = state.withLock { state in
            guard state.free == 0 else {
                state.free -= 1
                return nil
            }
            state.waiting[state.nextTicket] = body
            state.nextTicket += 1
            return state.nextTicket - 1
        }
        if ticket == nil { body() }
        return ticket
    }

    /// Removes a body that still waits; does nothing if it has run.
    func cancel(_ ticket: UInt64) {
        _ = state.withLock { $0.waiting.removeValue(forKey: ticket) }
    }

    /// Gives a connection back, and runs the body that has waited longest.
    func release() {
        let body = state.withLock { state -> (@Sendable () -> Void)? in
            while state.firstTicket < state.nextTicket {
                state.firstTicket += 1
                if let body = state.waiting.removeValue(forKey: state.firstTicket - 1) { return body }
            }
            state.free += 1
            return nil
        }
        body?()
    }
}
