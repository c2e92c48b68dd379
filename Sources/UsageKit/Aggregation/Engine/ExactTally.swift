/// The exact sums of a column of amounts for each cell and slot.
struct ExactTally: Sendable {
    /// The sum of the amounts of a cell and a slot.
    struct Sum: Sendable {
        var mantissa: Int128 = 0
        var count = 0
        var least = Int64.max
        var greatest = Int64.min
    }

    private let slotCount: Int
    private let withExtremes: Bool
    /// Cell after cell, slot after slot; or by the same number where that would be too large.
    private var sums: [Sum] = []
    private var sparse: [Int: Sum] = [:]
    private(set) var wides: [Int: Wide] = [:]

    /// The sum of amounts that need more than 64 bits.
    struct Wide: Sendable {
        var sum = ExactSum()
        var count = 0
        var least: ExactDecimal
        var greatest: ExactDecimal
    }

    private static let denseLimit = 1 << 22

    init(cells: Int, slots: Int, withExtremes: Bool) {
        slotCount = slots
        self.withExtremes = withExtremes
        let (size, overflow) = cells.multipliedReportingOverflow(by: slots)
        if !overflow, size <= Swift.max(Self.denseLimit, 2 * cells) { sums = Array(repeating: Sum(), count: size) }
    }

    /// Adds the amounts of a chunk of rows.
    mutating func add(_ column: ExactColumn, chunk index: Int, _ cells: inout ChunkCells) {
        let slots = column.codes.chunk(index)
        let mantissas = column.mantissas.chunk(index)
        guard let slot = slots.common.map(Int.init), column.slots[slot].exponent != nil, !sums.isEmpty else {
            cells.forEach { row, cell in add(column, Int(slots[row]), mantissas[row], cell) }
            return
        }
        if slot == 0 { return }
        if let cell = cells.common, cells.selected == nil {
            let place = cell * slotCount + slot
            sums[place].mantissa += mantissas.sum().sum
            sums[place].count += cells.count
            if let range = mantissas.range { widen(place, range.lowerBound, range.upperBound) }
            return
        }
        if cells.selected == nil, cells.common == nil, !withExtremes {
            return Self.add(mantissas, cells, slot, slotCount, &sums)
        }
        mantissas.unpack(into: &cells.scratch)
        if withExtremes {
            cells.forEach { row, cell in
                let value = cells.scratch[row]
                widen(cell * slotCount + slot, value, value)
            }
        }
        Self.add(cells, slot, slotCount, &sums)
    }

    /// Adds one amount.
    @inline(__always)
    mutating func add(_ column: ExactColumn, _ slot: Int, _ mantissa: Int64, _ cell: Int) {
        if slot == 0 { return }
        let place = cell * slotCount + slot
        if column.slots[slot].exponent == nil {
            addWide(column.wides[Int(mantissa)], place)
        } else if sums.isEmpty {
            sparse[place, default: Sum()].add(mantissa)
        } else {
            sums[place].add(mantissa)
        }
    }

    mutating func merge(_ other: Self) {
        for place in sums.indices { sums[place].merge(other.sums[place]) }
        for (place, sum) in other.sparse { sparse[place, default: Sum()].merge(sum) }
        for (place, wide) in other.wides { merge(wide, at: place) }
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

    /// The sum of a cell and a slot whose amounts are not wide.
    func sum(cell: Int, slot: Int) -> Sum {
        let place = cell * slotCount + slot
        return sums.isEmpty ? sparse[place] ?? Sum() : sums[place]
    }

    /// The sum of a cell and a slot of wide amounts; nil where there is none.
    func wide(cell: Int, slot: Int) -> Wide? {
        wides[cell * slotCount + slot]
    }

    private mutating func addWide(_ amount: ExactDecimal, _ place: Int) {
        var wide = wides[place] ?? Wide(least: amount, greatest: amount)
        wide.sum.add(amount)
        wide.count += 1
        wide.least = Swift.min(wide.least, amount)
        wide.greatest = Swift.max(wide.greatest, amount)
        wides[place] = wide
    }

    private mutating func widen(_ place: Int, _ least: Int64, _ greatest: Int64) {
        sums[place].least = Swift.min(sums[place].least, least)
        sums[place].greatest = Swift.max(sums[place].greatest, greatest)
    }

    private static func add(
        _ chunk: PackedChunk, _ cells: borrowing ChunkCells, _ slot: Int, _ width: Int, _ sums: inout [Sum]
    ) {
        precondition(chunk.count <= cells.ids.count)
        chunk.forEach { row, value in
            let place = Int(cells.ids[row]) &* width &+ slot
            sums[place].mantissa &+= Int128(value)
            sums[place].count &+= 1
        }
    }

    private static func add(_ cells: borrowing ChunkCells, _ slot: Int, _ width: Int, _ sums: inout [Sum]) {
        cells.forEach { row, cell in
            let place = cell &* width &+ slot
            sums[place].mantissa &+= Int128(cells.scratch[row])
            sums[place].count &+= 1
        }
    }
}

extension ExactTally.Sum {
    @inline(__always)
    fileprivate mutating func add(_ value: Int64) {
        mantissa &+= Int128(value)
        count &+= 1
        least = Swift.min(least, value)
        greatest = Swift.max(greatest, value)
    }

    fileprivate mutating func merge(_ other: Self) {
        mantissa += other.mantissa
        count += other.count
        least = Swift.min(least, other.least)
        greatest = Swift.max(greatest, other.greatest)
    }
}

extension ExactTally {
    /// The tally of all cells together, as one.
    var collapsed: Self {
        var result = ExactTally(cells: 1, slots: slotCount, withExtremes: withExtremes)
        for (place, sum) in sums.enumerated() where sum.count > 0 { result.sums[place % slotCount].merge(sum) }
        for (place, sum) in sparse { result.sums[place % slotCount].merge(sum) }
        for (place, wide) in wides { result.merge(wide, at: place % slotCount) }
        return result
    }
}
