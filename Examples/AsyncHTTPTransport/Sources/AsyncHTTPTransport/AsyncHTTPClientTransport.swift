public import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
public import NIOPosix
public import UsageKit

/// A transport over AsyncHTTPClient, for servers that live on SwiftNIO.
///
/// It has a client of its own, because a client does not tell whether it follows redirects. All its connections are on
/// one event loop, so that no byte of a response changes threads before the response is whole; the event loop is the
/// program's, and goes on doing its other work. The client ends with the transport.
///
/// Proxies are used where the configuration names one; those of the environment are not.
public final class AsyncHTTPClientTransport: HTTPTransport {
    /// A transport on one of the event loops that programs share, with the default settings.
    public static let shared = AsyncHTTPClientTransport()

    private let client: AsyncHTTPClient.HTTPClient
    private let maximumResponseBytes: Int

    /// Creates a transport.
    ///
    /// Of the configuration, four things are not taken over: redirects are never followed, a connection that fails is
    /// not tried again behind the caller's back, responses are always decompressed, and HTTP/2 is not offered. An
    /// attempt ends before its timeout where no connection comes about within the configuration's own time for that,
    /// which is 10 s unless it says otherwise.
    ///
    /// - Parameters:
    ///   - configuration: How to connect, for example the roots of trust, a proxy, and how many connections there may
    ///     be to a host.
    ///   - eventLoopGroup: Where to run; it must outlive the transport.
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
        // Over HTTP/2 requests stall behind many that were cancelled, and a page takes twice the processor time.
        configuration.httpVersion = .http1Only
        configuration.decompression = .enabled(limit: .size(self.maximumResponseBytes))
        let initializer = configuration.http1_1ConnectionDebugInitializer
        configuration.http1_1ConnectionDebugInitializer = { channel in
            // A page is larger than what is read at once by default, and each piece costs a turn of the event loop.
            let pieces = AdaptiveRecvByteBufferAllocator(minimum: 1 << 16, initial: 1 << 16, maximum: 1 << 18)
            let isSet = channel.setOption(.recvAllocator, value: pieces)
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
    /// The request's timeout counts from this call, also while the request waits for a connection.
    ///
    /// - Parameter request: The request; its header may hold visible ASCII characters only.
    /// - Returns: The response, whatever its status; a redirect is given back, never followed.
    /// - Throws: `UsageError` where no response came, or `CancellationError` as soon as the task is cancelled.
    public func send(_ request: UsageKit.TransportRequest) async throws -> TransportResponse {
        try Task.checkCancellation()
        let outgoing = try Self.outgoing(request)
        let pending = PendingResponse(maximumBytes: maximumResponseBytes)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { caller in
                pending.wait(caller)
                pending.run(client.execute(request: outgoing, delegate: pending), atMost: request.timeout)
            }
        } onCancel: {
            pending.end(.failure(CancellationError()))
        }
    }

    /// The request in the words of AsyncHTTPClient; what must not be sent is refused, without repeating it.
    private static func outgoing(_ request: UsageKit.TransportRequest) throws(UsageError) -> HTTPClient.Request {
        guard request.timeout > .zero else { throw UsageError(.invalidArgument, "the timeout is not above zero") }
        guard isToken(request.method) else { throw UsageError(.invalidArgument, "the method is no HTTP method") }
        guard ["https", "http"].contains(request.url.scheme?.lowercased()) else {
            throw UsageError(.invalidArgument, "the address is not one of http or https")
        }
        var headers = NIOHTTP1.HTTPHeaders()
        for field in request.headers.fields {
            guard isToken(field.name) else {
                throw UsageError(.invalidArgument, "the name of a header field holds a character that none may hold")
            }
            guard field.value.utf8.allSatisfy({ (0x20...0x7E).contains($0) || $0 == 0x09 }) else {
                throw UsageError(
                    .invalidArgument,
                    "the value of the header field \(field.name) holds a line break or a character beyond ASCII")
            }
            headers.add(name: field.name, value: field.value)
        }
        if !headers.contains(name: "User-Agent") { headers.add(name: "User-Agent", value: "UsageKit") }
        do {
            return try HTTPClient.Request(
                url: request.url, method: HTTPMethod(rawValue: request.method), headers: headers,
                body: request.body.isEmpty ? nil : .byteBuffer(ByteBuffer(bytes: request.body)))
        } catch {
            throw UsageError(.invalidArgument, "the address cannot be used")
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
    /// A mirror without the client, which knows the requests that are under way and is changed by other threads while it
    /// is looked at.
    public var customMirror: Mirror { Mirror(self, children: ["maximumResponseBytes": maximumResponseBytes]) }
}
