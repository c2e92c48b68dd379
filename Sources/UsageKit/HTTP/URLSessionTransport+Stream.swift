extension URLSessionTransport: HTTPStreamingTransport {
    /// Sends one request and returns the head of its response, with the body to be read while it arrives, decompressed.
    ///
    /// The limit on the size of a body applies to what waits to be read.
    ///
    /// - Throws: ``UsageError`` if there was no response, or `CancellationError` as soon as the task is cancelled.
    public func open(_ request: TransportRequest) async throws -> StreamedResponse {
        let channel = ByteChannel(maximumBytes: maximumResponseBytes)
        let (head, pending) = try await respond(to: request, body: channel)
        return StreamedResponse(
            status: head.status, headers: head.headers, next: { try await channel.next() }, stop: { pending.abandon() })
    }
}
