import Synchronization
import UsageKit
import UsageKitTesting

/// A provider that allows a number of requests in each period of its clock, and reports its limit in each response.
final class LimitedServer: HTTPTransport {
    private struct State {
        var period = 0
        var used = 0
        var answered = 0
        var refused = 0
    }

    private let state = Mutex(State())
    private let limit: Int
    private let period: Duration
    private let clock: ManualClock

    init(limit: Int, period: Duration, clock: ManualClock) {
        self.limit = limit
        self.period = period
        self.clock = clock
    }

    var answered: Int { state.withLock(\.answered) }
    var refused: Int { state.withLock(\.refused) }

    func send(_ request: TransportRequest) async throws -> TransportResponse {
        await Task.yield()
        let response = state.withLock { state -> TransportResponse in
            let offset = clock.now.offset
            let current = Int((offset / period).rounded(.down))
            if current != state.period {
                state.period = current
                state.used = 0
            }
            let isTaken = state.used < limit
            state.used += isTaken ? 1 : 0
            state.answered += isTaken ? 1 : 0
            state.refused += isTaken ? 0 : 1
            let reset = period * (current + 1) - offset
            return TransportResponse(
                status: isTaken ? 200 : 429,
                headers: [
                    "X-RateLimit-Limit": String(limit), "X-RateLimit-Remaining": String(limit - state.used),
                    "X-RateLimit-Reset": String(reset / .seconds(1)),
                ])
        }
        await Task.yield()
        return response
    }
}
