import Synchronization

/// Limits how many connections to each origin are used at the same time; further requests wait in order and can be
/// cancelled.
///
/// Origins do not share connections, so one that does not answer delays no request to another.
final class ConnectionLimiter: Sendable {
    /// A request that waits.
    struct Ticket: Hashable, Sendable {
        fileprivate let origin: HTTPOrigin
        fileprivate let number: UInt64
    }

    /// The connections to one origin.
    private struct Lane {
        var used = 0
        var waiting: [UInt64: @Sendable () -> Void] = [:]
        /// The numbers that wait, in order; some may have been cancelled.
        var order: ArraySlice<UInt64> = []

        /// Uses a connection and returns true, or lets the body wait and returns false.
        mutating func acquire(_ number: UInt64, _ capacity: Int, _ body: @escaping @Sendable () -> Void) -> Bool {
            guard used == capacity else {
                used += 1
                return true
            }
            waiting[number] = body
            order.append(number)
            return false
        }

        /// Returns the body that gets the released connection; nil if nothing waits.
        mutating func release() -> (@Sendable () -> Void)? {
            while let number = order.popFirst() {
                if let body = waiting.removeValue(forKey: number) { return body }
            }
            used -= 1
            return nil
        }
    }

    private struct State {
        /// The origins with connections in use.
        var lanes: [HTTPOrigin: Lane] = [:]
        /// Never used again: a ticket may be cancelled long after its body has run.
        var nextNumber: UInt64 = 0
    }

    /// How many connections each origin has.
    let capacity: Int
    private let state = Mutex(State())

    init(capacity: Int) {
        self.capacity = max(1, capacity)
    }

    /// Runs the body as soon as a connection is free: at once, or on the thread that releases a connection.
    ///
    /// - Parameters:
    ///   - origin: The server to connect to.
    ///   - body: What to run; it must lead to one call of ``release(_:)``.
    /// - Returns: A ticket for ``cancel(_:)``; nil if the body has run.
    @discardableResult
    func acquire(_ origin: HTTPOrigin, _ body: @escaping @Sendable () -> Void) -> Ticket? {
        let ticket = state.withLock { [capacity] state -> Ticket? in
            let number = state.nextNumber
            state.nextNumber += 1
            return state.lanes[origin, default: Lane()].acquire(number, capacity, body)
                ? nil : Ticket(origin: origin, number: number)
        }
        if ticket == nil { body() }
        return ticket
    }

    /// Removes a body that still waits; does nothing if it has run.
    func cancel(_ ticket: Ticket) {
        _ = state.withLock { $0.lanes[ticket.origin]?.waiting.removeValue(forKey: ticket.number) }
    }

    /// Gives a connection back, and runs the body that has waited longest for the origin.
    func release(_ origin: HTTPOrigin) {
        let body = state.withLock { state in
            let body = state.lanes[origin]?.release() ?? nil
            if state.lanes[origin]?.used == 0 { state.lanes[origin] = nil }
            return body
        }
        body?()
    }
}
