/// The set of values of a dimension that occur in each cell.
struct DistinctCounts: Sendable {
    private let symbols: PackedColumn
    /// The rank of the text of each symbol; nil for the missing text.
    private let ranks: [Int?]
    /// The number of ranks.
    private let width: Int
    /// A bit for each cell and rank, at index cell times ``width`` plus rank; empty if there would be too many.
    private var bits: [UInt64] = []
    /// The indices of the bits that would be set if ``bits`` is empty.
    private var indices: Set<Int> = []

    /// Maximum number of bits.
    private static let denseLimit = 1 << 28

    init(_ columns: RecordColumns, _ dimension: UsageDimension, cells: Int) {
        let (symbols, texts) = columns.dimension(dimension)
        let (textRanks, count) = InternTable.ranks(of: texts)
        self.symbols = symbols
        ranks = zip(texts, textRanks).map { text, rank in text == nil ? nil : Int(rank) }
        width = count
        let (size, overflow) = cells.multipliedReportingOverflow(by: width)
        if !overflow, size <= Self.denseLimit { bits = Array(repeating: 0, count: size / 64 + 1) }
    }

    mutating func add(chunk index: Int, _ cells: inout ChunkCells) {
        symbols.chunk(index).unpack(into: &cells.scratch)
        cells.forEach { row, cell in
            guard let rank = ranks[Int(cells.scratch[row])] else { return }
            let index = cell * width + rank
            if bits.isEmpty { indices.insert(index) } else { bits[index >> 6] |= 1 << UInt64(index & 63) }
        }
    }

    mutating func merge(_ other: Self) {
        for word in bits.indices { bits[word] |= other.bits[word] }
        indices.formUnion(other.indices)
    }

    /// The number of different values of each cell.
    func counts(cells: Int) -> [Int] {
        var counts = [Int](repeating: 0, count: cells)
        forEachIndex { counts[$0 / width] += 1 }
        return counts
    }

    /// The values over all cells, in a single cell.
    var collapsed: Self {
        var result = self
        result.bits = []
        result.indices = []
        forEachIndex { result.indices.insert($0 % width) }
        return result
    }

    private func forEachIndex(_ body: (Int) -> Void) {
        indices.forEach(body)
        for (wordIndex, word) in bits.enumerated() where word != 0 {
            var remaining = word
            while remaining != 0 {
                body(wordIndex << 6 + remaining.trailingZeroBitCount)
                remaining &= remaining - 1
            }
        }
    }
}
