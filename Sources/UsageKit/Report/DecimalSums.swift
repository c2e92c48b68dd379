/// The exact sums of a column of amounts for each cell and slot.
struct DecimalSums: Sendable {
    /// The sum of the amounts of a cell and a slot.
    struct Sum: Sendable {
        var mantissa: Int128 = 0
        var count = 0
        /// The reverse of a range where extremes are not wanted.
        var least = Int64.max
        var greatest = Int64.min
    }

    /// The sum of amounts that need more than 64 bits.
    struct Wide: Sendable {
        var sum = ExactSum()
        var count = 0
        var least: ExactDecimal
        var greatest: ExactDecimal
    }

    private let slotCount: Int
    private let cellCount: Int
    private let withExtremes: Bool
    /// Whether there is room for every cell of every slot that occurs.
    private let isDense: Bool
    /// How many rows of each cell have each slot.
    private var counts: CodeCounts
    /// For each slot the sums of its cells; nil where it did not occur yet.
    private var sums: [CellSums?]
    private var extremes: [CellExtremes?]
    /// By the number of the cell times the number of slots plus the number of the slot.
    private var sparse: [Int: Sum] = [:]
    private var wides: [Int: Wide] = [:]

    private static let denseLimit = 1 << 22

    /// Creates an empty tally.
    ///
    /// - Parameters:
    ///   - cells: How many cells there are.
    ///   - slots: How many slots the column has.
    ///   - usual: The slot that most rows are expected to have, if each row is added once.
    ///   - withExtremes: Whether the least and the greatest amounts are wanted.
    init(cells: Int, slots: Int, usual: Int?, withExtremes: Bool) {
        slotCount = slots
        cellCount = cells
        self.withExtremes = withExtremes
        let (size, overflow) = cells.multipliedReportingOverflow(by: slots)
        isDense = !overflow && size <= Swift.max(Self.denseLimit, 2 * cells)
        counts = CodeCounts(cells: isDense ? cells : 0, codes: slots, usual: usual)
        sums = Array(repeating: nil, count: isDense ? slots : 0)
        extremes = sums.map { _ in nil }
    }

    /// Adds the amounts of a chunk of rows.
    mutating func add(_ column: ExactColumn, chunk index: Int, _ cells: inout ChunkCells) {
        let slots = column.codes.chunk(index)
        let mantissas = column.mantissas.chunk(index)
        if isDense { counts.add(slots, &cells) }
        if let slot = slots.common.map(Int.init), slot == 0 || isDense && column.slots[slot].exponent != nil {
            if slot == 0 { return }
            prepare(slot)
            sums[slot]?.add(mantissas, &cells)
            extremes[slot]?.add(mantissas, &cells)
            return
        }
        cells.forEach { row, cell in add(column, Int(slots[row]), mantissas[row], cell) }
    }

    /// Adds one amount beside the rows.
    mutating func addOne(_ column: ExactColumn, _ place: Int, _ cell: Int) {
        let slot = Int(column.codes[place])
        if isDense { counts.add(slot, cell) }
        add(column, slot, column.mantissas[place], cell)
    }

    /// Counts what was left open; nothing is to be added afterwards.
    ///
    /// - Parameter rows: How many rows each cell has.
    mutating func settle(rows: [Int]) {
        if isDense { counts.settle(rows: rows) }
    }

    mutating func merge(_ other: Self) {
        counts.merge(other.counts)
        for slot in sums.indices {
            guard let sum = other.sums[slot] else { continue }
            prepare(slot)
            sums[slot]?.merge(sum)
            if let others = other.extremes[slot] { extremes[slot]?.merge(others) }
        }
        for (place, sum) in other.sparse { sparse[place, default: Sum()].merge(sum) }
        for (place, wide) in other.wides { merge(wide, at: place) }
    }

    /// The sum of a cell and a slot whose amounts are not wide.
    func sum(cell: Int, slot: Int) -> Sum {
        guard isDense else { return sparse[cell * slotCount + slot] ?? Sum() }
        guard let mantissa = sums[slot]?[cell] else { return Sum() }
        var sum = Sum(mantissa: mantissa, count: counts.count(slot, ofCell: cell))
        if withExtremes, let extremes = extremes[slot] {
            (sum.least, sum.greatest) = (extremes.minima[cell], extremes.maxima[cell])
        }
        return sum
    }

    /// The sum of a cell and a slot of wide amounts; nil where there is none.
    func wide(cell: Int, slot: Int) -> Wide? {
        wides.isEmpty ? nil : wides[cell * slotCount + slot]
    }

    /// The tally of all cells together, as one.
    var collapsed: Self {
        var result = DecimalSums(cells: 1, slots: slotCount, usual: nil, withExtremes: withExtremes)
        if isDense { result.counts = counts.collapsed }
        for slot in sums.indices {
            guard let sum = sums[slot] else { continue }
            result.prepare(slot)
            result.sums[slot]?.add(sum.total, to: 0)
            if let extremes = extremes[slot] { result.extremes[slot] = extremes.collapsed }
        }
        for (place, sum) in sparse { result.add(sum, at: place % slotCount) }
        for (place, wide) in wides { result.merge(wide, at: place % slotCount) }
        return result
    }
}

extension DecimalSums {
    private mutating func add(_ column: ExactColumn, _ slot: Int, _ mantissa: Int64, _ cell: Int) {
        if slot == 0 { return }
        if column.slots[slot].exponent == nil {
            let amount = column.wides[Int(mantissa)]
            merge(
                Wide(sum: ExactSum(amount), count: 1, least: amount, greatest: amount), at: cell * slotCount + slot)
        } else if isDense {
            prepare(slot)
            sums[slot]?.add(Int128(mantissa), to: cell)
            extremes[slot]?.widen(cell, mantissa, mantissa)
        } else {
            let sum = Sum(mantissa: Int128(mantissa), count: 1, least: mantissa, greatest: mantissa)
            sparse[cell * slotCount + slot, default: Sum()].merge(sum)
        }
    }

    /// Takes over a sum from many cells, where there is room for one.
    private mutating func add(_ sum: Sum, at slot: Int) {
        guard isDense else { return sparse[slot, default: Sum()].merge(sum) }
        prepare(slot)
        sums[slot]?.add(sum.mantissa, to: 0)
        extremes[slot]?.widen(0, sum.least, sum.greatest)
        counts.add(slot, 0, sum.count)
    }

    private mutating func prepare(_ slot: Int) {
        if sums[slot] != nil { return }
        sums[slot] = CellSums(cells: cellCount)
        if withExtremes { extremes[slot] = CellExtremes(cells: cellCount) }
    }

    private mutating func merge(_ wide: Wide, at place: Int) {
        guard var known = wides[place] else {
            wides[place] = wide
            return
        }
        known.sum.add(wide.sum)
        known.count += wide.count
        known.least = Swift.min(known.least, wide.least)
        known.greatest = Swift.max(known.greatest, wide.greatest)
        wides[place] = known
    }
}

extension DecimalSums.Sum {
    fileprivate mutating func merge(_ other: Self) {
        mantissa += other.mantissa
        count += other.count
        least = Swift.min(least, other.least)
        greatest = Swift.max(greatest, other.greatest)
    }
}
