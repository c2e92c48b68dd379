/// How many rows of each cell have each code of a column.
struct CodeTally: Sendable {
    private let codeCount: Int
    /// The code that most rows are expected to have: only the others are counted.
    private let usual: Int
    /// Cell after cell, code after code.
    private var counts: [Int]
    /// So many codes are looked for one after the other.
    private static let fewCodes = 4

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
            return
        }
        chunk.unpack(into: &cells.scratch)
        if let cell = cells.common, cells.selected == nil, let range = chunk.range, range.count <= Self.fewCodes {
            for code in range where code != Int64(usual) {
                counts[cell * codeCount + Int(code)] += Self.count(code, in: cells.scratch, cells.count)
            }
        } else {
            Self.add(cells, codeCount, Int64(usual), &counts)
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

    private static func count(_ code: Int64, in codes: [Int64], _ count: Int) -> Int {
        var found = 0
        for row in 0..<count { found &+= codes[row] == code ? 1 : 0 }
        return found
    }

    private static func add(_ cells: borrowing ChunkCells, _ width: Int, _ usual: Int64, _ counts: inout [Int]) {
        cells.forEach { row, cell in
            let code = cells.scratch[row]
            if code != usual { counts[cell &* width &+ Int(truncatingIfNeeded: code)] += 1 }
        }
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
