/// Sends a request to a server and returns the response.
///
/// What a transport owes to the client that calls it:
///
/// - **One attempt.** It neither retries nor follows a redirect, and it returns the response of every status. Retries,
///   rate limits and keys are the client's.
/// - **The request as it is.** It sends every field of the header, the key among them, to ``TransportRequest/url`` only, over
///   a connection whose server it has verified. It adds no cookies and answers from no cache, and it logs no header.
/// - **A whole body, or an error.** ``TransportResponse/body`` is complete and decompressed. A connection that ends before the
///   announced length, or a body above a limit of the transport's own, throws.
/// - **Errors that say what happened.** If there was no response, it throws a ``UsageError`` with
///   ``UsageError/Code/transport``, and ``UsageError/connectionFailure`` if the kind is known: that decides whether the client
///   tries again. Any other error is wrapped, and its text is not shown, since it may hold the address with the query.
/// - **An end.** It should end a request at ``TransportRequest/timeout``, and as soon as its task is cancelled. A client does
///   not depend on that: it goes on without the answer, but what the transport holds is released only when it returns.
/// - **Requests at the same time**, from any thread. A limit on connections is the transport's own; a request that waits for
///   one uses up its timeout.
public protocol HTTPTransport: Sendable {
    /// Sends one request and returns its whole response.
    ///
    /// - Throws: ``UsageError`` if there was no response, or `CancellationError` as soon as the task is cancelled.
    func send(_ request: TransportRequest) async throws -> TransportResponse
}
