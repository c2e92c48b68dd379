/// Sends a request to a server and returns the response.
///
/// A transport makes one attempt: it neither retries nor follows redirects, and returns a response for every status.
/// It should end a request at its timeout and when its task is cancelled. A client does not depend on that: it goes on
/// without the answer, but what the transport holds for the request is released only when it returns.
public protocol HTTPTransport: Sendable {
    /// Sends one request and returns its whole response.
    ///
    /// - Throws: ``UsageError`` if there was no response, or `CancellationError` as soon as the task is cancelled.
    func send(_ request: TransportRequest) async throws -> TransportResponse
}
