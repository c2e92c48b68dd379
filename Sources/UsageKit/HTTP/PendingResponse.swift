import Dispatch
import Synchronization

/// One request on its way: who waits for it, what has arrived, and what has been done to end it.
///
/// Two ends are kept apart. The caller's comes first and depends on nothing: a cancelled task or a deadline resumes
/// the caller at once, even while the system's networking is stuck. The connection's end follows on the delegate's
/// queue.
final class PendingResponse: Sendable {
    private struct State {
        var caller: CheckedContinuation<TransportResponse, any Error>?
        /// What the caller got or, where it came before the caller, will get.
        var result: Result<TransportResponse, any Error>?
        /// Undo what was set up for the caller's sake, such as the timer; run at the caller's end.
        var cleanups: [@Sendable () -> Void] = []
        /// Stops the connection; run where the caller's end comes first.
        var stop: (@Sendable () -> Void)?
        var response = TransportResponse(status: 0)
        var hasHead = false
        var isChallenged = false
        var isCancelIssued = false
        var isComplete = false
    }

    private let state = Mutex(State())
    private let maximumBytes: Int
    /// Entered while the connection is being cancelled.
    let cancelling = DispatchGroup()

    init(maximumBytes: Int) {
        self.maximumBytes = maximumBytes
    }

    // MARK: The caller

    /// Whether the caller still waits.
    var isOpen: Bool { state.withLock { $0.result == nil } }

    /// Takes in the caller, who is resumed at once where the end has come before them.
    func wait(_ caller: CheckedContinuation<TransportResponse, any Error>) {
        let result = state.withLock { state in
            if state.result == nil { state.caller = caller }
            return state.result
        }
        if let result { caller.resume(with: result) }
    }

    /// Runs a closure at the caller's end; at once where that has come.
    func atEnd(_ cleanup: @escaping @Sendable () -> Void) {
        let isOver = state.withLock { state in
            guard state.result == nil else { return true }
            state.cleanups.append(cleanup)
            return false
        }
        if isOver { cleanup() }
    }

    /// Ends the pending for the caller; the first end counts.
    func end(_ result: Result<TransportResponse, any Error>) {
        let before = state.withLock { state -> State? in
            guard state.result == nil else { return nil }
            let before = state
            state.result = result
            state.response.body = []
            state.caller = nil
            state.cleanups = []
            state.stop = nil
            return before
        }
        guard let before else { return }
        before.caller?.resume(with: result)
        for cleanup in before.cleanups { cleanup() }
        if !before.isComplete { before.stop?() }
    }

    /// Takes in how to stop the connection; stops it at once where the caller's end has come.
    func setStop(_ stop: @escaping @Sendable () -> Void) {
        let isOver = state.withLock { state in
            guard state.result == nil else { return true }
            state.stop = stop
            return false
        }
        if isOver { stop() }
    }

    // MARK: The connection, on the delegate's queue only

    /// Whether the connection was told to stop.
    var isCancelIssued: Bool { state.withLock(\.isCancelIssued) }

    /// Claims the right to cancel the connection: once, and not after it is complete.
    ///
    /// Who has it cancels, and then leaves ``cancelling``.
    func claimCancel() -> Bool {
        state.withLock { state in
            guard !state.isComplete, !state.isCancelIssued else { return false }
            state.isCancelIssued = true
            cancelling.enter()
            return true
        }
    }

    /// Takes in the head of the response.
    ///
    /// - Returns: Whether the body is wanted: not where it says itself that it is above the cap.
    func receive(status: Int, headers: HTTPHeaders, expectedBytes: Int64) -> Bool {
        let isTooLarge = expectedBytes > Int64(maximumBytes)
        state.withLock { state in
            state.response = TransportResponse(status: status, headers: headers)
            if !isTooLarge { state.response.body.reserveCapacity(Self.room(for: expectedBytes)) }
            state.hasHead = true
        }
        if isTooLarge { end(.failure(Self.tooLarge(maximumBytes))) }
        return !isTooLarge
    }

    /// Takes in the head of a response that asks for a password: it is the answer, because none will be given.
    func receiveChallenge(status: Int, headers: HTTPHeaders) {
        state.withLock { state in
            if !state.hasHead { state.response = TransportResponse(status: status, headers: headers) }
            state.hasHead = true
            state.isChallenged = true
        }
    }

    /// Takes in decoded bytes of the body.
    ///
    /// - Returns: Whether more is wanted.
    func receive(_ bytes: some Collection<UInt8>) -> Bool {
        let isTooLarge = state.withLock { state in
            guard state.result == nil else { return false }
            guard bytes.count <= maximumBytes - state.response.body.count else { return true }
            state.response.body.append(contentsOf: bytes)
            return false
        }
        if isTooLarge { end(.failure(Self.tooLarge(maximumBytes))) }
        return !isTooLarge && isOpen
    }

    /// Ends the pending with what has arrived, or with the failure of the connection.
    func complete(_ failure: UsageError?) {
        let result: Result<TransportResponse, any Error> = state.withLock { state in
            state.isComplete = true
            if let failure, !(state.isChallenged && state.hasHead) { return .failure(failure) }
            guard state.hasHead else { return .failure(UsageError(.transport, "the server gave no HTTP response")) }
            return .success(state.response)
        }
        end(result)
    }

    /// How many bytes to make room for at once, so that a page is not copied while it grows; a server's word is not
    /// taken for a large body.
    private static func room(for expectedBytes: Int64) -> Int { Int(min(max(expectedBytes, 0), 1 << 20)) }

    private static func tooLarge(_ maximumBytes: Int) -> UsageError {
        UsageError(.responseTooLarge, "the response is larger than \(maximumBytes) bytes")
    }
}
