import Synchronization

/// The answers that threads wait for, so that a server that stops can cancel them.
final class PendingAnswers: Sendable {
    private struct State {
        var tasks: [Int: Task<Void, Never>] = [:]
        var next = 0
        var isCancelled = false
    }

    private let state = Mutex(State())

    /// Runs an asynchronous body on the calling thread, which it blocks until the body is done.
    ///
    /// Child tasks of the body and actors without an executor of their own run on that thread, too; Swift's pool of
    /// threads is not needed.
    ///
    /// - Parameter body: Makes the answer.
    /// - Returns: The answer; nil if there is none or the server has stopped.
    func wait(for body: @escaping @Sendable () async -> WireAnswer?) -> WireAnswer? {
        let answer = Answer()
        let jobs = JobQueue()
        let number = state.withLock { state -> Int? in
            guard !state.isCancelled else { return nil }
            state.next += 1
            state.tasks[state.next] = Task(executorPreference: jobs) {
                answer.set(await body())
                jobs.finish()
            }
            return state.next
        }
        guard let number else { return nil }
        jobs.run()
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
        private let answer = Mutex<WireAnswer?>(nil)

        func set(_ answer: WireAnswer?) { self.answer.withLock { $0 = answer } }

        func get() -> WireAnswer? { answer.withLock { $0 } }
    }
}
