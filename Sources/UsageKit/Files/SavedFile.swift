internal import Foundation

/// The bytes of a file, in memory or where it lies.
enum SavedFile: Sendable {
    case bytes([UInt8])
    case url(URL)

    /// How many bytes there are.
    func count() throws(UsageError) -> Int {
        switch self {
        case .bytes(let bytes): bytes.count
        case .url(let url): try Self.reading(url) { Int(exactly: try $0.seekToEnd()) ?? .max }
        }
    }

    /// All bytes.
    func all() throws(UsageError) -> [UInt8] {
        switch self {
        case .bytes(let bytes): bytes
        case .url(let url): try Self.reading(url) { [UInt8](try $0.readToEnd() ?? Data()) }
        }
    }

    /// Opens the file, to read it block by block.
    func open() throws(UsageError) -> Blocks {
        switch self {
        case .bytes: Blocks(file: self, handle: nil)
        case .url(let url): Blocks(file: self, handle: try Self.reading(url) { $0 })
        }
    }

    /// An open file.
    struct Blocks: ~Copyable {
        fileprivate let file: SavedFile
        /// Closes the file when it goes.
        fileprivate let handle: FileHandle?
        /// The same room for every block.
        private var buffer: [UInt8] = []
        /// The range that was read last.
        private var range = 0..<0

        fileprivate init(file: SavedFile, handle: FileHandle?) {
            self.file = file
            self.handle = handle
        }

        /// Reads a range and says how many of its bytes there are; the file may have become shorter.
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

        /// Where the first line ends behind a place, in a file of so many bytes.
        mutating func endOfLine(from start: Int, of count: Int) throws(UsageError) -> Int {
            var position = start
            while position < count {
                let length = try read(position..<min(position + 4096, count))
                let block = bytes(length)
                if let lineFeed = block.firstIndex(of: UInt8(ascii: "\n")) {
                    return position + lineFeed - block.startIndex + 1
                }
                position += max(length, 1)
            }
            return min(position, count)
        }

        /// The first bytes of what was read last; who keeps them has the next block read into another array.
        func bytes(_ count: Int) -> ArraySlice<UInt8> {
            let range = range.prefix(count)
            return if case .bytes(let bytes) = file { bytes[range] } else { buffer[range] }
        }
    }

    private static func reading<Value>(_ url: URL, _ body: (FileHandle) throws -> Value) throws(UsageError) -> Value {
        do {
            return try body(try FileHandle(forReadingFrom: url))
        } catch {
            throw unreadable(url)
        }
    }

    private static func unreadable(_ url: URL) -> UsageError {
        UsageError(.invalidArgument, "the file \(url.lastPathComponent) cannot be read")
    }
}
