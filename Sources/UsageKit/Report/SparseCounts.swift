/// How many rows of each cell are what rows seldom are; without memory until one is.
struct SparseCounts: Sendable {
    private let cells: Int
    private var counts: [Int] = []

    init(cells: Int) {
        self.cells = cells
    }

    subscript(cell: Int) -> Int { counts.isEmpty ? 0 : counts[cell] }

    /// Counts all rows of a chunk.
    mutating func add(_ chunk: borrowing ChunkCells) {
        prepare()
        chunk.count(into: &counts)
    }

    /// Counts the rows of a chunk without a value.
    mutating func addMissing(_ chunk: PackedChunk, _ cells: inout ChunkCells) {
        if chunk.range == nil { return add(cells) }
        if !chunk.hasMissing { return }
        prepare()
        chunk.unpack(into: &cells.scratch)
        cells.forEach { row, cell in counts[cell] &+= cells.scratch[row] == PackedChunk.missing ? 1 : 0 }
    }

    mutating func merge(_ other: Self) {
        if other.counts.isEmpty { return }
        prepare()
        counts.addEach(other.counts)
    }

    /// The counts of all cells together, as of one.
    var collapsed: Self {
        var result = Self(cells: 1)
        if !counts.isEmpty { result.counts = [counts.reduce(0, +)] }
        return result
    }

    private mutating func prepare() {
        if counts.isEmpty { counts = Array(repeating: 0, count: cells) }
    }
}
