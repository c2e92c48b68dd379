/// A transport that can hand over a body while it arrives, which streamed listings need.
///
/// ``URLSessionTransport`` is one. A client with another transport refuses to open a stream.
public protocol HTTPStreamingTransport: HTTPTransport {
    /// Sends one request and returns the head of its response, with the body to be read.
    ///
    /// What ``HTTPTransport`` owes applies, with two differences: ``TransportRequest/timeout`` ends at the head of the
    /// response, and a limit on the size of a body applies to what has arrived and was not read yet.
    ///
    /// - Throws: ``UsageError`` if there was no response, or `CancellationError` as soon as the task is cancelled.
    func open(_ request: TransportRequest) async throws -> StreamedResponse
}

/// A response whose body is read while it arrives.
public struct StreamedResponse: Sendable {
    /// The status.
    public let status: Int
    /// The header.
    public let headers: HTTPHeaders
    private let read: @Sendable () async throws -> [UInt8]?
    private let end: @Sendable () -> Void

    /// Creates a response.
    ///
    /// - Parameters:
    ///   - status: The status.
    ///   - headers: The header.
    ///   - next: Returns the next decompressed bytes of the body, nil at its end, or throws if the connection ended before.
    ///     It ends with `CancellationError` as soon as its task is cancelled. It is not called again before it has returned.
    ///   - stop: Releases the connection; called once, also after the end of the body, and possibly while `next` waits.
    public init(
        status: Int, headers: HTTPHeaders = [:], next: @escaping @Sendable () async throws -> [UInt8]?,
        stop: @escaping @Sendable () -> Void = {}
    ) {
        self.status = status
        self.headers = headers
        read = next
        end = stop
    }

    /// The next bytes of the body; nil at its end.
    ///
    /// - Throws: ``UsageError``, `CancellationError`, or an error of the transport.
    public func next() async throws -> [UInt8]? { try await read() }

    /// Releases the connection, whether the body was read to its end or not.
    public func stop() { end() }

    /// Whether the status is 200 to 299.
    public var isSuccess: Bool { (200..<300).contains(status) }
}
