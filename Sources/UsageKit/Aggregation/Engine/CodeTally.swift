/// How many rows of each cell have each code of a column.
struct CodeTally: Sendable {
    private let codeCount: Int
    /// The code that most rows are expected to have: only the others are counted.
    private let usual: Int
    /// Cell after cell, code after code.
    private var counts: [Int]

    init(cells: Int, codes: Int, usual: Int) {
        codeCount = codes
        self.usual = usual
        counts = Array(repeating: 0, count: cells * codes)
    }

    mutating func add(_ chunk: PackedChunk, _ cells: inout ChunkCells) {
        if let code = chunk.common {
            if code == Int64(usual) { return }
            let (width, code) = (codeCount, Int(code))
            if let cell = cells.common {
                counts[cell * width + code] += cells.selectedCount
            } else {
                cells.forEach { _, cell in counts[cell * width + code] += 1 }
            }
        } else {
            chunk.unpack(into: &cells.scratch)
            Self.add(cells, codeCount, &counts)
        }
    }

    mutating func merge(_ other: Self) {
        for index in counts.indices { counts[index] += other.counts[index] }
    }

    /// The number of rows of a cell with each code; the usual one has what is left of all rows.
    func counts(ofCell cell: Int, rows: Int) -> [Int] {
        var result = Array(counts[cell * codeCount..<(cell + 1) * codeCount])
        result[usual] = 0
        result[usual] = rows - result.reduce(0, +)
        return result
    }

    private static func add(_ cells: borrowing ChunkCells, _ width: Int, _ counts: inout [Int]) {
        cells.forEach { row, cell in counts[cell &* width &+ Int(truncatingIfNeeded: cells.scratch[row])] += 1 }
    }
}

extension CodeTally {
    /// The tally of all cells together, as one.
    var collapsed: Self {
        var result = self
        result.counts = Array(repeating: 0, count: codeCount)
        for (place, count) in counts.enumerated() { result.counts[place % codeCount] += count }
        return result
    }
}
