extension HTTPClient {
    /// Sends one request, and returns at its timeout and when the task is cancelled, whatever the transport does.
    ///
    /// A transport that ignores either is abandoned: its task is cancelled, and what it still returns is dropped.
    ///
    /// - Throws: ``UsageError``, `CancellationError`, or the error of the transport.
    func exchange(_ request: TransportRequest) async throws -> TransportResponse {
        // It resumes its caller at the timeout and when cancelled, and knows what the request waited for.
        if transport is URLSessionTransport { return try await transport.send(request) }
        let pending = PendingResponse(maximumBytes: .max)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { caller in
                pending.setCaller(caller)
                guard pending.isOpen else { return }
                let stopTimer = environment.schedule(after: request.timeout) {
                    pending.end(.failure(UsageError.timedOut(HTTPOrigin(request.url))))
                }
                pending.atEnd(stopTimer)
                let sending = Task { [transport] in
                    do {
                        pending.end(.success(try await transport.send(request)))
                    } catch {
                        pending.end(.failure(error))
                    }
                }
                pending.atEnd { sending.cancel() }
            }
        } onCancel: {
            pending.end(.failure(CancellationError()))
        }
    }
}
