import Synchronization

/// Keeps the requests of one client within the provider's rate limits.
///
/// All walks of a client share one rate limiter. It learns from each response how many requests are left, when the limit
/// resets and, after a 429, how long all requests must wait. Requests in flight count as sent, so that concurrent walks
/// do not exceed a limit together. Unknown limits never delay a request.
package final class RateLimiter: Sendable {
    /// Permission for one request, to be given back with ``release(_:response:now:)`` however the request ends.
    package struct Permit: Sendable {
        fileprivate let number: UInt64
    }

    /// The answer to whether a request may be sent.
    package enum Admission: Sendable {
        case granted(Permit)
        /// No request may be sent now; ask again after this duration.
        case wait(Duration)
    }

    /// What is known of one limit; instants are measured from the creation of the rate limiter.
    private struct Window {
        var limit: Int?
        /// The requests left, minus those in flight; negative if more are in flight than are left.
        var available = 0
        var reset: Duration?
        /// The longest time to a reset so far, as an estimate of the length of a period.
        var length: Duration?

        /// Begins a new period if the old one is over.
        ///
        /// Until its first response, the new period is assumed to be like the last one, so that waiting requests are
        /// not all sent at once.
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
        /// The end of the last wait that the provider asked for.
        var holdEnd = Duration.zero
        var failures: [Duration] = []
        var inFlight = 0
        /// The number of the next permit.
        var nextNumber: UInt64 = 1
        /// The highest number of a permit whose response was read; responses to older requests are outdated.
        var newestNumber: UInt64 = 0
    }

    /// How often to ask again while only the end of a request in flight can decide.
    private static let pollInterval = Duration.milliseconds(50)

    private let state = Mutex(State())
    private let elapsed: @Sendable () -> Duration
    private let longestWait: Duration
    private let failureLimit: FailureLimit?

    /// Creates a rate limiter.
    ///
    /// - Parameters:
    ///   - clock: The clock for the waits.
    ///   - longestWait: The longest wait for a limit; if a reset is later than that, requests are sent and the provider
    ///     may refuse them.
    ///   - failureLimit: How many failures make the provider block the client; nil for no limit.
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
            state.nextNumber += 1
            return .granted(Permit(number: state.nextNumber - 1))
        }
    }

    /// Gives a permit back and learns from the response.
    ///
    /// - Parameters:
    ///   - permit: The permit; it must not be used again.
    ///   - response: The response; nil if there was no response.
    ///   - now: The current instant, by the server's clock.
    package func release(_ permit: Permit, response: TransportResponse?, now: Timestamp) {
        let instant = elapsed()
        state.withLock { state in
            state.inFlight -= 1
            guard let response else { return }
            if failureLimit != nil, (400..<500).contains(response.status), response.status != 429 {
                state.failures.append(instant)
            }
            guard permit.number > state.newestNumber else { return }
            let limits = RateLimit.all(in: response.headers, now: now)
            let lifted = RateLimit.lifted(in: response.headers)
            if !limits.isEmpty || !lifted.isEmpty { state.newestNumber = permit.number }
            for name in lifted { state.windows[name] = nil }
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

    /// Delays all requests by the wait that the provider asked of one of them.
    ///
    /// - Parameter duration: The wait; ignored if it is above the longest wait.
    package func hold(for duration: Duration) {
        guard duration <= longestWait else { return }
        let end = elapsed() + duration
        state.withLock { state in
            state.holdEnd = max(state.holdEnd, end)
            // The wait after a refusal is more precise than the reset of the period.
            for (name, window) in state.windows where window.available <= 0 {
                state.windows[name]?.reset = window.reset.map { min($0, end) }
            }
        }
    }

    /// How long the next request must wait so that the failures stay below the limit even if all requests in flight
    /// fail.
    private func failureWait(_ state: inout State, _ now: Duration) -> Duration {
        guard let failureLimit else { return .zero }
        state.failures.removeAll { $0 + failureLimit.period <= now }
        guard state.failures.count + state.inFlight >= failureLimit.count - 1 else { return .zero }
        guard state.inFlight == 0, let oldest = state.failures.min() else { return Self.pollInterval }
        return oldest + failureLimit.period - now
    }
}
