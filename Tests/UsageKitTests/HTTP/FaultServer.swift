import Foundation
import Synchronization
import UsageKit
import UsageKitTesting

/// A server that responds with raw bytes, so that responses can be wrong in any way.
///
/// On Swift 6.3 it must not send trailers or close the connection inside the header, which ends the client's process.
/// The long check also compiles this file, through a link, so it must not use Swift Testing.
final class FaultServer: Sendable {
    /// The connection of one request.
    struct Connection: Sendable {
        fileprivate let socket: LoopbackSocket

        @discardableResult
        func write(_ text: String) -> Bool { socket.write(Array(text.utf8)) }

        @discardableResult
        func write(_ bytes: [UInt8]) -> Bool { socket.write(bytes) }

        /// Writes a byte at a time until the client disconnects.
        func drip(every seconds: Double) {
            while socket.write([UInt8(ascii: " ")]) { Thread.sleep(forTimeInterval: seconds) }
        }

        /// Blocks until the client disconnects.
        func waitForEnd() {
            while !socket.read().isEmpty {}
        }

        /// Ends the connection with a reset.
        func reset() { socket.resetOnClose() }
    }

    private final class Log: Sendable {
        let requests = Mutex<[TransportRequest]>([])
    }

    let baseURL: String
    private let listener: LoopbackListener
    private let log: Log

    /// Starts a server; the connection is closed when the closure returns.
    init(_ answer: @escaping @Sendable (Connection, TransportRequest) -> Void) throws {
        let log = Log()
        self.log = log
        listener = try LoopbackListener { socket, origin in
            var reader = LoopbackRequestReader(socket: socket, origin: origin)
            guard let (request, _) = try? reader.next() else { return }
            log.requests.withLock { $0.append(request) }
            answer(Connection(socket: socket), request)
        }
        baseURL = listener.origin
    }

    /// Starts a server that returns the same text for each request and closes the connection.
    convenience init(_ text: String) throws {
        try self.init { connection, _ in connection.write(text) }
    }

    deinit { listener.stop() }

    var requests: [TransportRequest] { log.requests.withLock { $0 } }

    func request(
        _ path: String = "/", headers: HTTPHeaders = [:], timeout: Duration = .seconds(3600)
    ) throws -> TransportRequest {
        guard let url = URL(string: baseURL + path) else {
            throw UsageError(.invalidBaseURL, "the path makes no URL")
        }
        return TransportRequest(url: url, headers: headers, timeout: timeout)
    }
}
