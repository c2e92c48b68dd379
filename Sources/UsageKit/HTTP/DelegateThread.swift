import Dispatch
import Foundation
import Synchronization

/// The serial dispatch queue on which an `OperationQueue` runs for its whole life.
///
/// Otherwise operations share a small number of threads with Swift's tasks. On Linux, cancelling a task blocks its
/// thread until the session answers, and the session may wait for one of those threads: with two cores, two
/// simultaneous cancels block for a second, until Dispatch notices. A serial queue has a thread of its own.
///
/// An `OperationQueue` does not keep its queue alive, and a session that is released uses it a little longer. So queues
/// are never freed, but reused by the next transport.
struct DelegateThread: Sendable {
    private static let idle = Mutex<[DispatchQueue]>([])

    private let queue: DispatchQueue

    /// Takes an idle queue, or creates one.
    init() {
        queue = Self.idle.withLock { $0.popLast() } ?? DispatchQueue(label: "UsageKit.URLSessionTransport.delegate")
    }

    /// Makes the operations run on this queue, on Linux; to be called before the first operation.
    func run(_ operations: OperationQueue) {
        #if canImport(FoundationNetworking)
            unsafe operations.underlyingQueue = queue
        #endif
    }

    /// Makes the queue available again; operations that are added later still run, between those of the next user.
    func recycle() {
        Self.idle.withLock { $0.append(queue) }
    }
}
