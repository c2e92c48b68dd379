/// How many rows of each cell have each code of a column.
struct CodeCounts: Sendable {
    private let codeCount: Int
    /// The code that most rows are expected to have: only the others are counted, and it gets the rest at last.
    private let usual: Int?
    private let cells: Int
    /// Cell after cell, code after code; empty until a code comes that is not the usual one.
    private var counts: [Int] = []
    /// What is left of all rows.
    private var usualCounts: [Int] = []
    /// So many codes are looked for one after the other.
    private static let fewCodes = 4

    init(cells: Int, codes: Int, usual: Int?) {
        codeCount = codes
        self.usual = usual
        self.cells = cells
    }

    mutating func add(_ chunk: PackedChunk, _ cells: inout ChunkCells) {
        if let code = chunk.common {
            if Int(code) == usual { return }
            prepare()
            let (width, code) = (codeCount, Int(code))
            if let cell = cells.common {
                counts[cell * width + code] += cells.selectedCount
            } else {
                cells.forEach { _, cell in counts[cell * width + code] += 1 }
            }
            return
        }
        prepare()
        if let cell = cells.common, cells.selected == nil, let range = chunk.range, range.count <= Self.fewCodes {
            chunk.unpack(into: &cells.scratch)
            for code in range where Int(code) != usual {
                counts[cell * codeCount + Int(code)] += Self.count(code, in: cells.scratch, cells.count)
            }
        } else if cells.common == nil, cells.selected == nil {
            Self.add(chunk, cells.ids, codeCount, Int64(usual ?? -1), &counts)
        } else {
            chunk.unpack(into: &cells.scratch)
            cells.forEach { row, cell in
                let code = Int(truncatingIfNeeded: cells.scratch[row])
                if code != usual { counts[cell * codeCount + code] += 1 }
            }
        }
    }

    /// Counts rows.
    mutating func add(_ code: Int, _ cell: Int, _ count: Int = 1) {
        if code == usual { return }
        prepare()
        counts[cell * codeCount + code] += count
    }

    /// Gives the usual code what is left of all rows; nothing is to be added afterwards.
    mutating func settle(rows: [Int]) {
        guard usual != nil else { return }
        usualCounts = rows
        if counts.isEmpty { return }
        for cell in rows.indices {
            var others = 0
            for place in cell * codeCount..<(cell + 1) * codeCount { others += counts[place] }
            usualCounts[cell] -= others
        }
    }

    mutating func merge(_ other: Self) {
        if other.counts.isEmpty { return }
        prepare()
        counts.addEach(other.counts)
    }

    /// How many rows of a cell have a code.
    func count(_ code: Int, ofCell cell: Int) -> Int {
        // Nothing was settled where the rows were not asked for it.
        if code == usual { return usualCounts.isEmpty ? 0 : usualCounts[cell] }
        return counts.isEmpty ? 0 : counts[cell * codeCount + code]
    }

    /// How many rows of a cell have each code.
    func counts(ofCell cell: Int) -> [Int] {
        (0..<codeCount).map { count($0, ofCell: cell) }
    }

    private mutating func prepare() {
        if counts.isEmpty { counts = Array(repeating: 0, count: cells * codeCount) }
    }

    private static func count(_ code: Int64, in codes: [Int64], _ count: Int) -> Int {
        var found = 0
        for row in 0..<count { found &+= codes[row] == code ? 1 : 0 }
        return found
    }

    private static func add(
        _ chunk: PackedChunk, _ ids: [UInt32], _ width: Int, _ usual: Int64, _ counts: inout [Int]
    ) {
        precondition(chunk.count <= ids.count)
        var counts = counts.mutableSpan
        let ids = ids.span
        chunk.forEach { row, code in
            if code != usual { counts[Int(ids[row]) &* width &+ Int(truncatingIfNeeded: code)] &+= 1 }
        }
    }

    /// The tally of all cells together, as one.
    var collapsed: Self {
        var result = Self(cells: 1, codes: codeCount, usual: usual)
        if !usualCounts.isEmpty { result.usualCounts = [usualCounts.reduce(0, +)] }
        if counts.isEmpty { return result }
        result.prepare()
        for code in 0..<codeCount {
            var total = 0
            for cell in 0..<cells { total += counts[cell * codeCount + code] }
            result.counts[code] = total
        }
        return result
    }
}
