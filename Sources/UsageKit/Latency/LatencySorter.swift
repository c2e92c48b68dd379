/// A buffer of durations of several cells that is radix sorted as a whole.
///
/// An entry holds its cell in the bits above its distance, so sorted entries are cells in order, and the distances of
/// each cell in order.
struct LatencySorter<Entry: FixedWidthInteger & UnsignedInteger & Sendable>: Sendable {
    private let distanceBits: Int
    /// The digits of the distance followed by those of the cell; there is at least one.
    private let digits: [RadixSort.Digit<Entry>]
    private let hasOneCellDigit: Bool
    /// The distances of the loaded chunk.
    private var distances: [Entry] = []
    /// The buffered entries and spare capacity.
    private var entries: [Entry] = []
    /// The other array of a pass of the sort.
    private var buffer: [Entry] = []
    /// The number of buffered entries.
    private(set) var count = 0
    /// How often each value of the first digit occurs in the buffered entries.
    private var firstDigitCounts: [UInt32]

    /// Creates an empty sorter; nil if a cell and a distance do not fit in an entry.
    init?(cells: Int, distanceBits: Int) {
        let cellBits = cells <= 1 ? 0 : Int.bitWidth - (cells - 1).leadingZeroBitCount
        guard cellBits + distanceBits <= Entry.bitWidth else { return nil }
        self.distanceBits = distanceBits
        let cellDigits = RadixSort.Digit<Entry>.split(distanceBits..<distanceBits + cellBits)
        hasOneCellDigit = cellDigits.count == 1
        let all = RadixSort.Digit<Entry>.split(0..<distanceBits) + cellDigits
        digits = all.isEmpty ? [RadixSort.Digit(0..<0)] : all
        firstDigitCounts = Array(repeating: 0, count: digits[0].count)
    }

    /// The bits of an entry that hold its distance.
    var distanceMask: Entry { distanceBits == 0 ? 0 : Entry.max >> Entry(Entry.bitWidth - distanceBits) }

    /// Unpacks the chunk whose rows are added next.
    mutating func load(_ chunk: PackedChunk, _ scale: LatencyScale) {
        if distances.isEmpty { distances = Array(repeating: 0, count: PackedChunk.capacity) }
        chunk.unpackDistances(into: &distances, from: scale.origin, in: scale.unit)
    }

    /// Buffers rows of the loaded chunk.
    ///
    /// - Parameters:
    ///   - rows: The rows.
    ///   - cells: The cell of each row.
    ///   - firstCell: The first cell of the sorter; no row has a lesser one.
    ///   - includeMask: 1 for a row that counts and 0 for any other.
    mutating func add(_ rows: Range<Int>, cells: [UInt32], firstCell: Int, includeMask: [UInt8]) {
        if entries.count < count + rows.count {
            // No more than twice what is needed: the report of a few rows must not fill memory for many.
            entries += Array(repeating: 0, count: Swift.max(entries.count, rows.count))
        }
        precondition(
            rows.lowerBound >= 0 && rows.upperBound <= Swift.min(distances.count, cells.count, includeMask.count))
        count = Self.append(
            rows, distances, cells, UInt32(truncatingIfNeeded: firstCell), Entry(distanceBits), includeMask, digits[0],
            &entries, from: count, &firstDigitCounts)
    }

    private static func append(
        _ rows: Range<Int>, _ distances: [Entry], _ cells: [UInt32], _ firstCell: UInt32, _ shift: Entry,
        _ includeMask: [UInt8], _ digit: RadixSort.Digit<Entry>, _ entries: inout [Entry], from start: Int,
        _ counts: inout [UInt32]
    ) -> Int {
        let (distances, cells, includeMask) = (distances.span, cells.span, includeMask.span)
        var entries = entries.mutableSpan
        var counts = counts.mutableSpan
        var end = start
        for row in rows {
            let entry = Entry(truncatingIfNeeded: cells[row] &- firstCell) &<< shift | distances[row]
            // The next row overwrites an entry that does not count.
            entries[end] = entry
            counts[digit(entry)] &+= UInt32(includeMask[row])
            end &+= Int(includeMask[row])
        }
        return end
    }

    /// Sorts the buffered entries and removes them from the sorter.
    ///
    /// - Returns: The sorted entries, and the range of each cell in them. Cells count from the first cell of the
    ///   sorter. Nil if nothing is buffered.
    mutating func flush() -> (entries: [Entry], cells: [(cell: Int, range: Range<Int>)])? {
        if count == 0 { return nil }
        if buffer.count < entries.count { buffer = Array(repeating: 0, count: entries.count) }
        var sorted = [Entry](repeating: 0, count: count)
        var counts = firstDigitCounts
        for (index, digit) in digits.enumerated() {
            guard index + 1 < digits.count else {
                _ = RadixSort.scatter(entries, into: &sorted, by: digit, counts, counting: nil)
                break
            }
            let next = digits[index + 1]
            if counts.contains(UInt32(count)) {
                // All entries share this digit, so they are in order already.
                counts = RadixSort.count(entries, count, by: next)
            } else {
                counts = RadixSort.scatter(entries, into: &buffer, by: digit, counts, counting: next)
                swap(&entries, &buffer)
            }
        }
        for digit in firstDigitCounts.indices { firstDigitCounts[digit] = 0 }
        count = 0
        return (sorted, hasOneCellDigit ? Self.ranges(counts) : ranges(sorted))
    }

    /// The range of each cell that occurs, from the number of entries of each cell.
    private static func ranges(_ counts: [UInt32]) -> [(cell: Int, range: Range<Int>)] {
        var ranges: [(cell: Int, range: Range<Int>)] = []
        ranges.reserveCapacity(counts.count)
        var start = 0
        for (cell, count) in counts.enumerated() where count > 0 {
            ranges.append((cell, start..<start + Int(count)))
            start += Int(count)
        }
        return ranges
    }

    /// The range of each cell that occurs in sorted entries.
    private func ranges(_ sorted: [Entry]) -> [(cell: Int, range: Range<Int>)] {
        var ranges: [(cell: Int, range: Range<Int>)] = []
        var start = 0
        while start < sorted.count {
            // All bits of an entry may belong to its distance; then the shift has the width of an entry and gives 0.
            let cell = sorted[start] >> Entry(distanceBits)
            var end = start + 1
            while end < sorted.count, sorted[end] >> Entry(distanceBits) == cell { end += 1 }
            ranges.append((Int(cell), start..<end))
            start = end
        }
        return ranges
    }
}
