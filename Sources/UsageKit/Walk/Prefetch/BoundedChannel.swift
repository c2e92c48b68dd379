internal import Synchronization

/// A queue of limited length between one task that sends and one that receives.
final class BoundedChannel<Element: Sendable>: Sendable {
    private struct State {
        var elements: [Element] = []
        var isFinished = false
        var failure: (any Error)?
        var receiver: CheckedContinuation<Element?, any Error>?
        var sender: CheckedContinuation<Void, any Error>?
    }

    private let state = Mutex(State())
    private let capacity: Int

    /// Creates a channel for up to `capacity` elements, at least one.
    init(capacity: Int) {
        self.capacity = max(1, capacity)
    }

    /// How many elements can be sent before the channel is full; only receiving increases it.
    var freeCapacity: Int { state.withLock { capacity - $0.elements.count } }

    // Waiting tasks are resumed outside the lock: a task that is cancelled holds a lock of its own while it finishes
    // the channel, and resuming asks for that lock.

    /// Adds an element; waits while the channel is full, and throws once it is finished.
    func send(_ element: Element) async throws {
        try await withCheckedThrowingContinuation { (caller: CheckedContinuation<Void, any Error>) in
            let resume = state.withLock { state -> @Sendable () -> Void in
                if state.isFinished {
                    let failure = state.failure ?? CancellationError()
                    return { caller.resume(throwing: failure) }
                }
                if let receiver = state.receiver {
                    state.receiver = nil
                    return {
                        receiver.resume(returning: element)
                        caller.resume()
                    }
                }
                state.elements.append(element)
                if state.elements.count < capacity { return { caller.resume() } }
                state.sender = caller
                return {}
            }
            resume()
        }
    }

    /// Removes the oldest element; waits while the channel is empty, and returns nil once it is finished and empty.
    func receive() async throws -> Element? {
        try await withCheckedThrowingContinuation { caller in
            let resume = state.withLock { state -> @Sendable () -> Void in
                if !state.elements.isEmpty {
                    let element = state.elements.removeFirst()
                    let sender = state.sender
                    state.sender = nil
                    return {
                        caller.resume(returning: element)
                        sender?.resume()
                    }
                }
                guard state.isFinished else {
                    state.receiver = caller
                    return {}
                }
                let result = Self.end(state.failure)
                return { caller.resume(with: result) }
            }
            resume()
        }
    }

    /// Finishes the channel; a second call changes nothing.
    ///
    /// Elements that wait are still received, then the failure is thrown; a `CancellationError` drops them.
    func finish(_ failure: (any Error)?) {
        let resume = state.withLock { state -> @Sendable () -> Void in
            guard !state.isFinished else { return {} }
            state.isFinished = true
            state.failure = failure
            if failure is CancellationError { state.elements = [] }
            let (sender, receiver) = (state.sender, state.receiver)
            (state.sender, state.receiver) = (nil, nil)
            return {
                sender?.resume(throwing: failure ?? CancellationError())
                receiver?.resume(with: Self.end(failure))
            }
        }
        resume()
    }

    private static func end(_ failure: (any Error)?) -> Result<Element?, any Error> {
        if let failure { .failure(failure) } else { .success(nil) }
    }
}
