internal import Foundation

/// Reads a file into columns, in one chunk per core and block by block, so that neither the file nor its rows are held in
/// memory as a whole.
///
/// It only handles the simple case. If a row or a page may be repeated, or if anything is malformed, it gives up. The
/// file is then read from its beginning to its end, and each row is judged, which also finds the proper error.
struct ChunkedFileReader: Sendable {
    let file: SavedFile
    let window: TimeWindow
    /// The number of bytes read at once; the block grows if nothing in it is complete.
    var blockSize = 1 << 18
    /// The number of chunks, which are read concurrently; nil chooses it by the number of cores and the size of the file.
    var chunkCount: Int?
    var progress: ReadingProgress?
    /// The labels to keep.
    var labels: [UsageDimension] = []

    /// The beginning of a file.
    struct Opening {
        /// The first bytes.
        let bytes: ArraySlice<UInt8>
        /// Whether these are all bytes of the file.
        let isWhole: Bool
    }

    func opening() throws(UsageError) -> Opening {
        let count = try file.count()
        var input = try file.open()
        let length = try input.read(0..<min(count, SavedFormat.openingLength))
        return Opening(bytes: input.bytes(length), isWhole: length == count)
    }

    /// Whether the first line can be a document: it ends with a closing brace.
    func isFirstLineClosed() throws(UsageError) -> Bool {
        let count = try file.count()
        var input = try file.open()
        let end = try input.endOfLine(from: 0, of: count)
        let length = try input.read(max(0, end - 64)..<end)
        return input.bytes(length).last { $0 > 0x20 } == UInt8(ascii: "}")
    }

    /// Reads the rows in chunks.
    ///
    /// - Parameters:
    ///   - isCut: Whether the file may be cut after line feeds. If a line feed turns out to be inside a value, the file
    ///     is read again as one chunk.
    ///   - makeReader: Makes the reader of the first chunk, or of a later one.
    /// - Returns: The chunks in their order, or nil if each row must be judged.
    func chunks<Row, Labels: LabelReading>(
        isCut: Bool, _ makeReader: @Sendable (_ isFirst: Bool) -> FormatReader<Row>
    ) -> [ChunkResult<Row, Labels>]? {
        guard let count = try? file.count(), let cuts = isCut ? try? cuts(count) : [0..<count] else { return nil }
        let results = parallelMap(cuts.count) { index in
            try? chunk(cuts[index], of: count, makeReader(index == 0), Labels.self)
        }
        var chunks: [ChunkResult<Row, Labels>] = []
        // A chunk begins between two values only if the chunk before it ended with a complete value.
        for result in results {
            guard let (chunk, isOpen) = result else { return nil }
            chunks.append(chunk)
            guard isOpen else { continue }
            progress?.restart()
            return cuts.count > 1 ? self.chunks(isCut: false, makeReader) : nil
        }
        return ChunkResult.areDisjoint(chunks) ? chunks : nil
    }

    private func chunk<Row, Labels: LabelReading>(
        _ range: Range<Int>, of count: Int, _ reader: FormatReader<Row>, _: Labels.Type
    ) throws(UsageError) -> (chunk: ChunkResult<Row, Labels>, isOpen: Bool) {
        var chunk = ChunkResult<Row, Labels>(window, keeping: labels)
        var reader = reader
        var input = try file.open()
        var position = range.lowerBound
        var size = blockSize
        while position < range.upperBound {
            let length = try input.read(position..<min(position + size, range.upperBound))
            guard length > 0 else {
                throw SavedFile.truncated(at: position)
            }
            let end = position + length
            let read = try reader.read(input.bytes(length), isLast: end == count, into: &chunk)
            position += read
            progress?.add(read, of: count)
            if read == 0 {
                if end == range.upperBound { return (chunk, isOpen: true) }
                guard size < FormatReader<Row>.maximumRowLength else {
                    throw UsageError(.unexpectedShape, "expected a row to end within \(size) bytes of byte \(position)")
                }
                size *= 2
            }
        }
        return (chunk, reader.isOpen)
    }

    /// Cuts the file after line feeds into the ranges of the chunks.
    private func cuts(_ count: Int) throws(UsageError) -> [Range<Int>] {
        let chunkCount =
            self.chunkCount ?? min(ProcessInfo.processInfo.activeProcessorCount, count / (4 * blockSize) + 1)
        var input = try file.open()
        var ends: [Int] = []
        for index in 1..<max(chunkCount, 1) {
            let start = max(count / chunkCount * index, ends.last ?? 0)
            ends.append(try input.endOfLine(from: start, of: count))
        }
        return zip([0] + ends, ends + [count]).map { $0..<$1 }
    }
}
