/// Durations of some cells, gathered until they are many and then brought into order all at once.
///
/// An entry holds the number of its cell above its distance, so entries in order are durations in order, cell by cell.
struct LatencySorter<Entry: FixedWidthInteger & UnsignedInteger & Sendable>: Sendable {
    private let valueBits: Int
    /// The digits of the distance and then those of the cell; there is at least one.
    private let digits: [RadixSort.Digit<Entry>]
    private let isOneCellDigit: Bool
    /// The distances of the chunk that was unpacked last.
    private var distances: [Entry] = []
    private var entries: [Entry] = []
    private var room: [Entry] = []
    private(set) var count = 0
    /// How often each value of the first digit occurs in what is gathered.
    private var firstCounts: [UInt32]

    /// Nil where an entry has not enough bits.
    init?(cells: Int, valueBits: Int) {
        let cellBits = cells <= 1 ? 0 : Int.bitWidth - (cells - 1).leadingZeroBitCount
        guard cellBits + valueBits <= Entry.bitWidth else { return nil }
        self.valueBits = valueBits
        let cellDigits = RadixSort.Digit<Entry>.cut(valueBits..<valueBits + cellBits)
        isOneCellDigit = cellDigits.count == 1
        let all = RadixSort.Digit<Entry>.cut(0..<valueBits) + cellDigits
        digits = all.isEmpty ? [RadixSort.Digit(0..<0)] : all
        firstCounts = Array(repeating: 0, count: digits[0].count)
    }

    /// Unpacks a chunk whose rows are to be gathered.
    mutating func unpack(_ chunk: PackedChunk, _ scale: LatencyScale) {
        if distances.isEmpty { distances = Array(repeating: 0, count: PackedChunk.capacity) }
        chunk.unpackDistances(into: &distances, from: scale.origin, in: scale.unit)
    }

    /// Gathers rows of the chunk.
    ///
    /// - Parameters:
    ///   - rows: Where they stand.
    ///   - cells: The cell of each row.
    ///   - first: The first of the cells that are gathered.
    ///   - takes: 1 for a row that counts and 0 for one that does not.
    mutating func add(_ rows: Range<Int>, cells: [UInt32], from first: Int, takes: [UInt8]) {
        if entries.count < count + rows.count {
            entries += repeatElement(0, count: Swift.max(entries.count, rows.count, 16 * PackedChunk.capacity))
        }
        precondition(rows.lowerBound >= 0 && rows.upperBound <= Swift.min(distances.count, cells.count, takes.count))
        count = Self.gather(
            rows, distances, cells, UInt32(truncatingIfNeeded: first), Entry(valueBits), takes, digits[0], &entries,
            from: count, &firstCounts)
    }

    private static func gather(
        _ rows: Range<Int>, _ distances: [Entry], _ cells: [UInt32], _ first: UInt32, _ shift: Entry,
        _ takes: [UInt8], _ digit: RadixSort.Digit<Entry>, _ entries: inout [Entry], from start: Int,
        _ counts: inout [UInt32]
    ) -> Int {
        let (distances, cells, takes) = (distances.span, cells.span, takes.span)
        var entries = entries.mutableSpan
        var counts = counts.mutableSpan
        var place = start
        for row in rows {
            let entry = Entry(truncatingIfNeeded: cells[row] &- first) &<< shift | distances[row]
            // What does not count is overwritten by the next one.
            entries[place] = entry
            counts[digit(entry)] &+= UInt32(takes[row])
            place &+= Int(takes[row])
        }
        return place
    }

    /// Brings into order what is gathered, and begins anew.
    ///
    /// - Returns: The entries in order, and where those of each cell stand; the cells count from the first one. Nil
    ///   where nothing is gathered.
    mutating func flush() -> (entries: [Entry], cells: [(cell: Int, places: Range<Int>)])? {
        if count == 0 { return nil }
        if room.count < entries.count { room += repeatElement(0, count: entries.count - room.count) }
        var sorted = [Entry](repeating: 0, count: count)
        var counts = firstCounts
        for (index, digit) in digits.enumerated() {
            guard index + 1 < digits.count else {
                _ = RadixSort.deal(entries, into: &sorted, by: digit, counts, counting: nil)
                break
            }
            let next = digits[index + 1]
            if counts.contains(UInt32(count)) {
                counts = RadixSort.count(entries, count, by: next)
            } else {
                counts = RadixSort.deal(entries, into: &room, by: digit, counts, counting: next)
                swap(&entries, &room)
            }
        }
        for digit in firstCounts.indices { firstCounts[digit] = 0 }
        count = 0
        return (sorted, isOneCellDigit ? Self.places(counts) : places(sorted))
    }

    private static func places(_ counts: [UInt32]) -> [(cell: Int, places: Range<Int>)] {
        var places: [(cell: Int, places: Range<Int>)] = []
        places.reserveCapacity(counts.count)
        var start = 0
        for (cell, count) in counts.enumerated() where count > 0 {
            places.append((cell, start..<start + Int(count)))
            start += Int(count)
        }
        return places
    }

    private func places(_ sorted: [Entry]) -> [(cell: Int, places: Range<Int>)] {
        var places: [(cell: Int, places: Range<Int>)] = []
        var start = 0
        while start < sorted.count {
            let cell = sorted[start] >> Entry(valueBits)
            var end = start + 1
            while end < sorted.count, sorted[end] >> Entry(valueBits) == cell { end += 1 }
            places.append((Int(cell), start..<end))
            start = end
        }
        return places
    }

    /// The part of an entry that is its distance.
    var distanceMask: Entry { valueBits == 0 ? 0 : Entry.max >> Entry(Entry.bitWidth - valueBits) }
}
