/// The cell of each row of one chunk, and which of the rows count.
struct ChunkCells {
    /// The cell that all rows have; nil where they differ and stand in ``ids``.
    var common: Int?
    /// The cells of the bucket that all rows have; nil where they differ and where there are none.
    var bucket: Range<Int>?
    var ids = [UInt32](repeating: 0, count: PackedChunk.capacity)
    /// How many rows the chunk has.
    var count = 0
    /// The rows that count; nil for all of them.
    var selected: [Int]?
    /// Room for the values of a chunk.
    var scratch = [Int64](repeating: 0, count: PackedChunk.capacity)

    /// How many rows count.
    var selectedCount: Int { selected?.count ?? count }

    func cell(ofRow row: Int) -> Int { common ?? Int(ids[row]) }

    /// Takes the cells of the first rows from what is in ``scratch``.
    mutating func set(_ count: Int, _ convert: (Int64) -> UInt32) {
        common = nil
        self.count = count
        bucket = nil
        for row in 0..<count { ids[row] = convert(scratch[row]) }
    }

    /// Writes the cell that all rows have to ``ids``, for those who look there.
    mutating func fill(with cell: Int) {
        for row in 0..<count { ids[row] = UInt32(cell) }
    }

    /// Counts the rows that count of each cell.
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

    /// Calls a function with each row that counts and with its cell.
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
