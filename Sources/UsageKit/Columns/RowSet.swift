/// A set of rows in little memory, mostly those that no report counts.
struct RowSet: Sendable {
    /// A bit for each row of a chunk that has any.
    private var chunks: [Int: [UInt64]] = [:]
    private(set) var count = 0

    var isEmpty: Bool { count == 0 }

    /// Adds a row; a row that was added before changes nothing.
    mutating func insert(_ row: Int) {
        let (chunk, place) = row.quotientAndRemainder(dividingBy: PackedChunk.capacity)
        let (word, mask) = Self.bit(place)
        var words = chunks.removeValue(forKey: chunk) ?? [UInt64](repeating: 0, count: PackedChunk.capacity / 64)
        if words[word] & mask == 0 { count += 1 }
        words[word] |= mask
        chunks[chunk] = words
    }

    /// Adds rows.
    mutating func insert(_ rows: Range<Int>) {
        var start = rows.lowerBound
        while start < rows.upperBound {
            let (chunk, place) = start.quotientAndRemainder(dividingBy: PackedChunk.capacity)
            let end = Swift.min((chunk + 1) * PackedChunk.capacity, rows.upperBound)
            if place == 0, end - start == PackedChunk.capacity {
                count += PackedChunk.capacity - (chunks[chunk]?.reduce(0) { $0 + $1.nonzeroBitCount } ?? 0)
                chunks[chunk] = [UInt64](repeating: .max, count: PackedChunk.capacity / 64)
            } else {
                for row in start..<end { insert(row) }
            }
            start = end
        }
    }

    /// Removes a row; a row that is not there changes nothing.
    mutating func remove(_ row: Int) {
        let (chunk, place) = row.quotientAndRemainder(dividingBy: PackedChunk.capacity)
        let (word, mask) = Self.bit(place)
        guard var words = chunks.removeValue(forKey: chunk) else { return }
        if words[word] & mask != 0 { count -= 1 }
        words[word] &= ~mask
        if words.contains(where: { $0 != 0 }) { chunks[chunk] = words }
    }

    func contains(_ row: Int) -> Bool {
        if chunks.isEmpty { return false }
        let (chunk, place) = row.quotientAndRemainder(dividingBy: PackedChunk.capacity)
        let (word, mask) = Self.bit(place)
        return chunks[chunk].map { $0[word] & mask != 0 } ?? false
    }

    /// Adds the rows of other columns, which follow this many rows.
    mutating func insert(_ other: RowSet, after rows: Int) {
        for chunk in other.chunks.keys {
            for place in other.rows(ofChunk: chunk) { insert(rows + chunk * PackedChunk.capacity + place) }
        }
    }

    /// All rows in ascending order.
    var all: [Int] {
        chunks.keys.sorted().flatMap { chunk in rows(ofChunk: chunk).map { chunk * PackedChunk.capacity + $0 } }
    }

    /// The rows of a chunk in ascending order, counted from its first row.
    func rows(ofChunk index: Int) -> [Int] {
        guard !chunks.isEmpty, let words = chunks[index] else { return [] }
        var rows: [Int] = []
        for (index, word) in words.enumerated() {
            var rest = word
            while rest != 0 {
                rows.append(64 * index + rest.trailingZeroBitCount)
                rest &= rest - 1
            }
        }
        return rows
    }

    private static func bit(_ place: Int) -> (word: Int, mask: UInt64) {
        (place / 64, 1 &<< UInt64(place % 64))
    }
}
