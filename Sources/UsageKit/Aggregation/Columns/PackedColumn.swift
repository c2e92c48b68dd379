/// A column of integers, packed chunk by chunk; the last rows wait unpacked until they fill a chunk.
///
/// A copy shares all whole chunks with the original, so adding to it copies a few thousand rows at most.
struct PackedColumn: Sendable {
    /// Stands for an unknown value.
    static let missing = PackedChunk.missing

    private var chunks: [PackedChunk] = []
    private var tail: [Int64] = []
    private let findsUnit: Bool

    /// Creates an empty column.
    ///
    /// - Parameter findsUnit: Whether values are multiples of powers of ten often enough for it to be looked for.
    init(findsUnit: Bool = false) {
        self.findsUnit = findsUnit
    }

    var count: Int { chunks.count * PackedChunk.capacity + tail.count }

    /// How many chunks there are; all but the last one are whole.
    var chunkCount: Int { tail.isEmpty ? chunks.count : chunks.count + 1 }

    subscript(row: Int) -> Int64 {
        let (chunk, place) = row.quotientAndRemainder(dividingBy: PackedChunk.capacity)
        return chunk < chunks.count ? chunks[chunk][place] : tail[place]
    }

    /// The rows from `index * PackedChunk.capacity` on.
    func chunk(_ index: Int) -> PackedChunk {
        index < chunks.count ? chunks[index] : PackedChunk(tail, findsUnit: findsUnit)
    }

    mutating func append(_ value: Int64) {
        tail.append(value)
        if tail.count == PackedChunk.capacity {
            chunks.append(PackedChunk(tail, findsUnit: findsUnit))
            tail.removeAll(keepingCapacity: true)
        }
    }

    mutating func append(contentsOf other: PackedColumn) {
        if tail.isEmpty {
            chunks += other.chunks
            tail = other.tail
        } else {
            other.forEach { append($0) }
        }
    }

    /// Appends the values of another column, each replaced by what the table says.
    mutating func append(contentsOf other: PackedColumn, replacing table: [UInt32]) {
        other.forEach { append(Int64(table[Int($0)])) }
    }

    @inline(__always)
    func forEach(_ body: (Int64) -> Void) {
        var values = [Int64](repeating: 0, count: chunks.isEmpty ? 0 : PackedChunk.capacity)
        for chunk in chunks {
            chunk.unpack(into: &values)
            for value in values { body(value) }
        }
        for value in tail { body(value) }
    }

    /// The least and the greatest known value, and a unit that divides the distance of every known value from the least.
    func spread() -> (range: ClosedRange<Int64>, unit: Int64)? {
        var range: ClosedRange<Int64>?
        let all = (0..<chunkCount).map(chunk)
        for known in all.compactMap(\.range) {
            guard let so = range else {
                range = known
                continue
            }
            range = Swift.min(so.lowerBound, known.lowerBound)...Swift.max(so.upperBound, known.upperBound)
        }
        guard let range else { return nil }
        var unit: UInt64 = 0
        for chunk in all where chunk.range != nil {
            unit = Self.greatestCommonDivisor(unit, UInt64(bitPattern: chunk.base &- range.lowerBound))
            // A chunk of one value has no unit of its own.
            if chunk.common == nil { unit = Self.greatestCommonDivisor(unit, UInt64(chunk.unit)) }
        }
        return (range, Int64(exactly: unit).map { Swift.max($0, 1) } ?? 1)
    }

    private static func greatestCommonDivisor(_ left: UInt64, _ right: UInt64) -> UInt64 {
        var (left, right) = (left, right)
        while right != 0 { (left, right) = (right, left % right) }
        return left
    }
}
