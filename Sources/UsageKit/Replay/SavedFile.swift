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

    /// An array with the bytes of a range, and where they stand in it; the file may have become shorter.
    func block(_ range: Range<Int>) throws(UsageError) -> ArraySlice<UInt8> {
        switch self {
        case .bytes(let bytes): bytes[range]
        case .url(let url):
            try Self.reading(url) { file in
                try file.seek(toOffset: UInt64(range.lowerBound))
                return [UInt8](try file.read(upToCount: range.count) ?? Data())[...]
            }
        }
    }

    private static func reading<Value>(_ url: URL, _ body: (FileHandle) throws -> Value) throws(UsageError) -> Value {
        do {
            let file = try FileHandle(forReadingFrom: url)
            defer { try? file.close() }
            return try body(file)
        } catch {
            throw UsageError(.invalidArgument, "the file \(url.lastPathComponent) cannot be read")
        }
    }
}
