import Foundation

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#elseif canImport(Glibc)
    import Glibc
#endif

/// A file that no other process can open in this way until this one has closed it or ends, by whatever cause.
final class LockedFile {
    /// Why a file cannot be opened.
    enum Refusal: Error {
        /// Another process holds the file.
        case isLocked
        /// It is a folder, a pipe or a socket.
        case isNoFile
        case system(SystemFailure)
    }

    private let descriptor: Int32
    private let permissions: mode_t
    /// Whether the file keeps what is written; a device such as `/dev/full` does not, and is never read.
    private let isRegular: Bool

    /// Opens a file, or creates it for its owner only.
    init(path: String) throws(Refusal) {
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK, 0o600)
        guard descriptor >= 0 else { throw errno == EISDIR ? .isNoFile : .system(SystemFailure(code: errno)) }
        self.descriptor = descriptor
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw .system(SystemFailure(code: errno)) }
        isRegular = status.st_mode & S_IFMT == S_IFREG
        permissions = status.st_mode & 0o7777
        guard isRegular || status.st_mode & S_IFMT == S_IFCHR else { throw .isNoFile }
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EINTR else {
                throw errno == EWOULDBLOCK ? .isLocked : .system(SystemFailure(code: errno))
            }
        }
    }

    deinit { close(descriptor) }

    /// All bytes of the file.
    func contents() throws -> [UInt8] {
        guard isRegular else { return [] }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: false)
        return [UInt8](try file.readToEnd() ?? Data())
    }

    /// Takes the file away from everybody but its owner.
    func restrictToOwner() throws(SystemFailure) {
        guard isRegular, permissions != 0o600, fchmod(descriptor, 0o600) != 0 else { return }
        throw SystemFailure(code: errno)
    }

    /// Removes what follows a number of bytes.
    func cut(to count: Int) throws(SystemFailure) {
        guard isRegular, ftruncate(descriptor, off_t(count)) != 0 else { return }
        throw SystemFailure(code: errno)
    }

    /// Appends bytes, and returns when they are on the disk.
    func append(_ bytes: [UInt8]) throws(SystemFailure) {
        try DescriptorWriter(descriptor: descriptor).write(bytes)
        // Devices have nothing to synchronize.
        guard isRegular, fsync(descriptor) != 0 else { return }
        throw SystemFailure(code: errno)
    }
}
