import Foundation
import Synchronization
package import UsageKit

/// Accepts connections on a port of 127.0.0.1 or ::1 and serves each on a thread of its own.
package final class LoopbackListener: Sendable {
    private struct State {
        var connections: Set<LoopbackSocket> = []
        var isStopped = false
    }

    /// The port.
    package let port: UInt16

    /// Scheme, host and port, for example `http://127.0.0.1:40123`.
    package var origin: String { "http://\(isIPv6 ? "[::1]" : "127.0.0.1"):\(port)" }

    private let isIPv6: Bool
    private let socket: LoopbackSocket
    private let maximumConnections: Int
    private let state = Mutex(State())

    /// Opens the port and starts to accept.
    ///
    /// - Parameters:
    ///   - maximumConnections: How many connections are served at the same time; more wait to be accepted.
    ///   - isIPv6: Whether the address is ::1 instead of 127.0.0.1.
    ///   - serve: Serves one connection, given the listener's origin, on a thread that it may block. The connection is
    ///     closed when it returns.
    /// - Throws: ``UsageError`` if the system cannot open a port.
    package init(
        maximumConnections: Int = 128, isIPv6: Bool = false,
        serve: @escaping @Sendable (LoopbackSocket, String) -> Void
    ) throws(UsageError) {
        (socket, port) = try LoopbackSocket.listening(isIPv6: isIPv6)
        self.isIPv6 = isIPv6
        self.maximumConnections = maximumConnections
        Thread.detachNewThread { [self] in
            while !state.withLock(\.isStopped) { acceptOne(serve) }
            socket.close()
        }
    }

    /// Closes the port and all connections, which ends the reads and writes of those that are being served.
    package func stop() {
        state.withLock { state in
            guard !state.isStopped else { return }
            state.isStopped = true
            for connection in state.connections { connection.shutDown() }
            socket.shutDown()
        }
    }

    private func acceptOne(_ serve: @escaping @Sendable (LoopbackSocket, String) -> Void) {
        guard state.withLock({ $0.connections.count < maximumConnections }) else {
            Thread.sleep(forTimeInterval: 0.002)
            return
        }
        // Not for ever: on some systems nothing else tells this thread that the listener was stopped.
        guard let connection = socket.accept(within: 50) else { return }
        let isWelcome = state.withLock { state in
            if !state.isStopped { state.connections.insert(connection) }
            return !state.isStopped
        }
        guard isWelcome else {
            connection.close()
            return
        }
        Thread.detachNewThread { [self] in
            serve(connection, origin)
            // Closed under the lock: afterwards the system gives the same number to another socket.
            state.withLock { state in
                state.connections.remove(connection)
                connection.close()
            }
        }
    }
}
