extension HTTPClient {
    /// Sends one request, and returns at its timeout and when the task is cancelled, whatever the transport does.
    ///
    /// A transport that ignores either is abandoned: its task is cancelled, and what it still returns is dropped.
    ///
    /// - Throws: ``UsageError``, `CancellationError`, or the error of the transport.
    func exchange(_ request: TransportRequest) async throws -> TransportResponse {
        // It resumes its caller at the timeout and when cancelled, and knows what the request waited for.
        if transport is URLSessionTransport { return try await transport.send(request) }
        let origin = HTTPOrigin(request.url)
        return try await PendingResult.value(
            within: request.timeout, in: environment, or: { UsageError.timedOut(origin) }
        ) { pending in
            let sending = Task { [transport] in
                do {
                    pending.end(.success(try await transport.send(request)))
                } catch {
                    pending.end(.failure(error))
                }
            }
            pending.atEnd { sending.cancel() }
        }
    }
}
