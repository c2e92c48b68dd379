/// The exact sums of a column of amounts per cell and slot.
struct DecimalSums: Sendable {
    /// The sum of the amounts of a cell and a slot, as mantissas at the exponent of the slot.
    struct Sum: Sendable {
        var mantissa: Int128 = 0
        /// The number of amounts.
        var count = 0
        /// `Int64.max` if extremes are not measured; the greatest is then `Int64.min`.
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
    /// Whether sums are arrays with an element per cell; otherwise only cells that occur have an entry.
    private let isDense: Bool
    /// The number of amounts of each cell and slot.
    private var counts: CodeCounts
    /// The sums per cell of each slot; nil for a slot without amounts so far.
    private var sums: [CellSums?]
    /// The extremes per cell of each slot; nil for a slot without amounts so far, and if they are not measured.
    private var extremes: [CellExtremes?]
    /// By the cell times the number of slots plus the slot; used if the sums are not dense.
    private var sparse: [Int: Sum] = [:]
    /// The same for wide amounts, which have no dense form.
    private var wides: [Int: Wide] = [:]

    /// Maximum number of elements of dense sums.
    private static let denseLimit = 1 << 22

    /// Creates empty sums.
    ///
    /// - Parameters:
    ///   - cells: The number of cells.
    ///   - slots: The number of slots of the column.
    ///   - defaultSlot: The slot that most rows are expected to have, if each row is added once; otherwise nil.
    ///   - withExtremes: Whether to measure the least and the greatest amount.
    init(cells: Int, slots: Int, defaultSlot: Int?, withExtremes: Bool) {
        slotCount = slots
        cellCount = cells
        self.withExtremes = withExtremes
        let (size, overflow) = cells.multipliedReportingOverflow(by: slots)
        isDense = !overflow && size <= Swift.max(Self.denseLimit, 2 * cells)
        counts = CodeCounts(cells: isDense ? cells : 0, codes: slots, defaultCode: defaultSlot)
        sums = Array(repeating: nil, count: isDense ? slots : 0)
        extremes = sums.map { _ in nil }
    }

    /// Adds the amounts of a chunk of rows.
    mutating func add(_ column: ExactColumn, chunk index: Int, _ cells: inout ChunkCells) {
        let slots = column.slotIndices.chunk(index)
        let mantissas = column.mantissas.chunk(index)
        if isDense { counts.add(slots, &cells) }
        if let slot = slots.common.map(Int.init), slot == 0 || isDense && column.slots[slot].exponent != nil {
            if slot == 0 { return }
            allocate(slot)
            sums[slot]?.add(mantissas, &cells)
            extremes[slot]?.add(mantissas, &cells)
            return
        }
        cells.forEach { row, cell in add(column, Int(slots[row]), mantissas[row], cell) }
    }

    /// Adds a single amount of a column.
    mutating func addOne(_ column: ExactColumn, at index: Int, cell: Int) {
        let slot = Int(column.slotIndices[index])
        if isDense { counts.add(slot, cell) }
        add(column, slot, column.mantissas[index], cell)
    }

    /// Completes the counts of the default slot; nothing may be added afterwards.
    ///
    /// - Parameter rows: The number of rows of each cell.
    mutating func finalize(rows: [Int]) {
        if isDense { counts.finalize(rows: rows) }
    }

    mutating func merge(_ other: Self) {
        counts.merge(other.counts)
        for slot in sums.indices {
            guard let sum = other.sums[slot] else { continue }
            allocate(slot)
            sums[slot]?.merge(sum)
            if let others = other.extremes[slot] { extremes[slot]?.merge(others) }
        }
        for (key, sum) in other.sparse { sparse[key, default: Sum()].merge(sum) }
        for (key, wide) in other.wides { merge(wide, at: key) }
    }

    /// The sum of a cell and a slot that is not the slot of wide amounts.
    func sum(cell: Int, slot: Int) -> Sum {
        guard isDense else { return sparse[cell * slotCount + slot] ?? Sum() }
        guard let mantissa = sums[slot]?[cell] else { return Sum() }
        var sum = Sum(mantissa: mantissa, count: counts.count(slot, ofCell: cell))
        if withExtremes, let extremes = extremes[slot] {
            (sum.least, sum.greatest) = (extremes.minima[cell], extremes.maxima[cell])
        }
        return sum
    }

    /// The sum of a cell and a slot of wide amounts; nil if there are no amounts.
    func wide(cell: Int, slot: Int) -> Wide? {
        wides.isEmpty ? nil : wides[cell * slotCount + slot]
    }

    /// The sums over all cells, in a single cell.
    var collapsed: Self {
        var result = DecimalSums(cells: 1, slots: slotCount, defaultSlot: nil, withExtremes: withExtremes)
        if isDense { result.counts = counts.collapsed }
        for slot in sums.indices {
            guard let sum = sums[slot] else { continue }
            result.allocate(slot)
            result.sums[slot]?.add(sum.total, to: 0)
            if let extremes = extremes[slot] { result.extremes[slot] = extremes.collapsed }
        }
        for (key, sum) in sparse { result.add(sum, at: key % slotCount) }
        for (key, wide) in wides { result.merge(wide, at: key % slotCount) }
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
            allocate(slot)
            sums[slot]?.add(Int128(mantissa), to: cell)
            extremes[slot]?.widen(cell, mantissa, mantissa)
        } else {
            let sum = Sum(mantissa: Int128(mantissa), count: 1, least: mantissa, greatest: mantissa)
            sparse[cell * slotCount + slot, default: Sum()].merge(sum)
        }
    }

    /// Adds a sum to the single cell of collapsed sums.
    private mutating func add(_ sum: Sum, at slot: Int) {
        guard isDense else { return sparse[slot, default: Sum()].merge(sum) }
        allocate(slot)
        sums[slot]?.add(sum.mantissa, to: 0)
        extremes[slot]?.widen(0, sum.least, sum.greatest)
        counts.add(slot, 0, sum.count)
    }

    private mutating func allocate(_ slot: Int) {
        if sums[slot] != nil { return }
        sums[slot] = CellSums(cells: cellCount)
        if withExtremes { extremes[slot] = CellExtremes(cells: cellCount) }
    }

    private mutating func merge(_ wide: Wide, at key: Int) {
        guard var known = wides[key] else {
            wides[key] = wide
            return
        }
        known.sum.add(wide.sum)
        known.count += wide.count
        known.least = Swift.min(known.least, wide.least)
        known.greatest = Swift.max(known.greatest, wide.greatest)
        wides[key] = known
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
