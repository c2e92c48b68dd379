internal import Foundation

/// A saved file: its bytes in memory, or its URL.
enum SavedFile: Sendable {
    case bytes([UInt8])
    case url(URL)

    /// The number of bytes.
    func count() throws(UsageError) -> Int {
        switch self {
        case .bytes(let bytes): bytes.count
        case .url(let url): try Self.reading(url) { Int(exactly: try $0.seekToEnd()) ?? .max }
        }
    }

    /// Opens the file for reading block by block.
    func open() throws(UsageError) -> OpenFile {
        switch self {
        case .bytes: OpenFile(file: self, handle: nil)
        case .url(let url): OpenFile(file: self, handle: try Self.reading(url) { $0 })
        }
    }

    /// A file that is open for reading, with one buffer for all blocks.
    struct OpenFile: ~Copyable {
        fileprivate let file: SavedFile
        /// Closes the file when it is released; nil if the bytes are in memory.
        fileprivate let handle: FileHandle?
        /// The bytes of the last block; reused for every block.
        private var buffer: [UInt8] = []
        /// The range of the last block in the buffer, or in the bytes in memory.
        private var range = 0..<0

        fileprivate init(file: SavedFile, handle: FileHandle?) {
            self.file = file
            self.handle = handle
        }

        /// Reads a range of the file.
        ///
        /// - Returns: The number of bytes read: fewer than wanted if the file was truncated.
        mutating func read(_ wanted: Range<Int>) throws(UsageError) -> Int {
            switch file {
            case .bytes: range = wanted
            case .url(let url):
                if buffer.count < wanted.count { buffer = [UInt8](repeating: 0, count: wanted.count) }
                let count = handle.flatMap { buffer.read(from: $0, at: wanted.lowerBound, upTo: wanted.count) }
                guard let count else { throw SavedFile.unreadable(url) }
                range = 0..<count
            }
            return range.count
        }

        /// The position after the first line feed at or after `start`, or `count` if the file of `count` bytes has none.
        mutating func endOfLine(from start: Int, of count: Int) throws(UsageError) -> Int {
            var position = start
            while position < count {
                let length = try read(position..<min(position + 4096, count))
                let block = bytes(length)
                if let lineFeed = block.firstIndex(of: UInt8(ascii: "\n")) {
                    return position + lineFeed - block.startIndex + 1
                }
                guard length > 0 else { throw SavedFile.truncated(at: position) }
                position += length
            }
            return min(position, count)
        }

        /// The first `count` bytes of the last block; keeping the slice forces a copy on the next read.
        func bytes(_ count: Int) -> ArraySlice<UInt8> {
            let range = range.prefix(count)
            return if case .bytes(let bytes) = file { bytes[range] } else { buffer[range] }
        }
    }

    private static func reading<Value>(_ url: URL, _ body: (FileHandle) throws -> Value) throws(UsageError) -> Value {
        if (try? url.resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory == true {
            throw UsageError(.unreadableFile, "\(url.lastPathComponent) is a directory; expected a file")
        }
        do {
            return try body(try FileHandle(forReadingFrom: url))
        } catch {
            throw unreadable(url, because: error)
        }
    }

    static func truncated(at position: Int) -> UsageError {
        UsageError(.unreadableFile, "the file was truncated at byte \(position) while it was read")
    }

    private static func unreadable(_ url: URL, because cause: (any Error)? = nil) -> UsageError {
        var error = UsageError(.unreadableFile, "the file \(url.lastPathComponent) cannot be read")
        error.underlyingError = cause
        return error
    }
}
