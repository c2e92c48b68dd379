import Foundation
import Synchronization
import UsageKit

/// What `replay` reads: a file, or the bytes of a stream such as a pipe.
enum SavedInput: Sendable {
    /// A file, which can be read block by block and on several threads.
    case file(URL)
    /// What a stream gave up to its end, or up to an interruption.
    case stream([UInt8], isInterrupted: Bool)

    /// Opens a file, or reads a stream until it ends or the task is cancelled.
    ///
    /// - Parameter path: The path.
    /// - Throws: `UsageError` if a stream cannot be read.
    init(path: String) async throws(UsageError) {
        guard Self.isStream(path) else {
            self = .file(URL(fileURLWithPath: path))
            return
        }
        let stream = Stream()
        let isReadable = await BlockingWork.value(grace: 0) { stream.readAll(of: path) }
        if isReadable == false { throw Self.unreadable(path) }
        self = .stream(stream.take(), isInterrupted: isReadable == nil)
    }

    /// Whether the end of a stream is missing because the reading was interrupted.
    var isInterrupted: Bool {
        if case .stream(_, let isInterrupted) = self { isInterrupted } else { false }
    }

    /// All bytes.
    func bytes() throws(UsageError) -> [UInt8] {
        switch self {
        case .stream(let bytes, _): return bytes
        case .file(let url):
            guard let data = try? Data(contentsOf: url) else { throw Self.unreadable(url.path) }
            return [UInt8](data)
        }
    }

    /// The whole lines among the first `count` bytes.
    ///
    /// - Parameter count: The number of bytes.
    /// - Returns: The part, and whether no bytes follow; nil if they cannot be read.
    func part(upTo count: Int) -> (part: SavedInput, isLast: Bool)? {
        let beginning: ArraySlice<UInt8>
        switch self {
        case .stream(let bytes, _): beginning = bytes.prefix(count)
        case .file(let url):
            guard let file = try? FileHandle(forReadingFrom: url), let data = try? file.read(upToCount: count) else {
                return nil
            }
            beginning = [UInt8](data)[...]
        }
        return (.stream(beginning.upToLastLine, isInterrupted: true), beginning.count < count)
    }

    private static func unreadable(_ path: String) -> UsageError {
        UsageError(.invalidArgument, "the file '\(path)' cannot be read")
    }

    /// Whether the path leads to a pipe, a socket or a device, whose bytes come once and at any time.
    private static func isStream(_ path: String) -> Bool {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return false }
        return ![S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT)
    }

    /// The bytes of a stream, which one thread reads and another one may take early.
    private final class Stream: Sendable {
        /// The bytes; nil after they were taken.
        private let bytes = Mutex<[UInt8]?>([])

        /// Reads to the end, and returns whether that was possible.
        func readAll(of path: String) -> Bool {
            // Opening waits, too: for the other end of a named pipe.
            let descriptor = unsafe open(path, O_RDONLY)
            guard descriptor >= 0 else { return false }
            defer { close(descriptor) }
            var block = [UInt8](repeating: 0, count: 1 << 16)
            while true {
                let (count, code) = unsafe block.withUnsafeMutableBytes { buffer in
                    let count = unsafe read(descriptor, buffer.baseAddress, buffer.count)
                    return (count, count < 0 ? errno : 0)
                }
                if count == 0 { return true }
                if count > 0 {
                    let isWanted = bytes.withLock { bytes in
                        bytes?.append(contentsOf: block[..<count])
                        return bytes != nil
                    }
                    guard isWanted else { return false }
                } else if code == EAGAIN {
                    var state = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                    _ = unsafe poll(&state, 1, -1)
                } else if code != EINTR {
                    return false
                }
            }
        }

        /// The bytes read until the interruption.
        func take() -> [UInt8] {
            bytes.withLock { $0.take() ?? [] }
        }
    }
}

extension ArraySlice<UInt8> {
    /// The bytes without a last line that has not ended.
    fileprivate var upToLastLine: [UInt8] {
        lastIndex(of: UInt8(ascii: "\n")).map { Array(self[...$0]) } ?? []
    }
}
