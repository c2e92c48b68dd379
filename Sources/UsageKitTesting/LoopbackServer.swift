public import UsageKit

/// An HTTP/1.1 server on 127.0.0.1 that answers requests with a transport, such as a fake, over a real socket.
///
/// It is a server for tests and demonstrations only: it has no TLS, no compression and no streaming.
///
/// Each connection has a thread of its own, and the handler runs on it, with its child tasks and the actors that it
/// calls. Answering needs none of the few threads that Swift's tasks share: a test run that keeps those busy does not
/// make the server slow, and no timeout of a client is reached because of it. That holds for the server. A handler that
/// sleeps, calls the main actor, or awaits a task that it did not start as a child waits for them as usual; so does a
/// client that runs as a task.
public final class LoopbackServer: Sendable {
    /// What the base URL of a client is set to, for example `http://127.0.0.1:40123`.
    public let baseURL: String

    private let listener: LoopbackListener
    private let answers: PendingAnswers

    /// Starts a server on a port that the system chooses.
    ///
    /// If the handler throws the error of a failed connection (`UsageError.Code.transport` or `deadlineExceeded`, a
    /// `URLError`) or is cancelled, the connection is closed without an answer. A request that the handler does not foresee
    /// (`UsageError.Code.invalidArgument`) is answered with 501, any other error with 500. The body says which request it
    /// was and what was thrown, and the client is told not to try again.
    ///
    /// - Parameter handler: Answers each request.
    /// - Throws: `UsageError` if the system cannot open a port.
    public init(_ handler: any HTTPTransport) throws(UsageError) {
        let answers = PendingAnswers()
        self.answers = answers
        listener = try LoopbackListener { socket, origin in
            LoopbackConnection(socket: socket, origin: origin, handler: handler, answers: answers).serve()
        }
        baseURL = listener.origin
    }

    /// Starts a server that answers with a closure.
    ///
    /// ```swift
    /// let server = try LoopbackServer { request in
    ///     request.url.path == "/v1/usage" ? .json(["data": []]) : nil
    /// }
    /// ```
    ///
    /// - Parameter respond: Answers a request, or returns nil for a request that the test does not foresee; it is answered
    ///   with 501 and its name.
    /// - Throws: `UsageError` if the system cannot open a port.
    public convenience init(
        _ respond: @escaping @Sendable (TransportRequest) async throws -> TransportResponse?
    ) throws(UsageError) {
        try self.init(ClosureTransport(respond))
    }

    deinit { stop() }

    /// Closes the port and all connections, and cancels the answers that are being made.
    public func stop() {
        listener.stop()
        answers.cancelAll()
    }
}
