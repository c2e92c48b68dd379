import Foundation

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#elseif canImport(Glibc)
    import Glibc
#endif

/// A file without a name, which the system removes whatever becomes of the process.
final class TemporaryFile {
    private let descriptor: Int32

    /// - Throws: `OutputFailure` if there can be none.
    init() throws(OutputFailure) {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("usage-report-\(UUID().uuidString)")
            .path
        descriptor = unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.failure(errno) }
        _ = unsafe unlink(path)
    }

    deinit { close(descriptor) }

    /// The file for readers that open a URL.
    var url: URL { URL(fileURLWithPath: "/dev/fd/\(descriptor)") }

    /// Appends bytes.
    func append(_ bytes: [UInt8]) throws(OutputFailure) {
        do {
            try DescriptorWriter(descriptor: descriptor).write(bytes)
        } catch {
            throw Self.failure(error.code)
        }
    }

    /// Returns bytes at an offset, up to a number; none at the end.
    func bytes(at offset: Int, count: Int) throws(OutputFailure) -> [UInt8] {
        var code: Int32 = 0
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while true {
                let read = unsafe pread(descriptor, buffer.baseAddress, count, off_t(offset))
                if read < 0, errno == EINTR { continue }
                code = read < 0 ? errno : 0
                filled = max(0, read)
                return
            }
        }
        guard code == 0 else { throw Self.failure(code) }
        return bytes
    }

    private static func failure(_ code: Int32) -> OutputFailure {
        OutputFailure(code: code, path: FileManager.default.temporaryDirectory.path)
    }
}
