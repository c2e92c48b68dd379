import Synchronization
import UsageKit

/// A transport that ignores its timeout and its cancellation: it answers when it is told to.
final class DeafTransport: HTTPTransport {
    private struct State {
        var waiting: [CheckedContinuation<TransportResponse, Never>] = []
        var count = 0
    }

    private let state = Mutex(State())

    /// How many requests there were.
    var count: Int { state.withLock(\.count) }

    func send(_ request: TransportRequest) async -> TransportResponse {
        await withCheckedContinuation { caller in
            state.withLock { state in
                state.waiting.append(caller)
                state.count += 1
            }
        }
    }

    /// Answers the requests so far.
    func answer(_ response: TransportResponse = TransportResponse(status: 200, body: "{}")) {
        let waiting = state.withLock { state in
            defer { state.waiting = [] }
            return state.waiting
        }
        for caller in waiting { caller.resume(returning: response) }
    }

    /// Waits until there were this many requests.
    func wait(for count: Int) async {
        while self.count < count { await Task.yield() }
    }
}
