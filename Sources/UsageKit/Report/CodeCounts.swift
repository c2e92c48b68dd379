/// The number of rows per cell and code.
///
/// A code is a small integer of a column: a symbol or the index of a slot.
struct CodeCounts: Sendable {
    private let codeCount: Int
    /// The code that most rows are expected to have.
    ///
    /// Only other codes are counted, and ``finalize(rows:)`` gives the default code the remaining rows.
    private let defaultCode: Int?
    private let cells: Int
    /// By cell and then by code; empty until another code than the default one is added.
    private var counts: [Int] = []
    /// The number of rows of each cell with the default code; empty before ``finalize(rows:)``.
    private var defaultCounts: [Int] = []
    /// Up to this many codes, scanning once per code is fastest.
    private static let scanLimit = 4

    init(cells: Int, codes: Int, defaultCode: Int?) {
        codeCount = codes
        self.defaultCode = defaultCode
        self.cells = cells
    }

    mutating func add(_ chunk: PackedChunk, _ cells: inout ChunkCells) {
        if let code = chunk.common {
            if Int(code) == defaultCode { return }
            allocate()
            let (width, code) = (codeCount, Int(code))
            if let cell = cells.common {
                counts[cell * width + code] += cells.selectedCount
            } else {
                cells.forEach { _, cell in counts[cell * width + code] += 1 }
            }
            return
        }
        allocate()
        if let cell = cells.common, cells.selected == nil, let range = chunk.range, range.count <= Self.scanLimit {
            chunk.unpack(into: &cells.scratch)
            for code in range where Int(code) != defaultCode {
                counts[cell * codeCount + Int(code)] += Self.count(code, in: cells.scratch, cells.count)
            }
        } else if cells.common == nil, cells.selected == nil {
            Self.add(chunk, cells.ids, codeCount, Int64(defaultCode ?? -1), &counts)
        } else {
            chunk.unpack(into: &cells.scratch)
            cells.forEach { row, cell in
                let code = Int(truncatingIfNeeded: cells.scratch[row])
                if code != defaultCode { counts[cell * codeCount + code] += 1 }
            }
        }
    }

    /// Adds rows of a cell that have a code.
    mutating func add(_ code: Int, _ cell: Int, _ count: Int = 1) {
        if code == defaultCode { return }
        allocate()
        counts[cell * codeCount + code] += count
    }

    /// Gives the default code the remaining rows; nothing may be added afterwards.
    ///
    /// - Parameter rows: The number of rows of each cell.
    mutating func finalize(rows: [Int]) {
        guard defaultCode != nil else { return }
        defaultCounts = rows
        if counts.isEmpty { return }
        for cell in rows.indices {
            var others = 0
            for index in cell * codeCount..<(cell + 1) * codeCount { others += counts[index] }
            defaultCounts[cell] -= others
        }
    }

    mutating func merge(_ other: Self) {
        if other.counts.isEmpty { return }
        allocate()
        counts.addEach(other.counts)
    }

    /// The number of rows of a cell that have a code.
    func count(_ code: Int, ofCell cell: Int) -> Int {
        // The counts are not finalized if the query does not measure the column.
        if code == defaultCode { return defaultCounts.isEmpty ? 0 : defaultCounts[cell] }
        return counts.isEmpty ? 0 : counts[cell * codeCount + code]
    }

    /// The number of rows of a cell for each code.
    func counts(ofCell cell: Int) -> [Int] {
        (0..<codeCount).map { count($0, ofCell: cell) }
    }

    private mutating func allocate() {
        if counts.isEmpty { counts = Array(repeating: 0, count: cells * codeCount) }
    }

    private static func count(_ code: Int64, in codes: [Int64], _ count: Int) -> Int {
        var found = 0
        for row in 0..<count { found &+= codes[row] == code ? 1 : 0 }
        return found
    }

    private static func add(
        _ chunk: PackedChunk, _ ids: [UInt32], _ width: Int, _ defaultCode: Int64, _ counts: inout [Int]
    ) {
        precondition(chunk.count <= ids.count)
        var counts = counts.mutableSpan
        let ids = ids.span
        chunk.forEach { row, code in
            if code != defaultCode { counts[Int(ids[row]) &* width &+ Int(truncatingIfNeeded: code)] &+= 1 }
        }
    }

    /// The counts over all cells, in a single cell.
    var collapsed: Self {
        var result = Self(cells: 1, codes: codeCount, defaultCode: defaultCode)
        if !defaultCounts.isEmpty { result.defaultCounts = [defaultCounts.reduce(0, +)] }
        if counts.isEmpty { return result }
        result.allocate()
        for code in 0..<codeCount {
            var total = 0
            for cell in 0..<cells { total += counts[cell * codeCount + code] }
            result.counts[code] = total
        }
        return result
    }
}
