import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Synchronization
import UsageKit

/// One request on its way: who waits for it, and what has arrived.
///
/// The first end counts: the response, a failure, the deadline, or that the caller has gone. The last two depend on
/// nothing; the connection ends behind them.
final class PendingResponse: HTTPClientResponseDelegate {
    private struct State {
        var caller: CheckedContinuation<TransportResponse, any Error>?
        /// What the caller got or, where it came before the caller, will get.
        var result: Result<TransportResponse, any Error>?
        /// Stops the connection and the timer; does nothing where they have come to their end.
        var stop: (@Sendable () -> Void)?
        var response = TransportResponse(status: 0)
    }

    private let state = Mutex(State())
    private let maximumBytes: Int

    init(maximumBytes: Int) {
        self.maximumBytes = maximumBytes
    }

    // MARK: The caller

    /// Takes in the caller, who is resumed at once where the end has come before them.
    func wait(_ caller: CheckedContinuation<TransportResponse, any Error>) {
        let result = state.withLock { state in
            if state.result == nil { state.caller = caller }
            return state.result
        }
        if let result { caller.resume(with: result) }
    }

    /// Takes in the request that was started, and ends it when its time is over.
    func run(_ task: HTTPClient.Task<TransportResponse>, atMost timeout: Duration) {
        let deadline = task.eventLoop.scheduleTask(in: Self.amount(of: timeout)) { [self] in
            end(.failure(UsageError(.deadlineExceeded, "the server did not answer in time")))
        }
        let stop: @Sendable () -> Void = {
            deadline.cancel()
            task.cancel()
        }
        let isOver = state.withLock { state in
            if state.result == nil { state.stop = stop }
            return state.result != nil
        }
        if isOver { stop() }
        task.futureResult.whenComplete { [self, maximumBytes] result in
            end(result.mapError { UsageError(connectionFailure: $0, maximumBytes: maximumBytes) })
        }
    }

    /// Ends the pending for the caller; the first end counts.
    func end(_ result: Result<TransportResponse, any Error>) {
        let before = state.withLock { state -> State? in
            guard state.result == nil else { return nil }
            let before = state
            state = State(result: result)
            return before
        }
        guard let before else { return }
        before.caller?.resume(with: result)
        before.stop?()
    }

    /// More than a year counts as a year.
    private static func amount(of duration: Duration) -> TimeAmount {
        let (seconds, attoseconds) = min(duration, .seconds(31_536_000)).components
        return .nanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
    }

    // MARK: The connection

    func didReceiveHead(
        task: HTTPClient.Task<TransportResponse>, _ head: HTTPResponseHead
    ) -> EventLoopFuture<Void> {
        var headers = UsageKit.HTTPHeaders(head.headers.map { .init($0.name, $0.value) })
        let expectedBytes = headers["Content-Length"].flatMap { Int($0) } ?? 0
        if expectedBytes > maximumBytes { return task.eventLoop.makeFailedFuture(UsageError.tooLarge(maximumBytes)) }
        if let encoding = headers["Content-Encoding"] {
            guard ["gzip", "deflate", "identity"].contains(encoding.lowercased()) else {
                return task.eventLoop.makeFailedFuture(UsageError(.transport, "the response has an unknown encoding"))
            }
            // The body is handed on decompressed; what describes its compressed form would mislead.
            headers["Content-Encoding"] = nil
            headers["Content-Length"] = nil
        }
        state.withLock { [headers] state in
            guard state.result == nil else { return }
            state.response = TransportResponse(status: Int(head.status.code), headers: headers)
            // So that a page is not copied while it grows; a server's word is not taken for a large body.
            state.response.body.reserveCapacity(min(max(expectedBytes, 0), 1 << 20))
        }
        return task.eventLoop.makeSucceededVoidFuture()
    }

    func didReceiveBodyPart(task: HTTPClient.Task<TransportResponse>, _ part: ByteBuffer) -> EventLoopFuture<Void> {
        let isTooLarge = state.withLock { state in
            guard state.result == nil else { return false }
            guard part.readableBytes <= maximumBytes - state.response.body.count else { return true }
            state.response.body.append(contentsOf: part.readableBytesView)
            return false
        }
        if isTooLarge { return task.eventLoop.makeFailedFuture(UsageError.tooLarge(maximumBytes)) }
        return task.eventLoop.makeSucceededVoidFuture()
    }

    func didFinishRequest(task: HTTPClient.Task<TransportResponse>) -> TransportResponse {
        state.withLock(\.response)
    }
}
