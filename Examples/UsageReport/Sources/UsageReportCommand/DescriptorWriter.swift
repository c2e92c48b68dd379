#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#elseif canImport(Glibc)
    import Glibc
#endif

/// Writes to an open descriptor; `FileHandle.write(_:)` is no alternative, because it traps when the stream fails.
struct DescriptorWriter: Sendable {
    let descriptor: Int32

    /// Writes the whole text, and waits if the descriptor does not accept more.
    func write(_ text: String) throws(OutputFailure) { try write(exact: Array(text.utf8)) }

    /// Writes a part of a result to standard output.
    func write(exact bytes: [UInt8]) throws(OutputFailure) {
        do {
            try write(bytes)
        } catch {
            throw OutputFailure(code: error.code)
        }
    }

    /// Writes all bytes, and waits if the descriptor does not accept more.
    func write(_ bytes: [UInt8]) throws(SystemFailure) {
        var written = 0
        while written < bytes.count {
            let (count, code) = attempt(bytes[written...])
            if count > 0 {
                written += count
            } else if code == EAGAIN {
                waitUntilWritable()
            } else if code != EINTR {
                throw SystemFailure(code: code)
            }
        }
    }

    /// The number of bytes that one call wrote, and the error code if there are none.
    private func attempt(_ bytes: ArraySlice<UInt8>) -> (count: Int, code: Int32) {
        unsafe bytes.withUnsafeBytes { buffer in
            #if canImport(Darwin)
                let count = unsafe Darwin.write(descriptor, buffer.baseAddress, buffer.count)
            #elseif canImport(Musl)
                let count = unsafe Musl.write(descriptor, buffer.baseAddress, buffer.count)
            #else
                let count = unsafe Glibc.write(descriptor, buffer.baseAddress, buffer.count)
            #endif
            return (count, count > 0 ? 0 : count == 0 ? EIO : errno)
        }
    }

    /// Waits for a descriptor that another process has made non-blocking.
    private func waitUntilWritable() {
        var state = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = unsafe poll(&state, 1, -1)
    }
}

/// A stream or a file that cannot be written, with the system's error code.
struct OutputFailure: Error, Equatable {
    let code: Int32
    /// The file; nil for standard output.
    var path: String?

    /// The system's words for the code.
    var reason: String { SystemFailure(code: code).reason }
}

/// A failed call of the system, with its error code.
struct SystemFailure: Error, Equatable {
    let code: Int32

    /// The system's words for the code.
    var reason: String {
        unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
    }
}
