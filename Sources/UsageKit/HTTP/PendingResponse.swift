import Dispatch
import Synchronization

/// A request in flight: the caller that waits for it, and what has been received.
///
/// The request ends twice. The caller's end comes first and depends on nothing else: a cancelled task or a deadline
/// resumes the caller at once, even while the system's networking is stuck. The connection's end follows on the
/// delegate's queue.
final class PendingResponse: Sendable {
    /// What a request waits for before its server can answer.
    enum Stage: Sendable {
        case waitsForConnection, waitsForSystem, isSent
    }

    private struct State {
        var hasEnded = false
        /// Stops the connection; run if the caller's end comes first.
        var stop: (@Sendable () -> Void)?
        var response = TransportResponse(status: 0)
        var stage = Stage.waitsForConnection
        var hasHead = false
        var isChallenged = false
        var isCancelIssued = false
        var isComplete = false
    }

    private let caller = PendingResult<TransportResponse>()
    private let state = Mutex(State())
    private let maximumBytes: Int
    /// Takes the body of a response that is read while it arrives: the caller's end is then its head; nil for a whole one.
    private let body: ByteChannel?
    /// Entered while the connection is being cancelled.
    let cancelling = DispatchGroup()

    init(maximumBytes: Int, body: ByteChannel? = nil) {
        self.maximumBytes = maximumBytes
        self.body = body
    }

    // MARK: The caller

    /// Whether the caller still waits.
    var isOpen: Bool { caller.isOpen }

    /// Sets the caller, and resumes it at once if the request has ended.
    func setCaller(_ caller: CheckedContinuation<TransportResponse, any Error>) { self.caller.setCaller(caller) }

    /// How far the request has come.
    var stage: Stage {
        get { state.withLock(\.stage) }
        set { state.withLock { $0.stage = newValue } }
    }

    /// Runs a closure at the caller's end, or at once if that has passed.
    func atEnd(_ cleanup: @escaping @Sendable () -> Void) { caller.atEnd(cleanup) }

    /// Ends the request for the caller; only the first call has an effect.
    func end(_ result: Result<TransportResponse, any Error>) {
        guard caller.end(result) else { return }
        let stop = state.withLock { state in
            state.hasEnded = true
            state.response.body = []
            defer { state.stop = nil }
            return state.isComplete ? nil : state.stop
        }
        stop?()
    }

    /// Ends the body of a response whose head the caller has, and stops the connection.
    func abandon() {
        body?.finish(.failure(CancellationError()))
        let stop = state.withLock { state in
            state.hasEnded = true
            defer { state.stop = nil }
            return state.isComplete ? nil : state.stop
        }
        stop?()
    }

    /// Sets how to stop the connection, and stops it at once if the caller's end has passed.
    func setStop(_ stop: @escaping @Sendable () -> Void) {
        let isOver = state.withLock { state in
            guard !state.hasEnded else { return true }
            state.stop = stop
            return false
        }
        if isOver { stop() }
    }

    // MARK: The connection, on the delegate's queue only

    /// Whether the connection was told to stop.
    var isCancelIssued: Bool { state.withLock(\.isCancelIssued) }

    /// Claims the right to cancel the connection; true at most once, and never after it is complete.
    ///
    /// A caller that gets true must cancel the connection and then leave ``cancelling``.
    func claimCancel() -> Bool {
        state.withLock { state in
            guard !state.isComplete, !state.isCancelIssued else { return false }
            state.isCancelIssued = true
            cancelling.enter()
            return true
        }
    }

    /// Receives the head of the response.
    ///
    /// - Returns: Whether to receive the body; false if its announced length is above the limit.
    func receive(status: Int, headers: HTTPHeaders, expectedBytes: Int64) -> Bool {
        if body != nil {
            let head = TransportResponse(status: status, headers: headers)
            state.withLock { state in
                state.response = head
                state.hasHead = true
            }
            caller.end(.success(head))
            return true
        }
        let isTooLarge = expectedBytes > Int64(maximumBytes)
        state.withLock { state in
            state.response = TransportResponse(status: status, headers: headers)
            if !isTooLarge { state.response.body.reserveCapacity(Self.capacity(for: expectedBytes)) }
            state.hasHead = true
        }
        if isTooLarge { end(.failure(Self.tooLarge(maximumBytes))) }
        return !isTooLarge
    }

    /// Receives the head of a response that asks for credentials; it is the final response, since the session never
    /// answers a challenge.
    func receiveChallenge(status: Int, headers: HTTPHeaders) {
        state.withLock { state in
            if !state.hasHead { state.response = TransportResponse(status: status, headers: headers) }
            state.hasHead = true
            state.isChallenged = true
        }
    }

    /// Receives decoded bytes of the body.
    ///
    /// - Returns: Whether to receive more.
    func receive(_ bytes: some Collection<UInt8>) -> Bool {
        if let body { return body.receive(bytes) }
        let isTooLarge = state.withLock { state in
            guard !state.hasEnded else { return false }
            guard bytes.count <= maximumBytes - state.response.body.count else { return true }
            state.response.body.append(contentsOf: bytes)
            return false
        }
        if isTooLarge { end(.failure(Self.tooLarge(maximumBytes))) }
        return !isTooLarge && isOpen
    }

    /// Ends the request with the received response, or with the failure of the connection.
    func complete(_ failure: UsageError?) {
        let result: Result<TransportResponse, any Error> = state.withLock { state in
            state.isComplete = true
            if let failure, !(state.isChallenged && state.hasHead) { return .failure(failure) }
            guard state.hasHead else { return .failure(Self.noResponse) }
            return .success(state.response)
        }
        end(result)
        switch result {
        case .success:
            body?.finish(failure.map { state.withLock(\.isChallenged) ? .success(()) : .failure($0) } ?? .success(()))
        case .failure(let error): body?.finish(.failure(error))
        }
    }

    /// The capacity to reserve, so that a page is not copied while it grows; limited, since the announced length may be
    /// wrong.
    private static func capacity(for expectedBytes: Int64) -> Int {
        Int(min(max(expectedBytes, 0), 1 << 20))
    }

    private static var noResponse: UsageError {
        var error = UsageError(.transport, "the server sent no HTTP response")
        error.connectionFailure = .broken
        return error
    }

    private static func tooLarge(_ maximumBytes: Int) -> UsageError {
        UsageError(.responseTooLarge, "the response is larger than \(maximumBytes) bytes")
    }
}
