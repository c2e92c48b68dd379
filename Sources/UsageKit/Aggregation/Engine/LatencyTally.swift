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
    /// Whether cells have so many rows that counting their durations takes less room than the durations do.
    private let counts: Bool
    /// A distance and below it a cell, each.
    private var pending: [UInt64] = []
    /// The same where both do not fit into 64 bits.
    private var pendingPairs: [(distance: UInt64, cell: Int)] = []
    /// How many durations there are of each distance, for the cell that came last and for others.
    private var histogram: [UInt32] = []
    private var histogramCell = -1
    private var histograms: [Int: [UInt32]] = [:]

    /// So many are brought into order at a time: they and their copy stay near the processor.
    private static let batch = 1 << 18

    init(_ durations: PackedColumn, isCovered: [Bool], cells: Int) {
        scale = Scale(durations)
        self.isCovered = isCovered
        cellBits = cells <= 1 ? 0 : Int.bitWidth - (cells - 1).leadingZeroBitCount
        valueBits = UInt64.bitWidth - scale.spread.leadingZeroBitCount
        counts = scale.spread / 4 < UInt64(durations.count / Swift.max(cells, 1))
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
            begin(cell)
            count(cells, isPlain: isPlain)
        } else {
            if pending.count + pendingPairs.count >= Self.batch { flush() }
            gather(cells, isPlain: isPlain)
        }
    }

    /// Deals out what is left.
    mutating func finish() {
        flush()
        begin(-1)
        for (cell, counts) in histograms.sorted(by: { $0.key < $1.key }) {
            var total: UInt32 = 0
            let cumulative = counts.map { count in
                total &+= count
                return total
            }
            if total > 0 { runs.append((cell, .counted(cumulative))) }
        }
        (pending, pendingPairs, histogram, histograms) = ([], [], [], [:])
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

    private mutating func begin(_ cell: Int) {
        if cell == histogramCell { return }
        if histogramCell >= 0 { histograms[histogramCell] = histogram }
        histogram =
            histograms.removeValue(forKey: cell) ?? (cell < 0 ? [] : Array(repeating: 0, count: Int(scale.spread) + 1))
        histogramCell = cell
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
        let shift = UInt64(cellBits)
        if isPlain {
            Self.gather(cells, shift, &pending)
        } else {
            cells.forEach { row, cell in
                if takes(row, cells) { pending.append(UInt64(bitPattern: cells.scratch[row]) << shift | UInt64(cell)) }
            }
        }
    }

    private static func gather(_ cells: borrowing ChunkCells, _ shift: UInt64, _ pending: inout [UInt64]) {
        cells.forEach { row, cell in
            pending.append(UInt64(bitPattern: cells.scratch[row]) &<< shift | UInt64(truncatingIfNeeded: cell))
        }
    }

    private mutating func flush() {
        if !pendingPairs.isEmpty { flushPairs() }
        if pending.isEmpty { return }
        RadixSort.sort(&pending, bits: cellBits..<cellBits + valueBits)
        let mask: UInt64 = 1 << UInt64(cellBits) - 1
        if valueBits <= UInt32.bitWidth {
            deal(mask, UInt32.self) { .sorted($0) }
        } else {
            deal(mask, UInt64.self) { .wide($0) }
        }
        pending.removeAll(keepingCapacity: true)
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
