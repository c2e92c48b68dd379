internal import Foundation

/// Reads a file into columns: on all cores and block by block, so that neither the file nor its rows are ever held.
///
/// It gives up on whatever is not as simple: a row or a page that may have come before, whatever is malformed. Then the
/// file is read from its beginning in the general way, which knows what to say.
struct ChunkedFileReader: Sendable {
    /// A block does not grow beyond this: a string that is never closed must not gather the whole file.
    private static let maximumBlockSize = 1 << 26

    let file: SavedFile
    let window: TimeWindow
    /// How many bytes are read at once, unless what must be read together has more.
    var blockSize = 1 << 18
    /// How many parts are read at the same time.
    var partCount: Int?
    var progress: ReadingProgress?

    /// What is found at the beginning of a file.
    struct Opening {
        /// The first bytes.
        let bytes: ArraySlice<UInt8>
        /// Whether these are all bytes.
        let isWhole: Bool
    }

    /// How many bytes of a file are looked at, to see what it holds.
    private static let openingLength = 1 << 18

    func opening() throws(UsageError) -> Opening {
        let count = try file.count()
        var blocks = try file.open()
        let length = try blocks.read(0..<min(count, Self.openingLength))
        return Opening(bytes: blocks.bytes(length), isWhole: length == count)
    }

    /// Whether the first line can be a document: it ends behind an object.
    func isFirstLineClosed() throws(UsageError) -> Bool {
        let count = try file.count()
        var blocks = try file.open()
        let end = try blocks.endOfLine(from: 0, of: count)
        let length = try blocks.read(max(0, end - 64)..<end)
        return blocks.bytes(length).last { $0 > 0x20 } == UInt8(ascii: "}")
    }

    /// Reads the rows in parts.
    ///
    /// - Parameters:
    ///   - isCut: Whether parts may begin behind line feeds. Where a line feed turns out to stand inside of something,
    ///     the file is read again in one part.
    ///   - reader: Makes the reader of the first part, and of each other one.
    /// - Returns: The parts in their order, or nil where the file must be read in the general way.
    func parts<Reader: ChunkReader>(
        isCut: Bool, _ reader: @Sendable (_ isFirst: Bool) -> Reader
    ) -> [ChunkResult]? {
        guard let count = try? file.count(), let cuts = isCut ? try? cuts(count) : [0..<count] else { return nil }
        let read = parallelMap(cuts.count) { index in
            try? part(cuts[index], of: count, reader(index == 0))
        }
        var parts: [ChunkResult] = []
        // A part is known to begin where something may begin because the part in front of it says so.
        for result in read {
            guard let (part, isOpen) = result else { return nil }
            parts.append(part)
            guard isOpen else { continue }
            progress?.restart()
            return cuts.count > 1 ? self.parts(isCut: false, reader) : nil
        }
        return ChunkResult.areDisjoint(parts) ? parts : nil
    }

    private func part<Reader: ChunkReader>(
        _ range: Range<Int>, of count: Int, _ reader: Reader
    ) throws(UsageError) -> (part: ChunkResult, isOpen: Bool) {
        var part = ChunkResult(window)
        var reader = reader
        var blocks = try file.open()
        var position = range.lowerBound
        var size = blockSize
        while position < range.upperBound {
            let length = try blocks.read(position..<min(position + size, range.upperBound))
            guard length > 0 else { throw UsageError(.invalidArgument, "the file became shorter") }
            let end = position + length
            let read = try reader.read(blocks.bytes(length), isLast: end == count, into: &part)
            position += read
            progress?.add(read, of: count)
            if read == 0 {
                if end == range.upperBound { return (part, isOpen: true) }
                guard size < Self.maximumBlockSize else { throw UsageError(.invalidArgument, "nothing ends") }
                size *= 2
            }
        }
        return (part, reader.isOpen)
    }

    /// Cuts the file behind line feeds, into a part for each core.
    private func cuts(_ count: Int) throws(UsageError) -> [Range<Int>] {
        let parts = partCount ?? min(ProcessInfo.processInfo.activeProcessorCount, count / (4 * blockSize) + 1)
        var blocks = try file.open()
        var ends: [Int] = []
        for part in 1..<max(parts, 1) {
            let start = max(count / parts * part, ends.last ?? 0)
            ends.append(try blocks.endOfLine(from: start, of: count))
        }
        return zip([0] + ends, ends + [count]).map { $0..<$1 }
    }
}

/// What reads a part of a file, block by block.
protocol ChunkReader: SendableMetatype {
    /// Whether something began that has not ended.
    var isOpen: Bool { get }

    /// Reads what has an end in a block.
    ///
    /// - Parameters:
    ///   - block: The bytes behind those that were read.
    ///   - isLast: Whether the file ends with the block.
    ///   - part: Where the rows go.
    /// - Returns: How many bytes that is; the others come again, with more behind them.
    /// - Throws: ``UsageError`` where the file must be read in the general way.
    mutating func read(
        _ block: ArraySlice<UInt8>, isLast: Bool, into part: inout ChunkResult
    ) throws(UsageError) -> Int
}
