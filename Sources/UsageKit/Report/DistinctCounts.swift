/// Which values of a dimension occur in each cell.
struct DistinctCounts: Sendable {
    private let codes: PackedColumn
    /// The number of each code among the different texts; the missing text has none.
    private let numbers: [Int?]
    private let width: Int
    /// A bit for each cell and number, or those same places where that would be too large.
    private var bits: [UInt64] = []
    private var places: Set<Int> = []

    private static let denseLimit = 1 << 28

    init(_ columns: RecordColumns, _ dimension: UsageDimension, cells: Int) {
        let (codes, texts) = columns.dimension(dimension)
        let (ranks, count) = InternTable.ranks(of: texts)
        self.codes = codes
        numbers = zip(texts, ranks).map { text, rank in text == nil ? nil : Int(rank) }
        width = count
        let (size, overflow) = cells.multipliedReportingOverflow(by: width)
        if !overflow, size <= Self.denseLimit { bits = Array(repeating: 0, count: size / 64 + 1) }
    }

    mutating func add(chunk index: Int, _ cells: inout ChunkCells) {
        codes.chunk(index).unpack(into: &cells.scratch)
        cells.forEach { row, cell in
            guard let number = numbers[Int(cells.scratch[row])] else { return }
            let place = cell * width + number
            if bits.isEmpty { places.insert(place) } else { bits[place >> 6] |= 1 << UInt64(place & 63) }
        }
    }

    mutating func merge(_ other: Self) {
        for word in bits.indices { bits[word] |= other.bits[word] }
        places.formUnion(other.places)
    }

    /// How many different values each cell has.
    func counts(cells: Int) -> [Int] {
        var counts = [Int](repeating: 0, count: cells)
        forEachPlace { counts[$0 / width] += 1 }
        return counts
    }

    /// The tally of all cells together, as one.
    var collapsed: Self {
        var result = self
        result.bits = []
        result.places = []
        forEachPlace { result.places.insert($0 % width) }
        return result
    }

    private func forEachPlace(_ body: (Int) -> Void) {
        places.forEach(body)
        for (index, word) in bits.enumerated() where word != 0 {
            var rest = word
            while rest != 0 {
                body(index << 6 + rest.trailingZeroBitCount)
                rest &= rest - 1
            }
        }
    }
}
