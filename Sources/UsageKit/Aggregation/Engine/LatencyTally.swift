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
    private(set) var runs: [LatencyRun] = []
    /// What the runs are of.
    private(set) var batches: [LatencyBatch] = []
    /// For each code of the status 1 if its durations count, and 0 otherwise.
    private let isCovered: [UInt8]
    /// Whether there are so few different durations that those of a chunk are better counted than brought into order.
    private let counts: Bool
    /// How many cells a bucket has, where rows come bucket by bucket.
    private let bucketSize: Int?
    /// The cells whose rows are gathered.
    private var firstCell = 0
    /// Durations that are gathered; in one of the three, as their distances and cells need.
    private var narrow: LatencySorter<UInt32>?
    private var wide: LatencySorter<UInt64>?
    private var pairs: [(distance: UInt64, cell: Int)] = []
    /// Room for the distances of a chunk.
    private var narrowDistances: [UInt32] = []
    private var wideDistances: [UInt64] = []
    /// 1 for each row of a chunk whose duration counts.
    private var takes = [UInt8](repeating: 0, count: PackedChunk.capacity)
    /// How many durations there are of each distance in one cell, and between which distances they lie.
    private var histogram: [UInt32] = []
    private var histogramCell = -1
    private var histogramRange = 0..<0

    /// So many are brought into order at a time at most, so that they and their copy stay near the processor; more
    /// where there are so many cells that each would get few of them.
    private let batch: Int
    /// The histogram of so many distances can be read for each chunk, if it must be.
    private static let fewDistances: UInt64 = 1 << 20

    /// Creates an empty tally.
    ///
    /// - Parameters:
    ///   - durations: All durations that may come.
    ///   - isCovered: For each code of the status whether its durations count.
    ///   - cells: How many cells there are.
    ///   - bucketSize: How many of them follow one another for each bucket, if rows come bucket by bucket.
    init(_ durations: PackedColumn, isCovered: [Bool], cells: Int, bucketSize: Int?) {
        scale = Scale(durations)
        self.isCovered = isCovered.map { $0 ? 1 : 0 }
        self.bucketSize = bucketSize
        counts = scale.spread < Self.fewDistances
        batch = Swift.max(1 << 18, Swift.min((bucketSize ?? cells) << 8, 1 << 22))
        let valueBits = UInt64.bitWidth - scale.spread.leadingZeroBitCount
        narrow = LatencySorter(cells: bucketSize ?? cells, valueBits: valueBits)
        if narrow == nil { wide = LatencySorter(cells: bucketSize ?? cells, valueBits: valueBits) }
        if narrow != nil {
            narrowDistances = Array(repeating: 0, count: PackedChunk.capacity)
        } else {
            wideDistances = Array(repeating: 0, count: PackedChunk.capacity)
        }
    }

    mutating func add(_ chunk: PackedChunk, statuses: PackedChunk, _ cells: inout ChunkCells) {
        if chunk.range == nil { return }
        if let status = statuses.common, isCovered[Int(status)] == 0 { return }
        Self.findTakes(chunk, statuses, cells, isCovered, &takes)
        if counts, let cell = cells.common {
            begin(cell, chunk.range)
            count(chunk)
        } else {
            if let cell = cells.common { cells.fill(with: cell) }
            gather(chunk, cells)
        }
    }

    /// Deals out what is left.
    mutating func finish() {
        flush()
        endHistogram()
        (narrow, wide, histogram, takes) = (nil, nil, [], [])
        (narrowDistances, wideDistances) = ([], [])
    }

    mutating func merge(_ other: Self) {
        runs.reserveCapacity(runs.count + other.runs.count)
        for run in other.runs { runs.append(run.behind(batches.count)) }
        batches += other.batches
    }

    /// Finds the rows of a chunk whose durations count.
    private static func findTakes(
        _ chunk: PackedChunk, _ statuses: PackedChunk, _ cells: borrowing ChunkCells, _ isCovered: [UInt8],
        _ takes: inout [UInt8]
    ) {
        var takes = takes.mutableSpan
        let isCovered = isCovered.span
        statuses.forEach { row, code in takes[row] = isCovered[Int(truncatingIfNeeded: code)] }
        if chunk.hasMissing {
            chunk.forEach { row, value in if value == PackedChunk.missing { takes[row] = 0 } }
        }
        guard let selected = cells.selected else { return }
        var next = 0
        for row in selected + [cells.count] {
            while next < row {
                takes[next] = 0
                next += 1
            }
            next = row + 1
        }
    }

    // MARK: - Counting

    private mutating func count(_ chunk: PackedChunk) {
        if narrow != nil {
            chunk.unpackDistances(into: &narrowDistances, from: scale.origin, in: scale.unit)
            Self.count(narrowDistances, chunk.count, takes, &histogram)
        } else {
            chunk.unpackDistances(into: &wideDistances, from: scale.origin, in: scale.unit)
            Self.count(wideDistances, chunk.count, takes, &histogram)
        }
    }

    private static func count<Distance: FixedWidthInteger & UnsignedInteger>(
        _ distances: [Distance], _ count: Int, _ takes: [UInt8], _ histogram: inout [UInt32]
    ) {
        let (distances, takes) = (distances.span, takes.span)
        var histogram = histogram.mutableSpan
        precondition(count <= distances.count && count <= takes.count)
        for row in 0..<count { histogram[Int(truncatingIfNeeded: distances[row])] &+= UInt32(takes[row]) }
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
        if total > 0 {
            runs.append(
                LatencyRun(cell: histogramCell, batch: batches.count, 0..<distances.count, count: Int(total)))
            batches.append(.counted(distances, counts))
        }
        histogramRange = 0..<0
    }

    // MARK: - Sorting

    private mutating func gather(_ chunk: PackedChunk, _ cells: borrowing ChunkCells) {
        if narrow != nil {
            chunk.unpackDistances(into: &narrowDistances, from: scale.origin, in: scale.unit)
        } else {
            chunk.unpackDistances(into: &wideDistances, from: scale.origin, in: scale.unit)
        }
        guard let bucketSize else { return add(0..<cells.count, cells, from: 0) }
        if let bucket = cells.bucket { return add(0..<cells.count, cells, from: bucket.lowerBound) }
        var start = 0
        while start < cells.count {
            let bucket = Int(cells.ids[start]) / bucketSize
            var end = start + 1
            while end < cells.count, Int(cells.ids[end]) / bucketSize == bucket { end += 1 }
            add(start..<end, cells, from: bucket * bucketSize)
            start = end
        }
    }

    private mutating func add(_ rows: Range<Int>, _ cells: borrowing ChunkCells, from first: Int) {
        if first != firstCell || (narrow?.count ?? wide?.count ?? 0) >= batch {
            flush()
            firstCell = first
        }
        if narrow != nil {
            narrow?.add(rows, narrowDistances, cells: cells.ids, from: first, takes: takes)
        } else if wide != nil {
            wide?.add(rows, wideDistances, cells: cells.ids, from: first, takes: takes)
        } else {
            for row in rows where takes[row] == 1 { pairs.append((wideDistances[row], Int(cells.ids[row]))) }
        }
    }

    /// Brings into order what is gathered, and deals it out to its cells.
    private mutating func flush() {
        if let mask = narrow?.distanceMask, narrow?.count ?? 0 > 0, let sorted = narrow?.flush() {
            for (cell, places) in sorted.cells {
                runs.append(
                    LatencyRun(
                        cell: firstCell + cell, batch: batches.count, places, of: sorted.entries, mask: mask))
            }
            batches.append(.narrow(sorted.entries, mask: mask))
        }
        if let mask = wide?.distanceMask, wide?.count ?? 0 > 0, let sorted = wide?.flush() {
            for (cell, places) in sorted.cells {
                runs.append(
                    LatencyRun(cell: firstCell + cell, batch: batches.count, places, count: places.count))
            }
            batches.append(.wide(sorted.entries, mask: mask))
        }
        if !pairs.isEmpty { flushPairs() }
    }

    private mutating func flushPairs() {
        pairs.sort { ($0.cell, $0.distance) < ($1.cell, $1.distance) }
        let distances = pairs.map(\.distance)
        var start = 0
        for end in 1...pairs.count where end == pairs.count || pairs[end].cell != pairs[start].cell {
            runs.append(LatencyRun(cell: pairs[start].cell, batch: batches.count, start..<end, count: end - start))
            start = end
        }
        batches.append(.wide(distances, mask: .max))
        pairs = []
    }
}

extension LatencyTally {
    /// The durations of all cells together, as of one.
    var collapsed: Self {
        var result = self
        result.runs = runs.map(\.ofFirstCell)
        return result
    }
}
