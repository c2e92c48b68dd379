internal import Synchronization

/// A queue of limited length between one task that puts and one that takes.
final class PageQueue<Element: Sendable>: Sendable {
    private struct State {
        var elements: [Element] = []
        var isFinished = false
        var failure: (any Error)?
        var taker: CheckedContinuation<Element?, any Error>?
        var putter: CheckedContinuation<Void, any Error>?
    }

    private let state = Mutex(State())
    private let capacity: Int

    init(capacity: Int) {
        self.capacity = max(1, capacity)
    }

    /// How many elements can be added before the queue is full; only who takes makes it more.
    var room: Int { state.withLock { capacity - $0.elements.count } }

    /// Adds an element; waits while the queue is full, and throws once it is finished.
    func put(_ element: Element) async throws {
        try await withCheckedThrowingContinuation { (caller: CheckedContinuation<Void, any Error>) in
            state.withLock { state in
                if state.isFinished {
                    caller.resume(throwing: state.failure ?? CancellationError())
                } else if let taker = state.taker {
                    state.taker = nil
                    taker.resume(returning: element)
                    caller.resume()
                } else {
                    state.elements.append(element)
                    if state.elements.count < capacity { caller.resume() } else { state.putter = caller }
                }
            }
        }
    }

    /// Removes the oldest element; waits while there is none, and gives nil once the queue is finished and empty.
    func take() async throws -> Element? {
        try await withCheckedThrowingContinuation { caller in
            state.withLock { state in
                if !state.elements.isEmpty {
                    caller.resume(returning: state.elements.removeFirst())
                    state.putter?.resume()
                    state.putter = nil
                } else if state.isFinished {
                    if let failure = state.failure {
                        caller.resume(throwing: failure)
                    } else {
                        caller.resume(returning: nil)
                    }
                } else {
                    state.taker = caller
                }
            }
        }
    }

    /// Ends the queue; elements that wait are still given out unless it was cancelled.
    func finish(_ failure: (any Error)?) {
        state.withLock { state in
            guard !state.isFinished else { return }
            state.isFinished = true
            state.failure = failure
            if failure is CancellationError { state.elements = [] }
            state.putter?.resume(throwing: failure ?? CancellationError())
            state.putter = nil
            if let failure { state.taker?.resume(throwing: failure) } else { state.taker?.resume(returning: nil) }
            state.taker = nil
        }
    }
}
