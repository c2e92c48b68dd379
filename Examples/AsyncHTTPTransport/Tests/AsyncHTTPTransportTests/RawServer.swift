import Foundation
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization
import UsageKit

/// A loopback server that responds with raw bytes, so that responses can be wrong in any way.
final class RawServer: Sendable {
    /// A request and its connection.
    struct Request: Sendable {
        let path: String
        let head: String
        fileprivate let channel: any Channel

        /// Completes when the connection has ended.
        var end: EventLoopFuture<Void> { channel.closeFuture }

        @discardableResult
        func write(_ bytes: [UInt8]) -> EventLoopFuture<Void> { channel.writeAndFlush(ByteBuffer(bytes: bytes)) }

        @discardableResult
        func write(_ text: String) -> EventLoopFuture<Void> { write(Array(text.utf8)) }

        /// Writes the same bytes until the client disconnects.
        func repeatForEver(_ bytes: [UInt8]) {
            write(bytes).whenSuccess { repeatForEver(bytes) }
        }

        /// Writes the bytes one at a time.
        func drip(_ bytes: ArraySlice<UInt8>) {
            guard let first = bytes.first else { return }
            write([first]).whenSuccess { drip(bytes.dropFirst()) }
        }

        func close() { channel.close(promise: nil) }

        /// Ends the connection with a reset.
        func reset() {
            let isSet = (channel as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0))
            isSet?.whenComplete { _ in close() }
        }
    }

    private final class Log: Sendable {
        let requests = Mutex<[Request]>([])
    }

    let baseURL: String
    /// The requests in the order of their arrival.
    let arrivals: AsyncStream<Request>
    private let log: Log
    private let listener: any Channel

    /// Starts a server; a connection stays open unless the closure closes it.
    init(tls: NIOSSLContext? = nil, _ answer: @escaping @Sendable (Request) -> Void) async throws {
        let log = Log()
        let (arrivals, arrival) = AsyncStream<Request>.makeStream()
        listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let tls { try pipeline.addHandler(NIOSSLServerHandler(context: tls)) }
                    try pipeline.addHandler(
                        HeadReader { head in
                            let path = head.split(separator: " ", maxSplits: 2).dropFirst().first ?? ""
                            let request = Request(path: String(path), head: head, channel: channel)
                            log.requests.withLock { $0.append(request) }
                            arrival.yield(request)
                            answer(request)
                        })
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        self.arrivals = arrivals
        self.log = log
        baseURL = "\(tls == nil ? "http" : "https")://localhost:\(listener.localAddress?.port ?? 0)"
    }

    /// Starts a server that returns the same text for each request and optionally closes the connection.
    convenience init(_ text: String, closes: Bool = true) async throws {
        try await self.init { request in
            request.write(text).whenComplete { _ in if closes { request.close() } }
        }
    }

    deinit { listener.close(promise: nil) }

    /// Closes the port and waits until it is closed.
    func stop() async throws { try await listener.close().get() }

    var requests: [Request] { log.requests.withLock { $0 } }

    func request(
        _ path: String = "/", headers: HTTPHeaders = [:], timeout: Duration = .seconds(3600)
    ) throws -> TransportRequest {
        guard let url = URL(string: baseURL + path) else {
            throw UsageError(.invalidBaseURL, "the path makes no URL")
        }
        return TransportRequest(url: url, headers: headers, timeout: timeout)
    }
}

/// Forwards the header of each request; requests have no body here.
private final class HeadReader: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let receive: (String) -> Void
    private var text = ""

    init(_ receive: @escaping (String) -> Void) {
        self.receive = receive
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        text += String(buffer: Self.unwrapInboundIn(data))
        while let end = text.range(of: "\r\n\r\n") {
            let head = String(text[..<end.lowerBound])
            text = String(text[end.upperBound...])
            receive(head)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
