public import UsageKit

/// An HTTP/1.1 server on 127.0.0.1 that answers as a transport does: it puts a test double behind a real socket.
///
/// It is a server for tests and demos, not for the world: no TLS, no compression, no streaming.
public final class LoopbackServer: Sendable {
    /// What the base URL of a client is set to, for example `http://127.0.0.1:40123`.
    public let baseURL: String

    private let listener: LoopbackListener
    private let answers: PendingAnswers

    /// Starts a server on a port that the system chooses.
    ///
    /// - Parameter handler: Answers each request; where it throws, the connection is closed without an answer.
    /// - Throws: `UsageError` where the system has no port to give.
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
