import ArgumentParser
import Foundation
import Synchronization

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#elseif canImport(Glibc)
    import Glibc
#endif

/// The file of `--output`, which appears under its name whole or not at all.
///
/// It is written as PATH.partial, and gets its name when the result is complete. A device or a pipe, which cannot be
/// replaced, is written to as it is.
final class OutputFile: Sendable {
    private let path: String
    /// The file that the path leads to, so that a link stays.
    private let target: String
    private let writer: DescriptorWriter
    /// Whether the path leads to a device or a pipe.
    private let isStream: Bool
    /// Whether something was written; until then, what an earlier run has left is kept.
    private let hasBegun = Mutex(false)
    /// Whether the file has its name, so that the partial one is no longer that of this run.
    private let hasName = Mutex(false)

    /// Opens the file, and keeps other processes from writing it.
    ///
    /// - Throws: `OutputFailure` if it cannot be created, and `ValidationError` if another process writes it.
    init(path: String) throws {
        self.path = path
        if let descriptor = Self.descriptor(of: path) {
            // Not opened again: a file at standard output would be written from its beginning, or replaced.
            target = path
            isStream = true
            let copy = dup(descriptor)
            guard copy >= 0 else { throw OutputFailure(code: errno, path: path) }
            writer = DescriptorWriter(descriptor: copy)
            return
        }
        target = try Self.target(of: path)
        var status = stat()
        let isThere = unsafe stat(target, &status) == 0
        if isThere, status.st_mode & S_IFMT == S_IFDIR { throw OutputFailure(code: EISDIR, path: path) }
        isStream = isThere && status.st_mode & S_IFMT != S_IFREG
        if isStream {
            let descriptor = unsafe open(target, O_WRONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw OutputFailure(code: errno, path: path) }
            writer = DescriptorWriter(descriptor: descriptor)
        } else {
            writer = DescriptorWriter(descriptor: try Self.partialFile(target + ".partial", for: path))
            // A file that is replaced keeps its permissions.
            if isThere { _ = fchmod(writer.descriptor, status.st_mode & 0o7777) }
        }
    }

    deinit { close(writer.descriptor) }

    /// Opens the partial file, alone.
    private static func partialFile(_ partialPath: String, for path: String) throws -> Int32 {
        while true {
            let descriptor = unsafe open(partialPath, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o666)
            guard descriptor >= 0 else { throw OutputFailure(code: errno, path: path) }
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 {
                var own = stat()
                var named = stat()
                // Another process can have given the file its final name since it was opened here.
                if unsafe fstat(descriptor, &own) == 0, unsafe stat(partialPath, &named) == 0,
                    own.st_ino == named.st_ino
                {
                    return descriptor
                }
                close(descriptor)
            } else {
                let code = errno
                close(descriptor)
                if code == EWOULDBLOCK { throw ValidationError("Another process is writing '\(path)'.") }
                if code != EINTR { throw OutputFailure(code: code, path: path) }
            }
        }
    }

    private static func target(of path: String) throws(OutputFailure) -> String {
        if let resolved = unsafe realpath(path, nil) {
            defer { unsafe free(resolved) }
            return unsafe String(cString: resolved)
        }
        var status = stat()
        // A link to a file that does not exist would be replaced, and not followed.
        guard unsafe lstat(path, &status) != 0 else { throw OutputFailure(code: ENOENT, path: path) }
        return path
    }

    /// The descriptor that a path names; nil if it names a file.
    private static func descriptor(of path: String) -> Int32? {
        switch path {
        case "/dev/stdout": return STDOUT_FILENO
        case "/dev/stderr": return STDERR_FILENO
        default:
            let folder = ["/dev/fd/", "/proc/self/fd/"].first { path.hasPrefix($0) }
            return folder.flatMap { Int32(path.dropFirst($0.count)) }
        }
    }

    private var partialPath: String { target + ".partial" }

    private func check(_ isRight: Bool) throws(OutputFailure) {
        guard isRight else { throw OutputFailure(code: errno, path: path) }
    }

    /// Appends bytes.
    func write(_ bytes: [UInt8]) throws(OutputFailure) {
        try begin()
        do {
            try writer.write(bytes)
        } catch {
            throw OutputFailure(code: error.code, path: path)
        }
    }

    /// Removes what an earlier run has left.
    private func begin() throws(OutputFailure) {
        let isFirst = hasBegun.withLock { hasBegun in
            defer { hasBegun = true }
            return !hasBegun
        }
        if isFirst, !isStream { try check(ftruncate(writer.descriptor, 0) == 0) }
    }

    /// Takes back all that was written.
    func restart() throws(OutputFailure) {
        guard hasBegun.withLock({ $0 }) else { return }
        if isStream { throw OutputFailure(code: ESPIPE, path: path) }
        try check(ftruncate(writer.descriptor, 0) == 0 && lseek(writer.descriptor, 0, SEEK_SET) == 0)
    }

    /// Ends the file: a complete result gets its name, and an incomplete one is left as PATH.partial.
    ///
    /// - Returns: The name under which an incomplete result is left; nil if there is no such file.
    /// - Throws: `OutputFailure` if not all bytes reach the disk.
    func end(isComplete: Bool) throws(OutputFailure) -> String? {
        guard !isStream else { return nil }
        guard isComplete || hasBegun.withLock({ $0 }) else {
            discard()
            return nil
        }
        try begin()
        try check(fsync(writer.descriptor) == 0)
        guard isComplete else { return partialPath }
        try check(unsafe rename(partialPath, target) == 0)
        hasName.withLock { $0 = true }
        // The new name is on the disk when the folder is.
        let folder = unsafe open(URL(fileURLWithPath: target).deletingLastPathComponent().path, O_RDONLY | O_CLOEXEC)
        try check(folder >= 0)
        defer { close(folder) }
        try check(fsync(folder) == 0)
        return nil
    }

    /// Removes what this run has written, if it cannot be ended; a partial file of an earlier run stays.
    func discard() {
        guard !isStream, !hasName.withLock({ $0 }) else { return }
        var status = stat()
        let isEmpty = unsafe fstat(writer.descriptor, &status) == 0 && status.st_size == 0
        if isEmpty || hasBegun.withLock({ $0 }) { _ = unsafe unlink(partialPath) }
    }
}
