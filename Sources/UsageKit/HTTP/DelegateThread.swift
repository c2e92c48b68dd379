import Dispatch
import Foundation
import Synchronization

/// The serial dispatch queue that an `OperationQueue` runs on, for life.
///
/// Operations otherwise run on the few threads that Swift's tasks run on as well. On Linux cancelling a task blocks the
/// thread until the session answers, and the session may wait for one of those threads: with two cores, two cancels
/// at the same time stand still for a second, until Dispatch notices. A serial queue has a thread of its own.
///
/// An `OperationQueue` does not keep its queue alive, and a session that is let go uses it a little longer. So the
/// queues are never freed, but handed on from one transport to the next.
struct DelegateThread: Sendable {
    private static let idle = Mutex<[DispatchQueue]>([])

    private let queue: DispatchQueue

    /// Takes a queue that no one uses, or makes one.
    init() {
        queue = Self.idle.withLock { $0.popLast() } ?? DispatchQueue(label: "UsageKit.URLSessionTransport.delegate")
    }

    /// Makes the operations run here, on Linux; to be called before there are any.
    func run(_ operations: OperationQueue) {
        #if canImport(FoundationNetworking)
            unsafe operations.underlyingQueue = queue
        #endif
    }

    /// Hands the queue on; what still comes is run all the same, between the operations of the next one.
    func handOn() {
        Self.idle.withLock { $0.append(queue) }
    }
}
