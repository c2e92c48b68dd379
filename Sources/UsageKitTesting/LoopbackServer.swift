public import UsageKit

/// An HTTP/1.1 server on 127.0.0.1 that answers requests with a transport, such as a fake, over a real socket.
///
/// It is a server for tests and demonstrations only: it has no TLS, no compression and no streaming.
public final class LoopbackServer: Sendable {
    /// What the base URL of a client is set to, for example `http://127.0.0.1:40123`.
    public let baseURL: String

    private let listener: LoopbackListener
    private let answers: PendingAnswers

    /// Starts a server on a port that the system chooses.
    ///
    /// - Parameter handler: Answers each request; if it throws, the connection is closed without an answer.
    /// - Throws: `UsageError` if the system cannot open a port.
    public init(_ handler: any HTTPTransport) throws(UsageError) {
        let answers = PendingAnswers()
        self.answers = answers
        listener = try LoopbackListener { socket, origin in
            LoopbackConnection(socket: socket, origin: origin, handler: handler, answers: answers).serve()
        }
        baseURL = listener.origin
    }

    deinit { stop() }

    /// Closes the port and all connections, and cancels the answers that are being made.
    public func stop() {
        listener.stop()
        answers.cancelAll()
    }
}
