/// The durations of each cell in order.
///
/// Rows mostly come in time order, so those of a bucket stand together. They are gathered, brought into order by the
/// digits of their durations and then dealt out to their cells, which keeps that order: all without a comparison.
/// Where a cell has far more rows than there are different durations, it is enough to count them.
struct LatencyTally: Sendable {
    /// How the durations of one ledger are stored: from the least one, in a unit that divides all distances.
    struct Scale: Sendable {
        let origin: Int64
        let unit: Int64
        /// The greatest distance.
        let spread: UInt64

        init(_ durations: PackedColumn) {
            let (range, unit) = durations.spread() ?? (0...0, 1)
            origin = range.lowerBound
            self.unit = unit
            spread = UInt64(bitPattern: range.upperBound &- range.lowerBound) / UInt64(unit)
        }
    }

    let scale: Scale
    private(set) var runs: [(cell: Int, run: LatencyRun)] = []
    /// Whether each code of the status is one whose durations count.
    private let isCovered: [Bool]
    private let cellBits: Int
    private let valueBits: Int
    /// Whether there are so few different durations that those of a chunk are better counted than brought into order.
    private let counts: Bool
    /// The cells of the bucket of the chunk that came last, where it was one.
    private var bucket: Range<Int>?
    /// A distance and below it a cell, each.
    private var pending: [UInt64] = []
    private var room: [UInt64] = []
    /// The same where both do not fit into 64 bits.
    private var pendingPairs: [(distance: UInt64, cell: Int)] = []
    /// How many durations there are of each distance in one cell, and between which distances they lie.
    private var histogram: [UInt32] = []
    private var histogramCell = -1
    private var histogramRange = 0..<0

    /// So many are brought into order at a time at most, so that they and their copy stay near the processor.
    private static let batch = 1 << 18
    /// So many are worth it at the end of a bucket, whose cells then have all their durations in one run.
    private static let smallBatch = 1 << 14
    /// The histogram of so many distances can be read for each chunk, if it must be.
    private static let fewDistances: UInt64 = 1 << 20

    init(_ durations: PackedColumn, isCovered: [Bool], cells: Int) {
        scale = Scale(durations)
        self.isCovered = isCovered
        cellBits = cells <= 1 ? 0 : Int.bitWidth - (cells - 1).leadingZeroBitCount
        valueBits = UInt64.bitWidth - scale.spread.leadingZeroBitCount
        counts = scale.spread < Self.fewDistances
    }

    mutating func add(_ chunk: PackedChunk, statuses: PackedChunk, _ cells: inout ChunkCells) {
        if chunk.range == nil { return }
        var covered: Bool?
        if let status = statuses.common {
            covered = isCovered[Int(status)]
            if covered == false { return }
        }
        chunk.unpack(into: &cells.scratch, from: scale.origin, in: scale.unit)
        let isPlain = covered == true && !chunk.hasMissing && cells.selected == nil
        if !isPlain { statuses.unpack(into: &cells.codes) }
        if counts, let cell = cells.common {
            begin(cell, chunk.range)
            count(cells, isPlain: isPlain)
        } else {
            let count = pending.count + pendingPairs.count
            let isEnd = cells.bucket != bucket && cells.bucket != nil
            if count >= Self.batch || isEnd && count >= Self.smallBatch { flush(keeping: isEnd ? cells.bucket : nil) }
            if isEnd { bucket = cells.bucket }
            gather(cells, isPlain: isPlain)
        }
    }

    /// Deals out what is left.
    mutating func finish() {
        flush()
        endHistogram()
        (pending, room, pendingPairs, histogram) = ([], [], [], [])
    }

    mutating func merge(_ other: Self) {
        runs += other.runs
    }

    // MARK: - Counting

    private mutating func count(_ cells: borrowing ChunkCells, isPlain: Bool) {
        if isPlain {
            Self.count(cells.scratch, cells.count, &histogram)
        } else {
            cells.forEach { row, _ in
                if takes(row, cells) { histogram[Int(cells.scratch[row])] += 1 }
            }
        }
    }

    private static func count(_ distances: [Int64], _ count: Int, _ histogram: inout [UInt32]) {
        for row in 0..<count { histogram[Int(truncatingIfNeeded: distances[row])] &+= 1 }
    }

    private mutating func begin(_ cell: Int, _ range: ClosedRange<Int64>?) {
        if cell != histogramCell { endHistogram() }
        histogramCell = cell
        if histogram.isEmpty { histogram = Array(repeating: 0, count: Int(scale.spread) + 1) }
        guard let range else { return }
        let first = Int((range.lowerBound - scale.origin) / scale.unit)
        let end = Int((range.upperBound - scale.origin) / scale.unit) + 1
        histogramRange =
            histogramRange.isEmpty
            ? first..<end
            : Swift.min(first, histogramRange.lowerBound)..<Swift.max(end, histogramRange.upperBound)
    }

    private mutating func endHistogram() {
        var distances: [UInt32] = []
        var counts: [UInt32] = []
        var total: UInt32 = 0
        for distance in histogramRange where histogram[distance] != 0 {
            total &+= histogram[distance]
            histogram[distance] = 0
            distances.append(UInt32(distance))
            counts.append(total)
        }
        if total > 0 { runs.append((histogramCell, .counted(distances, counts))) }
        histogramRange = 0..<0
    }

    // MARK: - Sorting

    private func takes(_ row: Int, _ cells: borrowing ChunkCells) -> Bool {
        cells.scratch[row] != PackedChunk.missing && isCovered[Int(cells.codes[row])]
    }

    private mutating func gather(_ cells: borrowing ChunkCells, isPlain: Bool) {
        guard cellBits + valueBits <= UInt64.bitWidth else {
            cells.forEach { row, cell in
                if takes(row, cells) { pendingPairs.append((UInt64(bitPattern: cells.scratch[row]), cell)) }
            }
            return
        }
        if isPlain {
            Self.gather(cells, UInt64(cellBits), &pending)
        } else {
            Self.gather(cells, UInt64(cellBits), isCovered, &pending)
        }
    }

    private static func gather(_ cells: borrowing ChunkCells, _ shift: UInt64, _ pending: inout [UInt64]) {
        let start = pending.count
        pending.append(contentsOf: repeatElement(0, count: cells.count))
        cells.forEach { row, cell in
            let distance = UInt64(bitPattern: cells.scratch[row])
            pending[start &+ row] = distance &<< shift | UInt64(truncatingIfNeeded: cell)
        }
    }

    private static func gather(
        _ cells: borrowing ChunkCells, _ shift: UInt64, _ isCovered: [Bool], _ pending: inout [UInt64]
    ) {
        var place = pending.count
        pending.append(contentsOf: repeatElement(0, count: cells.count))
        cells.forEach { row, cell in
            let value = cells.scratch[row]
            pending[place] = UInt64(bitPattern: value) &<< shift | UInt64(truncatingIfNeeded: cell)
            // What does not count is overwritten by the next one.
            place &+= value != PackedChunk.missing && isCovered[Int(truncatingIfNeeded: cells.codes[row])] ? 1 : 0
        }
        pending.removeLast(pending.count - place)
    }

    /// Takes out the entries of some cells, in their order.
    private static func remove(
        cells: Range<Int>, _ mask: UInt64, from pending: inout [UInt64]
    ) -> [UInt64] {
        let (first, end) = (UInt64(cells.lowerBound), UInt64(cells.upperBound))
        var removed: [UInt64] = []
        var place = 0
        for index in 0..<pending.count {
            let entry = pending[index]
            let cell = entry & mask
            if cell >= first, cell < end {
                removed.append(entry)
            } else {
                pending[place] = entry
                place &+= 1
            }
        }
        pending.removeLast(pending.count - place)
        return removed
    }

    /// Deals out what is pending, but for the beginning of a bucket that goes on.
    private mutating func flush(keeping bucket: Range<Int>? = nil) {
        if !pendingPairs.isEmpty { flushPairs() }
        if pending.isEmpty { return }
        let cellMask: UInt64 = 1 << UInt64(cellBits) - 1
        let kept = bucket.map { Self.remove(cells: $0, cellMask, from: &pending) } ?? []
        RadixSort.sort(&pending, &room, bits: cellBits..<cellBits + valueBits)
        if valueBits <= UInt32.bitWidth {
            deal(cellMask, UInt32.self) { .sorted($0) }
        } else {
            deal(cellMask, UInt64.self) { .wide($0) }
        }
        pending.removeAll(keepingCapacity: true)
        pending += kept
    }

    /// Moves what is pending to its cells, in its order.
    private mutating func deal<Distance: FixedWidthInteger & UnsignedInteger>(
        _ mask: UInt64, _: Distance.Type, _ makeRun: (ArraySlice<Distance>) -> LatencyRun
    ) {
        var (first, last) = (UInt64.max, UInt64.min)
        for entry in pending {
            first = Swift.min(first, entry & mask)
            last = Swift.max(last, entry & mask)
        }
        var places = [Int](repeating: 0, count: Int(last - first) + 2)
        for entry in pending { places[Int(truncatingIfNeeded: entry & mask &- first) + 1] += 1 }
        for cell in 1..<places.count { places[cell] += places[cell - 1] }
        let starts = places
        var distances = [Distance](repeating: 0, count: pending.count)
        Self.deal(pending, mask, first, UInt64(cellBits), &places, &distances)
        for cell in 0..<places.count - 1 where starts[cell] < starts[cell + 1] {
            runs.append((Int(first) + cell, makeRun(distances[starts[cell]..<starts[cell + 1]])))
        }
    }

    private static func deal<Distance: FixedWidthInteger & UnsignedInteger>(
        _ pending: [UInt64], _ mask: UInt64, _ first: UInt64, _ shift: UInt64, _ places: inout [Int],
        _ distances: inout [Distance]
    ) {
        for entry in pending {
            let cell = Int(truncatingIfNeeded: (entry & mask) &- first)
            let place = places[cell]
            places[cell] = place &+ 1
            distances[place] = Distance(truncatingIfNeeded: entry >> shift)
        }
    }

    private mutating func flushPairs() {
        pendingPairs.sort { ($0.cell, $0.distance) < ($1.cell, $1.distance) }
        let distances = pendingPairs.map(\.distance)
        var start = 0
        for end in 1...pendingPairs.count
        where end == pendingPairs.count || pendingPairs[end].cell != pendingPairs[start].cell {
            runs.append((pendingPairs[start].cell, .wide(distances[start..<end])))
            start = end
        }
        pendingPairs = []
    }
}

extension LatencyTally {
    /// The durations of all cells together, as of one.
    var collapsed: Self {
        var result = self
        result.runs = runs.map { (0, $0.run) }
        return result
    }
}
