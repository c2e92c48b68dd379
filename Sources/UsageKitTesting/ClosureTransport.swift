public import UsageKit

/// A transport that answers with a closure.
public struct ClosureTransport: HTTPTransport {
    private let respond: @Sendable (TransportRequest) async throws -> TransportResponse?

    /// Creates a transport.
    ///
    /// - Parameter respond: Answers a request, or returns nil for a request that the test does not foresee.
    public init(_ respond: @escaping @Sendable (TransportRequest) async throws -> TransportResponse?) {
        self.respond = respond
    }

    /// Answers a request.
    ///
    /// - Throws: The closure's error; `UsageError` with `UsageError.Code.invalidArgument`, which names the request and is
    ///   never retried, if the closure returns nil; `CancellationError` if the task is cancelled.
    public func send(_ request: TransportRequest) async throws -> TransportResponse {
        try Task.checkCancellation()
        guard let response = try await respond(request) else {
            throw UsageError(
                .invalidArgument, "the closure has no answer for \(request.endpoint): return one for this request")
        }
        return response
    }
}
