/// The sums of one column of integers, and if wanted its extremes, for each cell.
struct IntegerTally: Sendable {
    private(set) var totals: [Int128]
    /// How many rows have no value.
    private(set) var missing: [Int]
    /// Empty where extremes are not wanted; the reverse of a range where no value is known.
    private(set) var minima: [Int64] = []
    private(set) var maxima: [Int64] = []

    init(cells: Int, withExtremes: Bool) {
        totals = Array(repeating: 0, count: cells)
        missing = Array(repeating: 0, count: cells)
        guard withExtremes else { return }
        minima = Array(repeating: .max, count: cells)
        maxima = Array(repeating: .min, count: cells)
    }

    mutating func add(_ chunk: PackedChunk, _ cells: inout ChunkCells) {
        if let cell = cells.common, cells.selected == nil {
            let (sum, unknown) = chunk.sum()
            totals[cell] += sum
            missing[cell] += unknown
            if !minima.isEmpty, let range = chunk.range { widen(cell, range.lowerBound, range.upperBound) }
            return
        }
        if cells.selected == nil, cells.common == nil, minima.isEmpty, !chunk.hasMissing {
            return Self.addAll(chunk, cells, &totals)
        }
        chunk.unpack(into: &cells.scratch)
        if chunk.hasMissing {
            Self.addKnown(cells, &totals, &missing)
        } else {
            Self.addAll(cells, &totals)
        }
        if !minima.isEmpty {
            cells.forEach { row, cell in
                let value = cells.scratch[row]
                if value != PackedChunk.missing { widen(cell, value, value) }
            }
        }
    }

    mutating func merge(_ other: Self) {
        for cell in totals.indices {
            totals[cell] += other.totals[cell]
            missing[cell] += other.missing[cell]
        }
        for cell in minima.indices { widen(cell, other.minima[cell], other.maxima[cell]) }
    }

    private mutating func widen(_ cell: Int, _ least: Int64, _ greatest: Int64) {
        minima[cell] = Swift.min(minima[cell], least)
        maxima[cell] = Swift.max(maxima[cell], greatest)
    }

    // Sums of 64-bit integers over less than 2⁶⁴ rows cannot overflow 128 bits.

    private static func addAll(_ chunk: PackedChunk, _ cells: borrowing ChunkCells, _ totals: inout [Int128]) {
        precondition(chunk.count <= cells.ids.count)
        chunk.forEach { row, value in totals[Int(cells.ids[row])] &+= Int128(value) }
    }

    private static func addAll(_ cells: borrowing ChunkCells, _ totals: inout [Int128]) {
        cells.forEach { row, cell in totals[cell] &+= Int128(cells.scratch[row]) }
    }

    private static func addKnown(_ cells: borrowing ChunkCells, _ totals: inout [Int128], _ missing: inout [Int]) {
        cells.forEach { row, cell in
            let value = cells.scratch[row]
            if value == PackedChunk.missing { missing[cell] += 1 } else { totals[cell] &+= Int128(value) }
        }
    }
}

extension IntegerTally {
    /// The tally of all cells together, as one.
    var collapsed: Self {
        var result = self
        result.totals = [totals.reduce(0, +)]
        result.missing = [missing.reduce(0, +)]
        if !minima.isEmpty {
            result.minima = [minima.reduce(.max, Swift.min)]
            result.maxima = [maxima.reduce(.min, Swift.max)]
        }
        return result
    }
}
