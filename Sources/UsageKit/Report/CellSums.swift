/// Exact sums of integers per cell, in 64 bits as long as they certainly fit.
struct CellSums: Sendable {
    private var narrow: [Int64]
    /// The part of each sum that is not in ``narrow``; empty until a value or a sum might not fit in 64 bits.
    private var wide: [Int128] = []
    /// An upper bound of the magnitude of every narrow sum.
    private var bound: UInt64 = 0

    private static let limit = UInt64(Int64.max)
    /// The greatest magnitude that is added to a narrow sum, so that narrow sums rarely have to be moved to ``wide``.
    private static let narrowLimit = limit >> 10

    init(cells: Int) {
        narrow = Array(repeating: 0, count: cells)
    }

    subscript(cell: Int) -> Int128 {
        wide.isEmpty ? Int128(narrow[cell]) : wide[cell] + Int128(narrow[cell])
    }

    /// Adds the known values of a chunk.
    mutating func add(_ chunk: PackedChunk, _ cells: inout ChunkCells) {
        guard let range = chunk.range else { return }
        if let cell = cells.common, cells.selected == nil { return add(chunk.sum().sum, to: cell) }
        let largest = Swift.max(range.lowerBound.magnitude, range.upperBound.magnitude)
        let (bound, overflow) = largest.multipliedReportingOverflow(by: UInt64(chunk.count))
        let isNarrow = reserve(for: overflow ? nil : bound)
        if isNarrow, cells.common == nil, cells.selected == nil, !chunk.hasMissing {
            return Self.addAll(chunk, cells.ids, &narrow)
        }
        chunk.unpack(into: &cells.scratch)
        if isNarrow {
            cells.forEach { row, cell in
                let value = cells.scratch[row]
                narrow[cell] &+= value == PackedChunk.missing ? 0 : value
            }
        } else {
            cells.forEach { row, cell in
                let value = cells.scratch[row]
                // Sums of 64-bit integers over less than 2⁶⁴ rows cannot overflow 128 bits.
                wide[cell] &+= value == PackedChunk.missing ? 0 : Int128(value)
            }
        }
    }

    /// Adds a number.
    mutating func add(_ value: Int128, to cell: Int) {
        if reserve(for: UInt64(exactly: value.magnitude)) {
            narrow[cell] &+= Int64(truncatingIfNeeded: value)
        } else {
            wide[cell] += value
        }
    }

    mutating func merge(_ other: Self) {
        if !other.wide.isEmpty || !reserve(for: other.bound) {
            widen()
            for cell in wide.indices { wide[cell] += other[cell] }
        } else {
            narrow.addEach(other.narrow)
        }
    }

    /// The sum over all cells.
    var total: Int128 { narrow.indices.reduce(0) { $0 + self[$1] } }

    /// Prepares for adding values to the sums.
    ///
    /// - Parameter added: The greatest magnitude by which the values can change a sum; nil if it exceeds 64 bits.
    /// - Returns: Whether to add the values to the narrow sums; otherwise they must be added to the wide ones.
    private mutating func reserve(for added: UInt64?) -> Bool {
        guard let added, added <= Self.narrowLimit else {
            widen()
            return false
        }
        if bound + added > Self.limit {
            widen()
            for cell in narrow.indices {
                wide[cell] += Int128(narrow[cell])
                narrow[cell] = 0
            }
            bound = 0
        }
        bound += added
        return true
    }

    private mutating func widen() {
        if wide.isEmpty { wide = Array(repeating: 0, count: narrow.count) }
    }

    private static func addAll(_ chunk: PackedChunk, _ ids: [UInt32], _ sums: inout [Int64]) {
        precondition(chunk.count <= ids.count)
        var sums = sums.mutableSpan
        let ids = ids.span
        chunk.forEach { row, value in sums[Int(ids[row])] &+= value }
    }
}

/// The least and the greatest known value of each cell.
struct CellExtremes: Sendable {
    /// `Int64.max` if no value is known; the maximum is then `Int64.min`.
    private(set) var minima: [Int64]
    private(set) var maxima: [Int64]

    init(cells: Int) {
        minima = Array(repeating: .max, count: cells)
        maxima = Array(repeating: .min, count: cells)
    }

    /// Includes the known values of a chunk.
    mutating func add(_ chunk: PackedChunk, _ cells: inout ChunkCells) {
        guard let range = chunk.range else { return }
        if let cell = cells.common, cells.selected == nil { return widen(cell, range.lowerBound, range.upperBound) }
        chunk.unpack(into: &cells.scratch)
        cells.forEach { row, cell in
            let value = cells.scratch[row]
            if value != PackedChunk.missing { widen(cell, value, value) }
        }
    }

    /// Includes a range of values of a cell.
    mutating func widen(_ cell: Int, _ least: Int64, _ greatest: Int64) {
        minima[cell] = Swift.min(minima[cell], least)
        maxima[cell] = Swift.max(maxima[cell], greatest)
    }

    mutating func merge(_ other: Self) {
        for cell in minima.indices { widen(cell, other.minima[cell], other.maxima[cell]) }
    }

    /// The extremes over all cells, in a single cell.
    var collapsed: Self {
        var result = Self(cells: 1)
        result.widen(0, minima.reduce(.max, Swift.min), maxima.reduce(.min, Swift.max))
        return result
    }
}
