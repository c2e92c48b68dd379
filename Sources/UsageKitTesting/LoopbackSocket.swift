package import UsageKit

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A TCP socket on 127.0.0.1 or ::1, with the few calls that a test server needs; all that is unsafe about sockets is here.
package struct LoopbackSocket: Hashable, Sendable {
    private let descriptor: Int32

    private init(_ descriptor: Int32) {
        self.descriptor = descriptor
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }

    /// Opens a listening socket on a port that the system chooses.
    ///
    /// - Parameters:
    ///   - backlog: How many connections may wait to be accepted; the system lets in one more, and on Linux does not
    ///     answer the others.
    ///   - isIPv6: Whether the address is ::1 instead of 127.0.0.1.
    /// - Returns: The socket and its port.
    /// - Throws: ``UsageError`` if the system cannot open a port.
    package static func listening(
        backlog: Int32 = 128, isIPv6: Bool = false
    ) throws(UsageError) -> (socket: LoopbackSocket, port: UInt16) {
        #if canImport(Glibc)
            let kind = Int32(SOCK_STREAM.rawValue)
        #else
            let kind = SOCK_STREAM
        #endif
        let socket = LoopbackSocket(makeSocket(isIPv6 ? AF_INET6 : AF_INET, kind, 0))
        guard socket.descriptor >= 0 else { throw UsageError(.transport, "the system gives no socket") }
        let port: UInt16?
        if isIPv6 {
            var address = sockaddr_in6()
            address.sin6_family = sa_family_t(AF_INET6)
            address.sin6_addr = in6addr_loopback
            port = socket.listen(at: &address, backlog) ? address.sin6_port : nil
        } else {
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            port = socket.listen(at: &address, backlog) ? address.sin_port : nil
        }
        guard let port else {
            socket.close()
            throw UsageError(.transport, "the system gives no port on \(isIPv6 ? "::1" : "127.0.0.1")")
        }
        return (socket, UInt16(bigEndian: port))
    }

    /// Binds the socket to an address, which then has the port that the system chose, and listens.
    private func listen<Address>(at address: inout Address, _ backlog: Int32) -> Bool {
        var size = socklen_t(MemoryLayout<Address>.size)
        return unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                unsafe bind(descriptor, pointer, size) == 0
                    && startListening(descriptor, backlog) == 0
                    && getsockname(descriptor, pointer, &size) == 0
            }
        }
    }

    /// Waits for a connection.
    ///
    /// - Parameter milliseconds: How long to wait.
    /// - Returns: The connection, or nil if none came.
    package func accept(within milliseconds: Int32) -> LoopbackSocket? {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard unsafe poll(&entry, 1, milliseconds) > 0 else { return nil }
        let connection = acceptConnection(descriptor)
        guard connection >= 0 else { return nil }
        var one: Int32 = 1
        let size = socklen_t(MemoryLayout<Int32>.size)
        // A response is one write; waiting for more to send only costs a test its time.
        _ = unsafe setsockopt(connection, Int32(IPPROTO_TCP), TCP_NODELAY, &one, size)
        #if canImport(Darwin)
            _ = unsafe setsockopt(connection, SOL_SOCKET, SO_NOSIGPIPE, &one, size)
        #endif
        return LoopbackSocket(connection)
    }

    /// Reads what there is, waiting for the first byte.
    ///
    /// - Parameter count: How many bytes to read at most.
    /// - Returns: The bytes; an empty array if the other side has closed or the connection is broken.
    package func read(upTo count: Int = 65_536) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            unsafe initialized = max(0, recv(descriptor, buffer.baseAddress, buffer.count, 0))
        }
    }

    /// Writes all bytes.
    ///
    /// - Parameter bytes: The bytes.
    /// - Returns: Whether the system took them all.
    @discardableResult
    package func write(_ bytes: [UInt8]) -> Bool {
        #if canImport(Darwin)
            let flags: Int32 = 0
        #else
            let flags = Int32(MSG_NOSIGNAL)
        #endif
        var sent = 0
        while sent < bytes.count {
            let count = unsafe bytes[sent...].withUnsafeBytes { buffer in
                unsafe send(descriptor, buffer.baseAddress, buffer.count, flags)
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    /// Ends both directions, which wakes threads that read or write; the socket stays open.
    package func shutDown() {
        _ = shutdown(descriptor, Int32(SHUT_RDWR))
    }

    /// Closes the socket.
    package func close() {
        _ = closeDescriptor(descriptor)
    }

    /// Makes closing answer the other side with a reset instead of a regular end.
    package func resetOnClose() {
        var option = linger(l_onoff: 1, l_linger: 0)
        _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    }
}

// The type's own methods hide the system's functions of the same name.
private func makeSocket(_ family: Int32, _ kind: Int32, _ proto: Int32) -> Int32 { socket(family, kind, proto) }
private func acceptConnection(_ listener: Int32) -> Int32 { accept(listener, nil, nil) }
private func startListening(_ descriptor: Int32, _ backlog: Int32) -> Int32 { listen(descriptor, backlog) }
private func closeDescriptor(_ descriptor: Int32) -> Int32 { close(descriptor) }
