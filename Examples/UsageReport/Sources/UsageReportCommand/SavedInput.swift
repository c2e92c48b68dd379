import Foundation
import UsageKit

/// The bytes of what `replay` reads: a file, or all that a stream gave.
enum SavedInput: Sendable {
    /// A file, which can be read block by block and on several threads.
    case file(URL)
    /// What a stream gave up to its end, or up to an interruption.
    case stream([UInt8], isInterrupted: Bool)

    /// Opens a file, or reads a stream until it ends or the task is cancelled.
    ///
    /// - Parameter source: What to read.
    /// - Throws: `UsageError` if a stream cannot be read.
    init(_ source: SavedSource) async throws(UsageError) {
        switch source {
        case .file(let url): self = .file(url)
        case .stream(let source):
            let stream = BlockStream(source)
            let read = await withTaskCancellationHandler {
                // When the stream is closed, all that has come is there.
                await BlockingWork.value(grace: 0.2) { Self.all(of: stream) }
            } onCancel: {
                stream.close()
            }
            let (bytes, end) = read ?? ([], .closed)
            switch end {
            case .failure: throw Self.unreadable(source)
            case .closed: self = .stream(bytes, isInterrupted: true)
            case .end, .block: self = .stream(bytes, isInterrupted: false)
            }
        }
    }

    private static func all(of stream: BlockStream) -> (bytes: [UInt8], end: BlockStream.Next) {
        var bytes: [UInt8] = []
        while true {
            let next = stream.next()
            guard case .block(let block) = next else { return (bytes, next) }
            bytes += block
        }
    }

    /// Whether the end of a stream is missing because the reading was interrupted.
    var isInterrupted: Bool {
        if case .stream(_, let isInterrupted) = self { isInterrupted } else { false }
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

    /// The error for a stream that cannot be read.
    static func unreadable(_ stream: SavedSource.Stream) -> UsageError {
        UsageError(.unreadableFile, "\(stream.name) cannot be read")
    }
}

extension ArraySlice<UInt8> {
    /// The bytes without a last line that has not ended.
    fileprivate var upToLastLine: [UInt8] {
        lastIndex(of: UInt8(ascii: "\n")).map { Array(self[...$0]) } ?? []
    }
}
