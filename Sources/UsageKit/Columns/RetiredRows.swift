/// The rows of a ledger that later states replaced.
struct RetiredRows: Sendable {
    /// The rows of each chunk that has any, counted from its first row.
    private var chunks: [Int: Set<Int>] = [:]
    private(set) var count = 0

    /// Adds a row; a row that was added before changes nothing.
    mutating func insert(_ row: Int) {
        let (chunk, place) = row.quotientAndRemainder(dividingBy: PackedChunk.capacity)
        if chunks[chunk, default: []].insert(place).inserted { count += 1 }
    }

    /// Adds the rows of other columns, which follow this many rows.
    mutating func insert(_ other: RetiredRows, after rows: Int) {
        for (chunk, places) in other.chunks {
            for place in places { insert(rows + chunk * PackedChunk.capacity + place) }
        }
    }

    /// The rows of a chunk, counted from its first row.
    func rows(ofChunk index: Int) -> [Int] {
        if chunks.isEmpty { return [] }
        return chunks[index].map(Array.init) ?? []
    }
}
