import Dispatch
import Synchronization
import UsageKit

/// The answers that threads wait for, so that a server that stops can cancel them.
final class PendingAnswers: Sendable {
    private struct State {
        var tasks: [Int: Task<Void, Never>] = [:]
        var next = 0
        var isCancelled = false
    }

    private let state = Mutex(State())

    /// Runs an asynchronous body, and blocks the calling thread until it is done.
    ///
    /// - Parameter body: Makes the answer.
    /// - Returns: The answer; nil where there is none, or the server has stopped.
    func wait(for body: @escaping @Sendable () async -> TransportResponse?) -> TransportResponse? {
        let answer = Answer()
        let done = DispatchSemaphore(value: 0)
        let number = state.withLock { state -> Int? in
            guard !state.isCancelled else { return nil }
            state.next += 1
            state.tasks[state.next] = Task {
                answer.set(await body())
                done.signal()
            }
            return state.next
        }
        guard let number else { return nil }
        done.wait()
        state.withLock { $0.tasks[number] = nil }
        return answer.get()
    }

    /// Cancels all, now and from now on.
    func cancelAll() {
        let tasks = state.withLock { state in
            state.isCancelled = true
            return Array(state.tasks.values)
        }
        // Outside the lock: what a task does when it is cancelled runs here.
        for task in tasks { task.cancel() }
    }

    /// Carries an answer from a task to a thread.
    private final class Answer: Sendable {
        private let response = Mutex<TransportResponse?>(nil)

        func set(_ response: TransportResponse?) { self.response.withLock { $0 = response } }

        func get() -> TransportResponse? { response.withLock { $0 } }
    }
}
