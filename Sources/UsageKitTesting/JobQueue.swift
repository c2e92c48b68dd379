import Dispatch
import Synchronization

/// An executor for tasks that must not wait for Swift's own pool: its jobs run on the threads that call ``run()``.
///
/// Swift's pool has one thread for each core. Where tests keep those busy, whatever else needs one waits for all of
/// them, and then the deadline of a real request is reached that nobody was too slow for.
package final class JobQueue: TaskExecutor {
    private struct State {
        var jobs: [UnownedJob] = []
        var isFinished = false
    }

    private let state = Mutex(State())
    private let wakeUp = DispatchSemaphore(value: 0)

    package init() {}

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let isTaken = state.withLock { state in
            if !state.isFinished { state.jobs.append(job) }
            return !state.isFinished
        }
        guard isTaken else {
            // Late, but not lost: a task that never ends is worse than one that waits for a thread.
            DispatchQueue.global().async { [self] in unsafe job.runSynchronously(on: asUnownedTaskExecutor()) }
            return
        }
        wakeUp.signal()
    }

    /// Runs jobs on the calling thread until ``finish()`` is called; several threads may do so at the same time.
    package func run() {
        while let job = next() { unsafe job.runSynchronously(on: asUnownedTaskExecutor()) }
    }

    /// Lets ``run()`` return as soon as the jobs that wait have run.
    package func finish() {
        state.withLock { $0.isFinished = true }
        wakeUp.signal()
    }

    private func next() -> UnownedJob? {
        wakeUp.wait()
        return state.withLock { state in
            guard state.jobs.isEmpty else { return state.jobs.removeFirst() }
            // The end is for every thread.
            wakeUp.signal()
            return nil
        }
    }
}
