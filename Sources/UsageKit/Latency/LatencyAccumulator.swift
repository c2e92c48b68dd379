/// Collects the durations of each cell in ascending order.
///
/// It decides which rows count and where they go: to a histogram if all rows of a chunk share a cell and there are few
/// different durations, otherwise to a sorter. Both write runs, which are sorted durations of one cell. No step compares
/// two durations.
struct LatencyAccumulator: Sendable {
    let scale: LatencyScale
    private(set) var runs: [LatencyRun] = []
    /// The batches that hold the durations of the runs.
    private(set) var batches: [LatencyBatch] = []
    /// 1 for each symbol of a status whose durations count, otherwise 0.
    private let isCovered: [UInt8]
    /// The number of cells per bucket if rows come bucket by bucket; the sorter then holds one bucket at a time.
    private let cellsPerBucket: Int?
    /// Nil if there are too many different durations to count them.
    private var histogram: LatencyHistogram?
    private var sorter: DurationSorter
    /// The first of the cells whose durations the sorter holds.
    private var firstCell = 0
    /// 1 for each row of the current chunk whose duration counts, otherwise 0.
    private var includeMask = [UInt8](repeating: 0, count: PackedChunk.capacity)

    /// Maximum number of durations to sort at once, so that they and their copy stay in the processor's caches.
    ///
    /// It is higher with many cells, because each run would otherwise be short.
    private let maximumBatch: Int

    /// Creates an empty accumulator.
    ///
    /// - Parameters:
    ///   - durations: All durations that may be added.
    ///   - isCovered: Whether the durations of each status count, by symbol.
    ///   - cells: The number of cells.
    ///   - cellsPerBucket: The number of consecutive cells of each bucket if rows come bucket by bucket, otherwise nil.
    init(_ durations: PackedColumn, isCovered: [Bool], cells: Int, cellsPerBucket: Int?) {
        scale = LatencyScale(durations)
        self.isCovered = isCovered.map { $0 ? 1 : 0 }
        self.cellsPerBucket = cellsPerBucket
        histogram = LatencyHistogram(scale)
        let sortedCells = cellsPerBucket ?? cells
        maximumBatch = Swift.max(1 << 18, Swift.min(sortedCells << 8, 1 << 22))
        sorter = DurationSorter(cells: sortedCells, greatestDistance: scale.spread)
    }

    mutating func add(_ chunk: PackedChunk, statuses: PackedChunk, _ cells: inout ChunkCells) {
        if chunk.range == nil { return }
        if let status = statuses.common, isCovered[Int(status)] == 0 { return }
        Self.setIncludeMask(chunk, statuses, cells, isCovered, &includeMask)
        if histogram != nil, let cell = cells.common {
            if histogram?.cell != cell { drainHistogram() }
            histogram?.add(chunk, includeMask: includeMask, of: cell)
        } else {
            if let cell = cells.common { cells.fill(with: cell) }
            sort(chunk, cells)
        }
    }

    /// Writes the runs of the durations that the histogram and the sorter still hold; nothing may be added afterwards.
    mutating func finish() {
        flushSorter()
        drainHistogram()
        (histogram, includeMask) = (nil, [])
        sorter = DurationSorter(cells: 1, greatestDistance: 0)
    }

    mutating func merge(_ other: Self) {
        runs.reserveCapacity(runs.count + other.runs.count)
        for run in other.runs { runs.append(run.shiftingBatch(by: batches.count)) }
        batches += other.batches
    }

    /// The durations of all cells, collected in a single cell.
    var collapsed: Self {
        var result = self
        result.runs = runs.map(\.inFirstCell)
        return result
    }

    // MARK: - Which rows count

    private static func setIncludeMask(
        _ chunk: PackedChunk, _ statuses: PackedChunk, _ cells: borrowing ChunkCells, _ isCovered: [UInt8],
        _ includeMask: inout [UInt8]
    ) {
        var includeMask = includeMask.mutableSpan
        let isCovered = isCovered.span
        statuses.forEach { row, symbol in includeMask[row] = isCovered[Int(truncatingIfNeeded: symbol)] }
        if chunk.hasMissing {
            chunk.forEach { row, value in if value == PackedChunk.missing { includeMask[row] = 0 } }
        }
        guard let selected = cells.selected else { return }
        var next = 0
        for row in selected + [cells.count] {
            while next < row {
                includeMask[next] = 0
                next += 1
            }
            next = row + 1
        }
    }

    // MARK: - Where runs go

    private mutating func drainHistogram() {
        guard let cell = histogram?.cell, let counted = histogram?.drain(), let count = counted.totals.last else {
            return
        }
        runs.append(
            LatencyRun(cell: cell, batch: batches.count, 0..<counted.distances.count, count: Int(count)))
        batches.append(.counted(counted.distances, counted.totals))
    }

    private mutating func sort(_ chunk: PackedChunk, _ cells: borrowing ChunkCells) {
        sorter.load(chunk, scale)
        guard let cellsPerBucket else { return sort(0..<cells.count, cells, firstCell: 0) }
        if let bucket = cells.bucket { return sort(0..<cells.count, cells, firstCell: bucket.lowerBound) }
        var start = 0
        while start < cells.count {
            let bucket = Int(cells.ids[start]) / cellsPerBucket
            var end = start + 1
            while end < cells.count, Int(cells.ids[end]) / cellsPerBucket == bucket { end += 1 }
            sort(start..<end, cells, firstCell: bucket * cellsPerBucket)
            start = end
        }
    }

    private mutating func sort(_ rows: Range<Int>, _ cells: borrowing ChunkCells, firstCell: Int) {
        if firstCell != self.firstCell || sorter.count >= maximumBatch {
            flushSorter()
            self.firstCell = firstCell
        }
        sorter.add(rows, cells: cells.ids, firstCell: firstCell, includeMask: includeMask)
    }

    private mutating func flushSorter() {
        guard let sorted = sorter.flush() else { return }
        sorted.batch.appendRuns(sorted.cells, firstCell: firstCell, batchIndex: batches.count, to: &runs)
        batches.append(sorted.batch)
    }
}
