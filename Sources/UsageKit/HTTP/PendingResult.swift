import Synchronization

/// A result that one caller waits for, and that the first of several events decides.
final class PendingResult<Value: Sendable>: Sendable {
    private struct State {
        var caller: CheckedContinuation<Value, any Error>?
        /// The result that the caller got, or will get if it came before the caller.
        var result: Result<Value, any Error>?
        /// Release what was set up for the caller, such as the timer; run at its end.
        var cleanups: [@Sendable () -> Void] = []
    }

    private let state = Mutex(State())

    /// Whether the caller still waits.
    var isOpen: Bool { state.withLock { $0.result == nil } }

    /// Sets the caller, and resumes it at once if the result is known.
    func setCaller(_ caller: CheckedContinuation<Value, any Error>) {
        let result = state.withLock { state in
            if state.result == nil { state.caller = caller }
            return state.result
        }
        if let result { caller.resume(with: result) }
    }

    /// Runs a closure after the caller was resumed, or at once if it was.
    func atEnd(_ cleanup: @escaping @Sendable () -> Void) {
        let isOver = state.withLock { state in
            guard state.result == nil else { return true }
            state.cleanups.append(cleanup)
            return false
        }
        if isOver { cleanup() }
    }

    /// Resumes the caller; only the first call has an effect.
    ///
    /// - Returns: Whether this was the first call.
    @discardableResult
    func end(_ result: Result<Value, any Error>) -> Bool {
        let before = state.withLock { state -> State? in
            guard state.result == nil else { return nil }
            let before = state
            state = State(result: result)
            return before
        }
        guard let before else { return false }
        before.caller?.resume(with: result)
        for cleanup in before.cleanups { cleanup() }
        return true
    }
}

extension PendingResult {
    /// Waits for the result until the timeout, or until the task is cancelled.
    ///
    /// - Parameters:
    ///   - timeout: How long to wait.
    ///   - environment: The clock.
    ///   - timedOut: The error for a wait that was too long.
    ///   - start: Starts what ends the result.
    /// - Returns: The result.
    /// - Throws: The error of the result, `timedOut`, or `CancellationError`.
    static func value(
        within timeout: Duration, in environment: HTTPEnvironment, or timedOut: @escaping @Sendable () -> UsageError,
        start: (PendingResult) -> Void
    ) async throws -> Value {
        let pending = PendingResult()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { caller in
                pending.setCaller(caller)
                guard pending.isOpen else { return }
                let stopTimer = environment.schedule(after: timeout) { pending.end(.failure(timedOut())) }
                pending.atEnd(stopTimer)
                start(pending)
            }
        } onCancel: {
            pending.end(.failure(CancellationError()))
        }
    }
}
