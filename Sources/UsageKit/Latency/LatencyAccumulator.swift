/// The durations of each cell in order.
///
/// Rows mostly come in time order, so those of a bucket stand together. They are gathered, brought into order by the
/// digits of their durations and then dealt out to their cells, which keeps that order: all without a comparison.
/// Where a cell has far more rows than there are different durations, it is enough to count them.
struct LatencyAccumulator: Sendable {
    let scale: LatencyScale
    private(set) var runs: [LatencyRun] = []
    /// What the runs are of.
    private(set) var batches: [LatencyBatch] = []
    /// For each code of the status 1 if its durations count, and 0 otherwise.
    private let isCovered: [UInt8]
    /// How many cells a bucket has, where rows come bucket by bucket.
    private let bucketSize: Int?
    /// Where there are so few different durations that those of a chunk are better counted than brought into order.
    private var histogram: LatencyHistogram?
    /// The cells whose rows are gathered.
    private var firstCell = 0
    /// Durations that are gathered; in one of the three, as their distances and cells need.
    private var narrow: LatencySorter<UInt32>?
    private var wide: LatencySorter<UInt64>?
    private var widest: LatencySorter<UInt128>?
    /// 1 for each row of a chunk whose duration counts.
    private var takes = [UInt8](repeating: 0, count: PackedChunk.capacity)

    /// So many are brought into order at a time at most, so that they and their copy stay near the processor; more
    /// where there are so many cells that each would get few of them.
    private let batch: Int

    /// Creates an empty tally.
    ///
    /// - Parameters:
    ///   - durations: All durations that may come.
    ///   - isCovered: For each code of the status whether its durations count.
    ///   - cells: How many cells there are.
    ///   - bucketSize: How many of them follow one another for each bucket, if rows come bucket by bucket.
    init(_ durations: PackedColumn, isCovered: [Bool], cells: Int, bucketSize: Int?) {
        scale = LatencyScale(durations)
        self.isCovered = isCovered.map { $0 ? 1 : 0 }
        self.bucketSize = bucketSize
        histogram = LatencyHistogram(scale)
        batch = Swift.max(1 << 18, Swift.min((bucketSize ?? cells) << 8, 1 << 22))
        let valueBits = UInt64.bitWidth - scale.spread.leadingZeroBitCount
        narrow = LatencySorter(cells: bucketSize ?? cells, valueBits: valueBits)
        if narrow == nil { wide = LatencySorter(cells: bucketSize ?? cells, valueBits: valueBits) }
        if narrow == nil, wide == nil { widest = LatencySorter(cells: bucketSize ?? cells, valueBits: valueBits) }
    }

    mutating func add(_ chunk: PackedChunk, statuses: PackedChunk, _ cells: inout ChunkCells) {
        if chunk.range == nil { return }
        if let status = statuses.common, isCovered[Int(status)] == 0 { return }
        Self.findTakes(chunk, statuses, cells, isCovered, &takes)
        if histogram != nil, let cell = cells.common {
            if histogram?.cell != cell { takeOutHistogram() }
            histogram?.add(chunk, takes: takes, of: cell)
        } else {
            if let cell = cells.common { cells.fill(with: cell) }
            gather(chunk, cells)
        }
    }

    /// Deals out what is left.
    mutating func finish() {
        flush()
        takeOutHistogram()
        (histogram, narrow, wide, widest, takes) = (nil, nil, nil, nil, [])
    }

    mutating func merge(_ other: Self) {
        runs.reserveCapacity(runs.count + other.runs.count)
        for run in other.runs { runs.append(run.behind(batches.count)) }
        batches += other.batches
    }

    private mutating func takeOutHistogram() {
        guard let cell = histogram?.cell, let counted = histogram?.takeOut(), let count = counted.totals.last else {
            return
        }
        runs.append(
            LatencyRun(cell: cell, batch: batches.count, 0..<counted.distances.count, count: Int(count)))
        batches.append(.counted(counted.distances, counted.totals))
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

    // MARK: - Sorting

    private mutating func gather(_ chunk: PackedChunk, _ cells: borrowing ChunkCells) {
        narrow?.unpack(chunk, scale)
        wide?.unpack(chunk, scale)
        widest?.unpack(chunk, scale)
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
        if first != firstCell || (narrow?.count ?? wide?.count ?? widest?.count ?? 0) >= batch {
            flush()
            firstCell = first
        }
        narrow?.add(rows, cells: cells.ids, from: first, takes: takes)
        wide?.add(rows, cells: cells.ids, from: first, takes: takes)
        widest?.add(rows, cells: cells.ids, from: first, takes: takes)
    }

    /// Brings into order what is gathered, and deals it out to its cells.
    private mutating func flush() {
        if let mask = narrow?.distanceMask, let sorted = narrow?.flush() {
            for (cell, places) in sorted.cells {
                runs.append(
                    LatencyRun(
                        cell: firstCell + cell, batch: batches.count, places, of: sorted.entries, mask: mask))
            }
            batches.append(.narrow(sorted.entries, mask: mask))
        }
        if let mask = wide?.distanceMask, let sorted = wide?.flush() {
            append(sorted.cells)
            batches.append(.wide(sorted.entries, mask: mask))
        }
        if let mask = widest?.distanceMask, let sorted = widest?.flush() {
            append(sorted.cells)
            batches.append(.wide(sorted.entries.map { UInt64(truncatingIfNeeded: $0 & mask) }, mask: .max))
        }
    }

    private mutating func append(_ cells: [(cell: Int, places: Range<Int>)]) {
        for (cell, places) in cells {
            runs.append(LatencyRun(cell: firstCell + cell, batch: batches.count, places, count: places.count))
        }
    }
}

extension LatencyAccumulator {
    /// The durations of all cells together, as of one.
    var collapsed: Self {
        var result = self
        result.runs = runs.map(\.ofFirstCell)
        return result
    }
}
