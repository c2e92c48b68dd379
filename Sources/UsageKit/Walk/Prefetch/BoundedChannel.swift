internal import Synchronization

/// A queue of limited length between one task that puts and one that takes.
final class BoundedChannel<Element: Sendable>: Sendable {
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

    // Whoever waits is resumed outside the lock: a task that is cancelled holds a lock of its own while it finishes the
    // queue, and resuming asks for it.

    /// Adds an element; waits while the queue is full, and throws once it is finished.
    func put(_ element: Element) async throws {
        try await withCheckedThrowingContinuation { (caller: CheckedContinuation<Void, any Error>) in
            let resume = state.withLock { state -> @Sendable () -> Void in
                if state.isFinished {
                    let failure = state.failure ?? CancellationError()
                    return { caller.resume(throwing: failure) }
                }
                if let taker = state.taker {
                    state.taker = nil
                    return {
                        taker.resume(returning: element)
                        caller.resume()
                    }
                }
                state.elements.append(element)
                if state.elements.count < capacity { return { caller.resume() } }
                state.putter = caller
                return {}
            }
            resume()
        }
    }

    /// Removes the oldest element; waits while there is none, and gives nil once the queue is finished and empty.
    func take() async throws -> Element? {
        try await withCheckedThrowingContinuation { caller in
            let resume = state.withLock { state -> @Sendable () -> Void in
                if !state.elements.isEmpty {
                    let element = state.elements.removeFirst()
                    let putter = state.putter
                    state.putter = nil
                    return {
                        caller.resume(returning: element)
                        putter?.resume()
                    }
                }
                guard state.isFinished else {
                    state.taker = caller
                    return {}
                }
                let result = Self.end(state.failure)
                return { caller.resume(with: result) }
            }
            resume()
        }
    }

    /// Ends the queue; elements that wait are still given out unless it was cancelled.
    func finish(_ failure: (any Error)?) {
        let resume = state.withLock { state -> @Sendable () -> Void in
            guard !state.isFinished else { return {} }
            state.isFinished = true
            state.failure = failure
            if failure is CancellationError { state.elements = [] }
            let (putter, taker) = (state.putter, state.taker)
            (state.putter, state.taker) = (nil, nil)
            return {
                putter?.resume(throwing: failure ?? CancellationError())
                taker?.resume(with: Self.end(failure))
            }
        }
        resume()
    }

    private static func end(_ failure: (any Error)?) -> Result<Element?, any Error> {
        if let failure { .failure(failure) } else { .success(nil) }
    }
}
