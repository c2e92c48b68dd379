/// What carries a request to a server and brings the response back.
///
/// A transport makes one attempt: it neither retries nor follows redirects, and gives every status back as a response.
public protocol HTTPTransport: Sendable {
    /// Sends one request and returns its whole response.
    ///
    /// - Throws: ``UsageError`` where no response came, or `CancellationError` as soon as the task is cancelled.
    func send(_ request: TransportRequest) async throws -> TransportResponse
}
