/// Sorts buffered durations by cell, in entries of the least width that holds a cell and a distance.
///
/// The width is chosen once. Every call handles a whole range of rows, so no loop over rows depends on it.
struct DurationSorter: Sendable {
    private enum Storage: Sendable {
        case narrow(LatencySorter<UInt32>)
        case wide(LatencySorter<UInt64>)
        case widest(LatencySorter<UInt128>)
        /// The sorter is in use by a call. A payload cannot be mutated in place, and a second reference to its arrays
        /// would make every call copy them, so a call takes the sorter out and puts it back.
        case taken
    }

    private var storage: Storage
    /// The number of buffered durations.
    private(set) var count = 0

    /// Creates an empty sorter.
    ///
    /// - Parameters:
    ///   - cells: The number of cells.
    ///   - greatestDistance: The greatest distance that will be added.
    init(cells: Int, greatestDistance: UInt64) {
        let distanceBits = UInt64.bitWidth - greatestDistance.leadingZeroBitCount
        if let sorter = LatencySorter<UInt32>(cells: cells, distanceBits: distanceBits) {
            storage = .narrow(sorter)
        } else if let sorter = LatencySorter<UInt64>(cells: cells, distanceBits: distanceBits) {
            storage = .wide(sorter)
        } else if let sorter = LatencySorter<UInt128>(cells: cells, distanceBits: distanceBits) {
            storage = .widest(sorter)
        } else {
            preconditionFailure("a cell and a distance of 64 bits each fit in 128 bits")
        }
    }

    private mutating func take() -> Storage {
        defer { storage = .taken }
        return storage
    }

    /// Unpacks the chunk whose rows are added next.
    mutating func load(_ chunk: PackedChunk, _ scale: LatencyScale) {
        switch take() {
        case .narrow(var sorter):
            sorter.load(chunk, scale)
            storage = .narrow(sorter)
        case .wide(var sorter):
            sorter.load(chunk, scale)
            storage = .wide(sorter)
        case .widest(var sorter):
            sorter.load(chunk, scale)
            storage = .widest(sorter)
        case .taken: break
        }
    }

    /// Buffers rows of the loaded chunk.
    ///
    /// - Parameters:
    ///   - rows: The rows.
    ///   - cells: The cell of each row.
    ///   - firstCell: The first cell of the sorter; no row has a lesser one.
    ///   - includeMask: 1 for a row that counts and 0 for any other.
    mutating func add(_ rows: Range<Int>, cells: [UInt32], firstCell: Int, includeMask: [UInt8]) {
        switch take() {
        case .narrow(var sorter):
            sorter.add(rows, cells: cells, firstCell: firstCell, includeMask: includeMask)
            count = sorter.count
            storage = .narrow(sorter)
        case .wide(var sorter):
            sorter.add(rows, cells: cells, firstCell: firstCell, includeMask: includeMask)
            count = sorter.count
            storage = .wide(sorter)
        case .widest(var sorter):
            sorter.add(rows, cells: cells, firstCell: firstCell, includeMask: includeMask)
            count = sorter.count
            storage = .widest(sorter)
        case .taken: break
        }
    }

    /// Sorts the buffered durations and removes them from the sorter.
    ///
    /// - Returns: The batch of all durations, and the range of each cell in it, in ascending order of the cells. Cells
    ///   count from the first cell of the sorter. Nil if nothing is buffered.
    mutating func flush() -> (batch: LatencyBatch, cells: [(cell: Int, range: Range<Int>)])? {
        count = 0
        switch take() {
        case .narrow(var sorter):
            defer { storage = .narrow(sorter) }
            return sorter.flush().map { (.narrow($0.entries, mask: sorter.distanceMask), $0.cells) }
        case .wide(var sorter):
            defer { storage = .wide(sorter) }
            return sorter.flush().map { (.wide($0.entries, mask: sorter.distanceMask), $0.cells) }
        case .widest(var sorter):
            defer { storage = .widest(sorter) }
            let mask = sorter.distanceMask
            return sorter.flush().map { sorted in
                (.wide(sorted.entries.map { UInt64(truncatingIfNeeded: $0 & mask) }, mask: .max), sorted.cells)
            }
        case .taken: return nil
        }
    }
}
