internal import Synchronization

/// The body of a response that is read while it arrives; the connection is released at the latest with it.
package final class HTTPStream: Sendable {
    private let response: StreamedResponse
    private let timeout: Duration
    private let limit: Duration?
    private let environment: HTTPEnvironment
    private let isStopped = Mutex(false)
    private let elapsed: @Sendable () -> Duration
    /// How long the reader has waited since the server last sent something that makes sense.
    private let silence = Mutex(Duration.zero)

    fileprivate init(
        _ response: StreamedResponse, timeout: Duration, limit: Duration?, environment: HTTPEnvironment,
        elapsed: @escaping @Sendable () -> Duration
    ) {
        self.response = response
        self.timeout = timeout
        self.limit = limit
        self.environment = environment
        self.elapsed = elapsed
    }

    deinit { stop() }

    /// The header.
    package var headers: HTTPHeaders { response.headers }

    /// Notes that what arrived makes sense: a server that sends a space a second is as silent as one that sends nothing.
    package func noteProgress() { silence.withLock { $0 = .zero } }

    /// The next bytes; nil at the end.
    ///
    /// - Throws: ``UsageError`` if the connection ended early, if nothing that makes sense arrived for as long as an attempt
    ///   may take, or if the whole body takes longer than its limit; `CancellationError`.
    package func next() async throws -> [UInt8]? {
        let start = elapsed()
        var (wait, reason) = (
            timeout - silence.withLock(\.self), "nothing of the stream arrived within \(timeout)"
        )
        if let limit, limit - start < wait { (wait, reason) = (limit - start, "the stream took longer than \(limit)") }
        // What the caller does between two calls is no silence of the server.
        defer {
            let waited = elapsed() - start
            silence.withLock { $0 += waited }
        }
        do {
            guard wait > .zero else { throw UsageError(.deadlineExceeded, reason) }
            return try await PendingResult.value(
                within: wait, in: environment,
                or: { [reason] in UsageError(.deadlineExceeded, reason) }
            ) { (pending: PendingResult<[UInt8]?>) in
                let reading = Task { [response] in
                    do {
                        pending.end(.success(try await response.next()))
                    } catch {
                        pending.end(.failure(error))
                    }
                }
                pending.atEnd { reading.cancel() }
            }
        } catch {
            stop()
            throw error
        }
    }

    /// Releases the connection; only the first call has an effect.
    package func stop() {
        let isFirst = isStopped.withLock { isStopped in
            defer { isStopped = true }
            return !isStopped
        }
        if isFirst { response.stop() }
    }
}

extension HTTPClient {
    /// Opens a response whose body is read while it arrives.
    ///
    /// Until the head of a successful response, everything is as for other requests: keys, rate limits, retries. After that
    /// nothing is tried again.
    ///
    /// - Parameters:
    ///   - path: The path below the base URL's prefix, not yet percent-encoded.
    ///   - query: The query, in this order.
    ///   - accept: The media type to ask for.
    ///   - limit: How long the head and the body may take together; nil for no limit.
    /// - Returns: The body.
    /// - Throws: ``UsageError`` or `CancellationError`; ``UsageError/Code/invalidArgument`` if the transport cannot stream.
    package func stream(
        _ path: String, query: [(name: String, value: String)], accept: String, within limit: Duration? = nil
    ) async throws -> HTTPStream {
        guard let transport = transport as? any HTTPStreamingTransport else {
            throw UsageError(
                .invalidArgument,
                "this transport cannot hand over a body while it arrives: use an HTTPStreamingTransport")
        }
        let elapsed = environment.stopwatch()
        let opening = OpeningTransport(transport)
        var client = self
        client.transport = opening
        do {
            try await client.fetch(
                path, query: query, accept: accept, deadline: limit.map(environment.deadline(after:))
            ) { _ in }
        } catch {
            opening.take()?.stop()
            throw error
        }
        guard let response = opening.take() else {
            throw UsageError(.transport, "the transport gave no response to be read")
        }
        return HTTPStream(response, timeout: attemptTimeout, limit: limit, environment: environment, elapsed: elapsed)
    }
}

/// Opens responses, and keeps the successful one; the body of a refusal is read.
private final class OpeningTransport: HTTPTransport {
    private let transport: any HTTPStreamingTransport
    private let opened = Mutex<StreamedResponse?>(nil)
    /// How much of the body of a refusal is read.
    private static let maximumRefusalBytes = 1 << 16

    init(_ transport: any HTTPStreamingTransport) {
        self.transport = transport
    }

    func take() -> StreamedResponse? {
        opened.withLock { opened in
            defer { opened = nil }
            return opened
        }
    }

    func send(_ request: TransportRequest) async throws -> TransportResponse {
        let response = try await transport.open(request)
        guard !response.isSuccess else {
            guard !Task.isCancelled else {
                response.stop()
                throw CancellationError()
            }
            opened.withLock { opened in
                defer { opened = response }
                return opened
            }?.stop()
            return TransportResponse(status: response.status, headers: response.headers)
        }
        defer { response.stop() }
        var body: [UInt8] = []
        while body.count < Self.maximumRefusalBytes, let bytes = try await response.next() { body += bytes }
        return TransportResponse(status: response.status, headers: response.headers, body: body)
    }
}
