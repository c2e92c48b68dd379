import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Synchronization
import UsageKit

/// A request in flight: the caller that waits for it, and what has been received.
///
/// The first end counts: the response, a failure, the deadline, or cancellation. The deadline and cancellation resume
/// the caller at once, and the connection ends afterwards.
final class PendingResponse: HTTPClientResponseDelegate {
    private struct State {
        var caller: CheckedContinuation<TransportResponse, any Error>?
        /// The result that the caller got, or will get if it came before the caller.
        var result: Result<TransportResponse, any Error>?
        /// Stops the connection and the timer; does nothing if they have ended.
        var stop: (@Sendable () -> Void)?
        var response = TransportResponse(status: 0)
    }

    private let state = Mutex(State())
    private let maximumBytes: Int

    init(maximumBytes: Int) {
        self.maximumBytes = maximumBytes
    }

    // MARK: The caller

    /// Sets the caller, and resumes it at once if the request has ended.
    func setCaller(_ caller: CheckedContinuation<TransportResponse, any Error>) {
        let result = state.withLock { state in
            if state.result == nil { state.caller = caller }
            return state.result
        }
        if let result { caller.resume(with: result) }
    }

    /// Sets the running request, and ends it at its timeout.
    func run(_ task: HTTPClient.Task<TransportResponse>, atMost timeout: Duration) {
        let deadline = task.eventLoop.scheduleTask(in: Self.amount(of: timeout)) { [self] in
            end(.failure(UsageError.timedOut))
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

    /// Ends the request for the caller; only the first call has an effect.
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

    /// The duration as a time amount of at most a year.
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
                return task.eventLoop.makeFailedFuture(
                    UsageError(.unknownEncoding, "the response has an unknown content encoding"))
            }
            // The body is decompressed, so fields that describe its compressed form would be wrong.
            headers["Content-Encoding"] = nil
            headers["Content-Length"] = nil
        }
        state.withLock { [headers] state in
            guard state.result == nil else { return }
            state.response = TransportResponse(status: Int(head.status.code), headers: headers)
            // So that a page is not copied while it grows; limited, since the announced length may be wrong.
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
