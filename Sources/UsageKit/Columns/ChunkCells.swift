/// The cell of each row of one chunk, and which rows are selected.
///
/// A cell is the index of a group of a report; ``CellMap`` assigns them.
struct ChunkCells {
    /// The cell that all rows share; nil if they differ and ``ids`` holds them.
    var common: Int?
    /// The cells of the bucket that all rows share; nil if they differ or the report has no buckets.
    var bucket: Range<Int>?
    /// The cell of each row, valid if ``common`` is nil.
    var ids = [UInt32](repeating: 0, count: PackedChunk.capacity)
    /// The number of rows in the chunk.
    var count = 0
    /// The rows that pass the filter; nil if all do.
    var selected: [Int]?
    /// A buffer for the values of one chunk.
    var scratch = [Int64](repeating: 0, count: PackedChunk.capacity)

    /// The number of rows that pass the filter.
    var selectedCount: Int { selected?.count ?? count }

    func cell(ofRow row: Int) -> Int { common ?? Int(ids[row]) }

    /// Sets the cells of the first `count` rows from the values in ``scratch``.
    mutating func set(_ count: Int, _ convert: (Int64) -> UInt32) {
        common = nil
        self.count = count
        bucket = nil
        for row in 0..<count { ids[row] = convert(scratch[row]) }
    }

    /// Writes a cell to ``ids`` for every row, for code that reads only ``ids``.
    mutating func fill(with cell: Int) {
        for row in 0..<count { ids[row] = UInt32(cell) }
    }

    /// Adds the number of selected rows of each cell to `counts`.
    func count(into counts: inout [Int]) {
        if let common {
            counts[common] += selectedCount
        } else if selected == nil {
            Self.count(ids, count, &counts)
        } else {
            forEach { _, cell in counts[cell] &+= 1 }
        }
    }

    private static func count(_ ids: [UInt32], _ count: Int, _ counts: inout [Int]) {
        let ids = ids.span
        var counts = counts.mutableSpan
        precondition(count <= ids.count)
        for row in 0..<count { counts[Int(ids[row])] &+= 1 }
    }

    /// Calls a function with each selected row and its cell.
    @inline(__always)
    func forEach(_ body: (_ row: Int, _ cell: Int) -> Void) {
        if let common {
            if let selected {
                for row in selected { body(row, common) }
            } else {
                for row in 0..<count { body(row, common) }
            }
        } else if let selected {
            for row in selected { body(row, Int(ids[row])) }
        } else {
            precondition(count <= ids.count)
            for row in 0..<count { body(row, Int(ids[row])) }
        }
    }
}
