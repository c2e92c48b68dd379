/// The sums and optionally the extremes of a column of integers per cell.
struct IntegerSums: Sendable {
    private(set) var totals: CellSums
    /// The number of rows without a value.
    private(set) var missing: SparseCounts
    /// Nil if extremes are not measured.
    private(set) var extremes: CellExtremes?

    init(cells: Int, withExtremes: Bool) {
        totals = CellSums(cells: cells)
        missing = SparseCounts(cells: cells)
        if withExtremes { extremes = CellExtremes(cells: cells) }
    }

    mutating func add(_ chunk: PackedChunk, _ cells: inout ChunkCells) {
        totals.add(chunk, &cells)
        extremes?.add(chunk, &cells)
        missing.addMissing(chunk, &cells)
    }

    mutating func merge(_ other: Self) {
        totals.merge(other.totals)
        missing.merge(other.missing)
        if let others = other.extremes { extremes?.merge(others) }
    }

    /// The sums over all cells, in a single cell.
    var collapsed: Self {
        var result = Self(cells: 1, withExtremes: false)
        result.totals.add(totals.total, to: 0)
        result.missing = missing.collapsed
        result.extremes = extremes?.collapsed
        return result
    }
}
