import Foundation
import Synchronization

/// Work that blocks its thread and cannot be cancelled, such as a read from a pipe that nobody fills.
///
/// It has a thread of its own, because it would take one of the few that all tasks share.
final class BlockingWork<Value: Sendable>: Sendable {
    private enum State {
        case running
        case awaited(CheckedContinuation<Value?, Never>)
        case ended(Value?)
    }

    private let state = Mutex(State.running)

    private init() {}

    /// Runs the work, and abandons it if the task is cancelled.
    ///
    /// - Parameters:
    ///   - grace: How many seconds the work may still take after the cancellation.
    ///   - work: What is run; if it is abandoned, it goes on without effect until the process ends.
    /// - Returns: What the work returned; nil if it was abandoned.
    static func value(grace: TimeInterval, of work: @escaping @Sendable () -> Value) async -> Value? {
        let run = BlockingWork()
        return await withTaskCancellationHandler {
            Thread { run.end(work()) }.start()
            return await withCheckedContinuation { run.resume($0) }
        } onCancel: {
            Thread {
                Thread.sleep(forTimeInterval: grace)
                run.end(nil)
            }.start()
        }
    }

    /// Ends the wait with a value, unless it has ended before.
    private func end(_ value: Value?) {
        let waiting = state.withLock { state -> CheckedContinuation<Value?, Never>? in
            switch state {
            case .running: state = .ended(value)
            case .awaited(let continuation):
                state = .ended(value)
                return continuation
            case .ended: break
            }
            return nil
        }
        waiting?.resume(returning: value)
    }

    /// Resumes the continuation at the end, or now if the work has ended.
    private func resume(_ continuation: CheckedContinuation<Value?, Never>) {
        let ended = state.withLock { state -> Value?? in
            guard case .ended(let value) = state else {
                state = .awaited(continuation)
                return nil
            }
            return .some(value)
        }
        if let ended { continuation.resume(returning: ended) }
    }
}
