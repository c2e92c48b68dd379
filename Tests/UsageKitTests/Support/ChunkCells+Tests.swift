@testable import UsageKit

extension ChunkCells {
    /// A chunk whose rows have these cells.
    init(_ cells: [Int], selected: [Int]? = nil) {
        self.init()
        count = cells.count
        for (row, cell) in cells.enumerated() { ids[row] = UInt32(cell) }
        self.selected = selected
    }

    /// A chunk whose rows all have the same cell.
    init(common: Int, count: Int, selected: [Int]? = nil) {
        self.init()
        self.common = common
        self.count = count
        self.selected = selected
    }

    /// A chunk of each kind that the loops over rows tell apart: with one cell or several, with or without a filter.
    static func random(count: Int, cells: Int, using random: inout SeededGenerator) -> ChunkCells {
        let selected = Bool.random(using: &random) ? (0..<count).filter { $0 % 3 != 1 } : nil
        if Int.random(in: 0..<3, using: &random) == 0 {
            return ChunkCells(common: Int.random(in: 0..<cells, using: &random), count: count, selected: selected)
        }
        let ids = (0..<count).map { _ in Int.random(in: 0..<cells, using: &random) }
        return ChunkCells(ids, selected: selected)
    }

    /// The selected rows with their cells.
    var pairs: [(row: Int, cell: Int)] {
        (selected ?? Array(0..<count)).map { (row: $0, cell: common ?? Int(ids[$0])) }
    }
}

extension PackedChunk {
    init(_ values: [Int64]) {
        self.init(values, findsUnit: false)
    }
}
