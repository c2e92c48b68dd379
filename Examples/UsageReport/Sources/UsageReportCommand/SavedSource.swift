import Foundation
import UsageKit

/// What `replay` reads: a file that can be read twice, or a stream such as a pipe, whose bytes come once.
enum SavedSource: Sendable {
    case file(URL)
    case stream(Stream)

    enum Stream: Sendable {
        /// A stream that the process was started with, such as standard input.
        case descriptor(Int32)
        /// A stream that must be opened, such as a named pipe.
        case path(String)

        /// How messages name the stream.
        var name: String {
            switch self {
            case .descriptor(STDIN_FILENO): "standard input"
            case .descriptor(let descriptor): "the file '/dev/fd/\(descriptor)'"
            case .path(let path): "the file '\(path)'"
            }
        }
    }

    /// Finds out what is at a path; `-` is standard input.
    ///
    /// - Throws: `UsageError` for a directory.
    init(path: String) throws(UsageError) {
        var status = stat()
        guard let descriptor = Self.descriptor(of: path) else {
            let isKnown = unsafe stat(path, &status) == 0
            switch isKnown ? status.st_mode & S_IFMT : S_IFREG {
            case S_IFDIR: throw Self.directory("'\(path)'")
            case S_IFREG: self = .file(URL(fileURLWithPath: path))
            default: self = .stream(.path(path))
            }
            return
        }
        let type = unsafe fstat(descriptor, &status) == 0 ? status.st_mode & S_IFMT : S_IFIFO
        let stream = Stream.descriptor(descriptor)
        if type == S_IFDIR { throw Self.directory(stream.name) }
        // A file is read from its beginning, but a part of it may have been read by another process.
        let isUntouched = type == S_IFREG && lseek(descriptor, 0, SEEK_CUR) == 0
        let link = "/dev/fd/\(descriptor)"
        if isUntouched, FileManager.default.isReadableFile(atPath: link) {
            self = .file(URL(fileURLWithPath: link))
        } else {
            self = .stream(stream)
        }
    }

    /// The descriptor that a path names; nil if it names a file.
    ///
    /// Such a path is not opened again: a named pipe would wait for another writer, after the first one has ended.
    private static func descriptor(of path: String) -> Int32? {
        if ["-", "/dev/stdin"].contains(path) { return STDIN_FILENO }
        let folder = ["/dev/fd/", "/proc/self/fd/"].first { path.hasPrefix($0) }
        return folder.flatMap { Int32(path.dropFirst($0.count)) }
    }

    private static func directory(_ name: String) -> UsageError {
        UsageError(.unreadableFile, "\(name) is a directory; expected a file or a pipe")
    }
}
