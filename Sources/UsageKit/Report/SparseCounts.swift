/// The number of rows per cell that have a rare property; it allocates memory when the first one is counted.
struct SparseCounts: Sendable {
    private let cells: Int
    private var counts: [Int] = []

    init(cells: Int) {
        self.cells = cells
    }

    subscript(cell: Int) -> Int { counts.isEmpty ? 0 : counts[cell] }

    /// Counts all selected rows of a chunk.
    mutating func add(_ chunk: borrowing ChunkCells) {
        allocate()
        chunk.count(into: &counts)
    }

    /// Counts the selected rows of a chunk that have no value.
    mutating func addMissing(_ chunk: PackedChunk, _ cells: inout ChunkCells) {
        if chunk.range == nil { return add(cells) }
        if !chunk.hasMissing { return }
        allocate()
        chunk.unpack(into: &cells.scratch)
        cells.forEach { row, cell in counts[cell] &+= cells.scratch[row] == PackedChunk.missing ? 1 : 0 }
    }

    mutating func merge(_ other: Self) {
        if other.counts.isEmpty { return }
        allocate()
        counts.addEach(other.counts)
    }

    /// The counts over all cells, in a single cell.
    var collapsed: Self {
        var result = Self(cells: 1)
        if !counts.isEmpty { result.counts = [counts.reduce(0, +)] }
        return result
    }

    private mutating func allocate() {
        if counts.isEmpty { counts = Array(repeating: 0, count: cells) }
    }
}
