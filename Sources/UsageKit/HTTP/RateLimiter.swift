import Synchronization

/// What the provider's limits leave the requests of one client to send now.
///
/// All walks of a client share one budget. It learns from each response: how many requests are left and when there will
/// be more, and, after a 429, until when all hold back. Requests on their way count as sent, so that many walks side
/// by side do not overshoot together. What is not known never holds a request back.
package final class RateLimiter: Sendable {
    /// Leave for one request, to be handed back with ``settle(_:response:now:)`` however the request ends.
    package struct Permit: Sendable {
        fileprivate let number: UInt64
    }

    /// The answer to whether a request may be sent.
    package enum Admission: Sendable {
        case granted(Permit)
        /// Not before a while has passed; then ask again.
        case wait(Duration)
    }

    /// What is known of one limit; instants are counted from the budget's beginning.
    private struct Window {
        var limit: Int?
        /// What is left, less the requests on their way: below zero where more are on their way than are left.
        var available = 0
        var reset: Duration?
        /// The longest time to a reset so far: the length of a period, as far as is known.
        var length: Duration?

        /// Begins a new period where the old one is over.
        ///
        /// Until its first response, the limit and the length of the last one stand for it, so that all who waited do
        /// not go out at once.
        mutating func renew(at now: Duration, inFlight: Int) {
            guard let reset, reset <= now else { return }
            if let limit, let length {
                available = max(1, limit) - inFlight
                self.reset = now + length
            } else {
                self.reset = nil
            }
        }
    }

    private struct State {
        var windows: [String: Window] = [:]
        /// When the provider's last request to slow down ends.
        var holdEnd = Duration.zero
        var failures: [Duration] = []
        var inFlight = 0
        /// The number of the next permit.
        var next: UInt64 = 1
        /// The number of the permit whose response was taken in: one of an older request says less.
        var newest: UInt64 = 0
    }

    /// How long to wait where only the end of a request on its way can tell.
    private static let pause = Duration.milliseconds(50)

    private let state = Mutex(State())
    private let elapsed: @Sendable () -> Duration
    private let longestWait: Duration
    private let failureLimit: FailureLimit?

    /// Creates a budget.
    ///
    /// - Parameters:
    ///   - clock: What the waits are measured on.
    ///   - longestWait: The longest wait that a limit may ask for; where a reset lies further off, requests are sent
    ///     and the provider may refuse them.
    ///   - failureLimit: How many failures the provider takes; nil for any number.
    package init(clock: some Clock<Duration>, longestWait: Duration, failureLimit: FailureLimit?) {
        let start = clock.now
        elapsed = { start.duration(to: clock.now) }
        self.longestWait = longestWait
        self.failureLimit = failureLimit
    }

    /// Asks whether a request may be sent now.
    package func admit() -> Admission {
        let now = elapsed()
        return state.withLock { state in
            var wait = max(.zero, state.holdEnd - now, failureWait(&state, now))
            for name in state.windows.keys {
                state.windows[name]?.renew(at: now, inFlight: state.inFlight)
                guard let window = state.windows[name], window.available <= 0, let reset = window.reset,
                    reset - now <= longestWait
                else { continue }
                wait = max(wait, reset - now)
            }
            guard wait == .zero else { return .wait(wait) }
            for name in state.windows.keys { state.windows[name]?.available -= 1 }
            state.inFlight += 1
            state.next += 1
            return .granted(Permit(number: state.next - 1))
        }
    }

    /// Hands a permit back and learns from the response.
    ///
    /// - Parameters:
    ///   - permit: The permit; it must not be used again.
    ///   - response: The response; nil where none came.
    ///   - now: The present, by the server's clock.
    package func settle(_ permit: Permit, response: TransportResponse?, now: Timestamp) {
        let instant = elapsed()
        state.withLock { state in
            state.inFlight -= 1
            guard let response else { return }
            if failureLimit != nil, (400..<500).contains(response.status), response.status != 429 {
                state.failures.append(instant)
            }
            guard permit.number > state.newest else { return }
            let limits = RateLimit.all(in: response.headers, now: now)
            if !limits.isEmpty { state.newest = permit.number }
            for limit in limits {
                var window = state.windows[limit.name] ?? Window()
                window.limit = limit.limit ?? window.limit
                window.available = limit.remaining - state.inFlight
                window.reset = limit.reset.map { instant + $0 }
                window.length = [window.length, limit.reset].compactMap { $0 }.max()
                state.windows[limit.name] = window
            }
        }
    }

    /// Holds all requests back for as long as the provider asked one of them to wait.
    ///
    /// - Parameter duration: How long; a wait above the longest one holds back no one.
    package func hold(for duration: Duration) {
        guard duration <= longestWait else { return }
        let end = elapsed() + duration
        state.withLock { state in
            state.holdEnd = max(state.holdEnd, end)
            // What the provider says about this very refusal beats the end of its period.
            for (name, window) in state.windows where window.available <= 0 {
                state.windows[name]?.reset = window.reset.map { min($0, end) }
            }
        }
    }

    /// How long the next request must wait so that, even where all on their way fail, the failures stay below the limit.
    private func failureWait(_ state: inout State, _ now: Duration) -> Duration {
        guard let failureLimit else { return .zero }
        state.failures.removeAll { $0 + failureLimit.period <= now }
        guard state.failures.count + state.inFlight >= failureLimit.count - 1 else { return .zero }
        guard state.inFlight == 0, let oldest = state.failures.min() else { return Self.pause }
        return oldest + failureLimit.period - now
    }
}
