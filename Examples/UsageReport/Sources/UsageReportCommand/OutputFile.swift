import ArgumentParser
import Foundation
import Synchronization
import UsageKit

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
    private let stream: Stream?
    /// Nil for a stream, and after the end.
    private let file: Mutex<AtomicFile?>

    /// The file that is written before it has its name; nil for a device or a pipe, and after the end.
    var partial: URL? { file.withLock { $0?.partial } }

    /// Opens the file, and keeps other processes from writing it.
    ///
    /// - Throws: `OutputFailure` if it cannot be created, and `ValidationError` if another process writes it.
    init(path: String) throws {
        self.path = path
        if let descriptor = Self.descriptor(of: path) {
            // Not opened again: a file at standard output would be written from its beginning, or replaced.
            stream = try Stream(dup(descriptor), path)
            file = Mutex(nil)
            return
        }
        let target = try Self.target(of: path)
        var status = stat()
        let isThere = unsafe stat(target, &status) == 0
        if isThere, status.st_mode & S_IFMT == S_IFDIR { throw OutputFailure(code: EISDIR, path: path) }
        if isThere, status.st_mode & S_IFMT != S_IFREG {
            stream = try Stream(unsafe open(target, O_WRONLY | O_CLOEXEC), path)
            file = Mutex(nil)
            return
        }
        stream = nil
        let url = URL(fileURLWithPath: target, isDirectory: false)
        try Self.checkFolder(url.deletingLastPathComponent().path, of: path)
        do throws(UsageError) {
            // A file that is replaced keeps its permissions, and what an earlier run left stays until there is more.
            file = Mutex(
                try AtomicFile(
                    at: url, permissions: isThere ? Int(status.st_mode & 0o7777) : nil, keepsEarlierPartial: true))
        } catch {
            if error.code == .outputInUse { throw ValidationError("Another process is writing '\(path)'.") }
            throw OutputFailure(error, path: path)
        }
    }

    /// A device or a pipe.
    private final class Stream: Sendable {
        let writer: DescriptorWriter
        let hasBegun = Mutex(false)

        init(_ descriptor: Int32, _ path: String) throws(OutputFailure) {
            guard descriptor >= 0 else { throw OutputFailure(code: errno, path: path) }
            writer = DescriptorWriter(descriptor: descriptor)
        }

        deinit { close(writer.descriptor) }
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

    /// Refuses a folder that does not exist as a file that cannot be written; for the library it is a bad argument.
    private static func checkFolder(_ folder: String, of path: String) throws(OutputFailure) {
        var status = stat()
        guard unsafe stat(folder, &status) == 0 else { throw OutputFailure(code: errno, path: path) }
        guard status.st_mode & S_IFMT == S_IFDIR else { throw OutputFailure(code: ENOTDIR, path: path) }
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

    /// Appends bytes.
    func write(_ bytes: [UInt8]) throws(OutputFailure) {
        guard let stream else {
            return try change { (file) throws(UsageError) in try file?.append(bytes) }
        }
        stream.hasBegun.withLock { $0 = true }
        do {
            try stream.writer.write(bytes)
        } catch {
            throw OutputFailure(code: error.code, path: path)
        }
    }

    /// Takes back all that was written.
    func restart() throws(OutputFailure) {
        if let stream, stream.hasBegun.withLock({ $0 }) { throw OutputFailure(code: ESPIPE, path: path) }
        try change { (file) throws(UsageError) in try file?.restart() }
    }

    /// Ends the file: a complete result gets its name, and an incomplete one is left as PATH.partial.
    ///
    /// - Returns: The name under which an incomplete result is left; nil if there is no such file.
    /// - Throws: `OutputFailure` if not all bytes reach the disk.
    func end(isComplete: Bool) throws(OutputFailure) -> String? {
        try change { (file) throws(UsageError) in
            guard let ended = file.take() else { return nil }
            if isComplete {
                try ended.commit()
            } else if ended.byteCount > 0 {
                return try ended.leavePartial().path
            }
            return nil
        }
    }

    /// Removes what this run has written, if it cannot be ended; a partial file of an earlier run stays.
    func discard() { file.withLock { $0 = nil } }

    private func change<Result: Sendable>(
        _ body: (inout AtomicFile?) throws(UsageError) -> Result
    ) throws(OutputFailure) -> Result {
        do throws(UsageError) {
            return try file.withLock { (file) throws(UsageError) in try body(&file) }
        } catch {
            throw OutputFailure(error, path: path)
        }
    }
}

extension OutputFailure {
    /// The failure of a file that the library could not write.
    init(_ error: UsageError, path: String) {
        self.init(code: (error.underlyingError as? POSIXError)?.code.rawValue ?? EIO, path: path)
    }
}
