public import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
public import NIOPosix
public import UsageKit

/// A transport over AsyncHTTPClient, for servers that use SwiftNIO.
///
/// It creates its own client, because a client does not tell whether it follows redirects. All its connections are on
/// one event loop, so the bytes of a response do not change threads before it is complete. The event loop belongs to the
/// program and continues its other work. The client ends with the transport.
///
/// A proxy of the configuration is used; proxies of the environment are not.
public final class AsyncHTTPClientTransport: HTTPTransport {
    /// A transport with the default settings on one of the global event loops.
    public static let shared = AsyncHTTPClientTransport()

    private let client: AsyncHTTPClient.HTTPClient
    private let maximumResponseBytes: Int

    /// Creates a transport.
    ///
    /// Four settings of the configuration are overridden: redirects are never followed, failed connections are not
    /// retried, responses are always decompressed, and HTTP/2 is not offered. An attempt ends before its timeout if no
    /// connection is made within the configuration's connect timeout, which is 10 s by default.
    ///
    /// - Parameters:
    ///   - configuration: How to connect, for example trust roots, a proxy, and the maximum number of connections to a
    ///     host.
    ///   - eventLoopGroup: The event loops; they must outlive the transport.
    ///   - maximumResponseBytes: The largest decompressed body that is accepted; a larger one fails with
    ///     `UsageError.Code.responseTooLarge`.
    public init(
        configuration: AsyncHTTPClient.HTTPClient.Configuration = .init(),
        eventLoopGroup: MultiThreadedEventLoopGroup = .singleton,
        maximumResponseBytes: Int = 64 << 20
    ) {
        self.maximumResponseBytes = max(0, maximumResponseBytes)
        var configuration = configuration
        configuration.redirectConfiguration = .disallow
        configuration.connectionPool.retryConnectionEstablishment = false
        // Over HTTP/2, requests stall after many cancelled ones, and a page takes twice the CPU time.
        configuration.httpVersion = .http1Only
        configuration.decompression = .enabled(limit: .size(self.maximumResponseBytes))
        let initializer = configuration.http1_1ConnectionDebugInitializer
        configuration.http1_1ConnectionDebugInitializer = { channel in
            // A page is larger than the default read size, and each read costs a turn of the event loop.
            let allocator = AdaptiveRecvByteBufferAllocator(minimum: 1 << 16, initial: 1 << 16, maximum: 1 << 18)
            let isSet = channel.setOption(.recvAllocator, value: allocator)
            guard let initializer else { return isSet }
            return isSet.flatMap { initializer(channel) }
        }
        client = HTTPClient(eventLoopGroupProvider: .shared(eventLoopGroup.next()), configuration: configuration)
    }

    deinit {
        client.shutdown { _ in }
    }

    /// Sends one request and returns its whole response, decompressed.
    ///
    /// The request's timeout starts with this call and includes the wait for a connection.
    ///
    /// - Parameter request: The request; its header may contain visible ASCII characters only.
    /// - Returns: The response, for any status; a redirect is returned, never followed.
    /// - Throws: `UsageError` if there was no response, or `CancellationError` as soon as the task is cancelled.
    public func send(_ request: UsageKit.TransportRequest) async throws -> TransportResponse {
        try Task.checkCancellation()
        let outgoing = try Self.outgoing(request)
        let pending = PendingResponse(maximumBytes: maximumResponseBytes)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { caller in
                pending.setCaller(caller)
                pending.run(client.execute(request: outgoing, delegate: pending), atMost: request.timeout)
            }
        } onCancel: {
            pending.end(.failure(CancellationError()))
        }
    }

    /// Converts the request for AsyncHTTPClient; throws if it must not be sent, without repeating its values.
    private static func outgoing(_ request: UsageKit.TransportRequest) throws(UsageError) -> HTTPClient.Request {
        guard request.timeout > .zero else { throw UsageError(.invalidArgument, "the timeout must be above zero") }
        guard isToken(request.method) else {
            throw UsageError(.invalidArgument, "the method is not a valid HTTP method")
        }
        guard ["https", "http"].contains(request.url.scheme?.lowercased()) else {
            throw UsageError(.invalidArgument, "the address is not an http or https URL")
        }
        var headers = NIOHTTP1.HTTPHeaders()
        for field in request.headers.fields {
            guard isToken(field.name) else {
                throw UsageError(.invalidArgument, "the name of a header field contains an invalid character")
            }
            guard field.value.utf8.allSatisfy({ (0x20...0x7E).contains($0) || $0 == 0x09 }) else {
                throw UsageError(
                    .invalidArgument,
                    "the value of the header field \(field.name) contains a control or non-ASCII character")
            }
            headers.add(name: field.name, value: field.value)
        }
        if !headers.contains(name: "User-Agent") { headers.add(name: "User-Agent", value: "UsageKit") }
        do {
            return try HTTPClient.Request(
                url: request.url, method: HTTPMethod(rawValue: request.method), headers: headers,
                body: request.body.isEmpty ? nil : .byteBuffer(ByteBuffer(bytes: request.body)))
        } catch {
            throw UsageError(.invalidArgument, "the URL is not supported")
        }
    }

    /// Whether a text is a token of RFC 9110, as names and methods are.
    private static func isToken(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                    || "!#$%&'*+-.^_`|~".utf8.contains(byte)
            }
    }
}

extension AsyncHTTPClientTransport: CustomReflectable {
    /// A mirror without the client, which contains the requests in flight and which other threads change while it is
    /// read.
    public var customMirror: Mirror { Mirror(self, children: ["maximumResponseBytes": maximumResponseBytes]) }
}
