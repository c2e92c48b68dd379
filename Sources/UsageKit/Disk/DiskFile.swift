#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#elseif canImport(Android)
    import Android
#elseif canImport(Glibc)
    import Glibc
#endif

/// A file by the calls of the platform's C library, for what Foundation does not have: locks, and waiting until bytes and
/// names of files are on the disk.
final class DiskFile: Sendable {
    /// A call that failed, with the system's error code.
    struct Failure: Error, Equatable {
        /// What was to be done, for example `write`.
        let operation: String
        let code: Int32

        /// Whether another process has the lock.
        var isLock: Bool { operation == "lock" && code == EWOULDBLOCK }

        /// Whether a file was to be read.
        var isReading: Bool { ["open for reading", "measure", "read"].contains(operation) }

        /// Whether a file to be read does not exist.
        var isMissing: Bool { operation == "open for reading" && code == ENOENT }

        /// Whether a file to be read has no places, as a pipe has none.
        var isStream: Bool { operation == "measure" && code == ESPIPE }

        /// Whether a file or a folder of its path is missing or is no folder.
        var isNoSuchPath: Bool { code == ENOENT || code == ENOTDIR }

        /// Whether there is no room.
        var isFull: Bool { code == ENOSPC || code == EDQUOT }

        /// The system's words for the code.
        var reason: String { unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)" }
    }

    private let descriptor: Int32

    /// Opens a file to be read, without waiting for a writer if it is a pipe.
    init(reading path: String) throws(Failure) {
        descriptor = try Self.descriptor("open for reading") { unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
    }

    /// Opens a file to be appended to, which only its owner may read; it is created if it does not exist.
    init(appendingTo path: String) throws(Failure) {
        descriptor = try Self.descriptor("open") {
            unsafe open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        }
        try Self.check("restrict") { fchmod(descriptor, 0o600) }
    }

    /// Opens a file to be appended to, and creates it with the permissions of a new file (umask) if it does not exist.
    ///
    /// A symbolic link is not followed.
    init(appendingToOutput path: String) throws(Failure) {
        descriptor = try Self.descriptor("open") {
            unsafe open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o666)
        }
    }

    deinit { close(descriptor) }

    /// Takes the lock that one process can have, until the file is closed or the process ends.
    func lock() throws(Failure) {
        try Self.check("lock") { flock(descriptor, LOCK_EX | LOCK_NB) }
    }

    /// Takes the lock once another process releases it.
    func waitForLock() throws(Failure) {
        try Self.check("lock") { flock(descriptor, LOCK_EX) }
    }

    /// Gives the file the permissions of a number, such as `0o640`.
    func setPermissions(_ permissions: Int) throws(Failure) {
        try Self.check("set the permissions") { fchmod(descriptor, mode_t(truncatingIfNeeded: permissions & 0o7777)) }
    }

    /// The number of bytes.
    func size() throws(Failure) -> Int {
        // Apple wants a reason for fstat.
        let end = lseek(descriptor, 0, SEEK_END)
        guard end >= 0 else { throw Failure(operation: "measure", code: errno) }
        return Int(end)
    }

    /// Returns bytes at an offset: as many as there are, up to a number.
    func read(at offset: Int, count: Int) throws(Failure) -> [UInt8] {
        var code: Int32 = 0
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let read = unsafe pread(
                    descriptor, buffer.baseAddress.map { unsafe $0 + filled }, count - filled, off_t(offset + filled))
                if read > 0 {
                    filled += read
                } else if read == 0 {
                    return
                } else if errno != EINTR {
                    code = errno
                    return
                }
            }
        }
        guard code == 0 else { throw Failure(operation: "read", code: code) }
        return bytes
    }

    /// Appends bytes.
    ///
    /// If it fails, some of them may be there; ``cut(to:)`` takes them away.
    func append(_ bytes: [UInt8]) throws(Failure) {
        var code: Int32 = 0
        unsafe bytes.withUnsafeBytes { buffer in
            var written = 0
            while written < buffer.count {
                let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[written...])
                #if canImport(Darwin)
                    let count = unsafe Darwin.write(descriptor, rest.baseAddress, rest.count)
                #elseif canImport(Musl)
                    let count = unsafe Musl.write(descriptor, rest.baseAddress, rest.count)
                #elseif canImport(Android)
                    let count = unsafe Android.write(descriptor, rest.baseAddress, rest.count)
                #else
                    let count = unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
                #endif
                if count > 0 {
                    written += count
                } else if count == 0 || errno != EINTR {
                    code = count == 0 ? EIO : errno
                    return
                }
            }
        }
        guard code == 0 else { throw Failure(operation: "write", code: code) }
    }

    /// Returns when all bytes are on the disk.
    func synchronize() throws(Failure) {
        #if canImport(Darwin)
            // fsync does not wait for the disk there.
            try Self.check("synchronize") { unsafe fcntl(descriptor, F_FULLFSYNC) }
        #else
            try Self.check("synchronize") { fsync(descriptor) }
        #endif
    }

    /// Removes what follows a number of bytes.
    func cut(to count: Int) throws(Failure) {
        try Self.check("cut") { ftruncate(descriptor, off_t(count)) }
    }

    /// Whether the file has a name; it may have been renamed or removed since it was opened.
    func isNamed(_ path: String) throws(Failure) -> Bool {
        let other: DiskFile
        do {
            other = try DiskFile(reading: path)
        } catch  where error.isNoSuchPath {
            return false
        }
        // Apple wants a reason for fstat.
        return try Self.path(of: descriptor) == Self.path(of: other.descriptor)
    }

    /// The name that an open file has now; another one if it was removed.
    private static func path(of descriptor: Int32) throws(Failure) -> [UInt8] {
        var path = [UInt8](repeating: 0, count: Int(PATH_MAX))
        var count = 0
        #if canImport(Darwin)
            try check("find") {
                unsafe path.withUnsafeMutableBytes { buffer in
                    unsafe buffer.baseAddress.map { unsafe fcntl(descriptor, F_GETPATH, $0) } ?? 0
                }
            }
            count = path.count
        #else
            let link = "/proc/self/fd/\(descriptor)"
            try check("find") {
                count = unsafe path.withUnsafeMutableBytes { buffer in
                    guard let start = buffer.baseAddress else { return 0 }
                    return unsafe readlink(link, start.assumingMemoryBound(to: CChar.self), buffer.count)
                }
                return count < 0 ? -1 : 0
            }
        #endif
        return Array(path.prefix(count))
    }

    /// Whether files of one folder can be renamed into another: they are on one file system.
    static func canMove(from: String, to: String) -> Bool {
        if from == to { return true }
        let name = "_probe-\(UInt64.random(in: .min ... .max))"
        guard let file = try? DiskFile(appendingToOutput: "\(from)/\(name)") else { return true }
        return withExtendedLifetime(file) {
            do throws(Failure) {
                try rename("\(from)/\(name)", to: "\(to)/\(name)")
                try? remove("\(to)/\(name)")
                return true
            } catch {
                try? remove("\(from)/\(name)")
                // What else is wrong is said when it is done in earnest.
                return error.code != EXDEV
            }
        }
    }

    /// Removes a name of a file; a name that does not exist is no failure.
    static func remove(_ path: String) throws(Failure) {
        do {
            try check("remove") { unsafe unlink(path) }
        } catch  where error.code == ENOENT {}
    }

    /// Creates a folder; one that exists is no failure.
    static func createFolder(_ path: String) throws(Failure) {
        do {
            try check("create") { unsafe mkdir(path, 0o777) }
        } catch  where error.code == EEXIST {}
    }

    /// Removes a folder; one that has files or does not exist is no failure.
    static func removeFolder(_ path: String) throws(Failure) {
        do {
            try check("remove") { unsafe rmdir(path) }
        } catch  where [ENOTEMPTY, EEXIST, ENOENT].contains(error.code) {}
    }

    /// Gives a file another name, in the place of a file that has it; ``synchronize(folder:)`` waits until it is on the disk.
    static func rename(_ path: String, to new: String) throws(Failure) {
        #if canImport(Darwin)
            try check("rename") { unsafe Darwin.rename(path, new) }
        #elseif canImport(Musl)
            try check("rename") { unsafe Musl.rename(path, new) }
        #elseif canImport(Android)
            try check("rename") { unsafe Android.rename(path, new) }
        #else
            try check("rename") { unsafe Glibc.rename(path, new) }
        #endif
    }

    /// Returns when the names of the files of a folder are on the disk.
    static func synchronize(folder path: String) throws(Failure) {
        let folder = try descriptor("open") { unsafe open(path, O_RDONLY | O_CLOEXEC) }
        defer { close(folder) }
        try check("synchronize") { fsync(folder) }
    }

    private static func check(_ operation: String, _ call: () -> Int32) throws(Failure) {
        while call() != 0 {
            guard errno == EINTR else { throw Failure(operation: operation, code: errno) }
        }
    }

    private static func descriptor(_ operation: String, _ call: () -> Int32) throws(Failure) -> Int32 {
        while true {
            let descriptor = call()
            if descriptor >= 0 { return descriptor }
            guard errno == EINTR else { throw Failure(operation: operation, code: errno) }
        }
    }
}
