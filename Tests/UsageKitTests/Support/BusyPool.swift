import Dispatch
import Foundation
import Synchronization

/// Takes all threads of Swift's pool, and gives them back when it is told to.
final class BusyPool: Sendable {
    /// A task that only runs when the pool has a thread for it.
    final class Witness: Sendable {
        private let state = Atomic(false)
        private let task = Mutex<Task<Void, Never>?>(nil)

        init() {
            task.withLock { $0 = Task.detached { self.state.store(true, ordering: .releasing) } }
        }

        var hasRun: Bool { state.load(ordering: .acquiring) }

        func end() async { await task.withLock(\.self)?.value }
    }

    private let isFree = Atomic(false)

    /// Returns, on a thread that is not the pool's, as soon as each of the pool's runs nothing but a loop.
    ///
    /// They spin: of threads that are blocked the system makes up for.
    func occupy() -> Witness {
        let arrivals = DispatchSemaphore(value: 0)
        let count = ProcessInfo.processInfo.activeProcessorCount
        for _ in 0..<count {
            Task.detached { [self] in
                arrivals.signal()
                while !isFree.load(ordering: .acquiring) {}
            }
        }
        for _ in 0..<count { arrivals.wait() }
        return Witness()
    }

    /// Gives the threads back.
    func free() { isFree.store(true, ordering: .releasing) }
}
