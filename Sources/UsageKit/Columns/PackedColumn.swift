/// A column of integers, packed chunk by chunk; the last rows stay unpacked until they fill a chunk.
///
/// A copy shares all full chunks with the original, so appending to it copies less than one chunk of rows.
struct PackedColumn: Sendable {
    /// The value that represents an unknown value.
    static let missing = PackedChunk.missing

    private var chunks: [PackedChunk] = []
    /// The rows after the last full chunk and spare capacity; not used while all those rows have one value.
    private var tail: [Int64] = []
    private var tailCount = 0
    /// The number of rows after the last full chunk if all of them have the value ``runValue``, otherwise 0.
    private var runLength = 0
    private var runValue = Self.missing
    private let findsUnit: Bool

    /// Creates an empty column.
    ///
    /// - Parameter findsUnit: Whether to look for a power of ten that divides the distances in a chunk.
    init(findsUnit: Bool = false) {
        self.findsUnit = findsUnit
    }

    var count: Int { chunks.count * PackedChunk.capacity + pendingCount }

    /// The number of chunks; all but the last one are full.
    var chunkCount: Int { pendingCount == 0 ? chunks.count : chunks.count + 1 }

    /// The number of rows after the last full chunk.
    private var pendingCount: Int { runLength &+ tailCount }

    subscript(row: Int) -> Int64 {
        let (chunk, offset) = row.quotientAndRemainder(dividingBy: PackedChunk.capacity)
        if chunk < chunks.count { return chunks[chunk][offset] }
        return runLength > 0 && offset < runLength ? runValue : tail[offset]
    }

    /// The rows from index `index * PackedChunk.capacity`.
    func chunk(_ index: Int) -> PackedChunk {
        if index < chunks.count { return chunks[index] }
        if runLength > 0 { return Self.chunk(of: runValue, count: runLength) }
        return PackedChunk(Array(tail[..<tailCount]), findsUnit: findsUnit)
    }

    /// The least and the greatest known value; nil if no value is known.
    var range: ClosedRange<Int64>? {
        (0..<chunkCount).compactMap { chunk($0).range }.reduce(nil) { range, next in
            range.map { min($0.lowerBound, next.lowerBound)...max($0.upperBound, next.upperBound) } ?? next
        }
    }

    private static func chunk(of value: Int64, count: Int) -> PackedChunk {
        PackedChunk([Int64](repeating: value, count: count), findsUnit: false)
    }

    @inline(__always)
    mutating func append(_ value: Int64) {
        if tailCount == 0, runLength == 0 || value == runValue {
            runValue = value
            runLength &+= 1
            if runLength == PackedChunk.capacity { closeRun() }
            return
        }
        if runLength > 0 { expandRun() }
        if tailCount == tail.count { reserveTail(for: 1) }
        tail[tailCount] = value
        tailCount &+= 1
        if tailCount == PackedChunk.capacity { closeTail() }
    }

    @inline(never)
    private mutating func reserveTail(for more: Int) {
        let wanted = Swift.min(Swift.max(tailCount + more, 2 * tail.count, 16), PackedChunk.capacity)
        if tail.count < wanted { tail.append(contentsOf: repeatElement(0, count: wanted - tail.count)) }
    }

    @inline(never)
    private mutating func closeRun() {
        // Chunks with the same single value share storage.
        if let last = chunks.last, last.count == runLength, last.common == runValue {
            chunks.append(last)
        } else {
            chunks.append(Self.chunk(of: runValue, count: runLength))
        }
        runLength = 0
    }

    @inline(never)
    private mutating func closeTail() {
        chunks.append(PackedChunk(tail, findsUnit: findsUnit))
        tailCount = 0
    }

    /// Writes the run to the tail, because another value follows.
    @inline(never)
    private mutating func expandRun() {
        fill(with: runValue, count: runLength)
        runLength = 0
    }

    private mutating func fill(with value: Int64, count: Int) {
        reserveTail(for: count)
        for index in tailCount..<tailCount + count { tail[index] = value }
        tailCount += count
    }

    /// Appends a value a number of times.
    mutating func append(_ value: Int64, count: Int) {
        var remaining = count
        while remaining > 0 {
            let added = Swift.min(remaining, PackedChunk.capacity - pendingCount)
            remaining -= added
            if tailCount == 0, runLength == 0 || value == runValue {
                runValue = value
                runLength += added
                if runLength == PackedChunk.capacity { closeRun() }
            } else {
                if runLength > 0 { expandRun() }
                fill(with: value, count: added)
                if tailCount == PackedChunk.capacity { closeTail() }
            }
        }
    }

    private mutating func append(_ values: ArraySlice<Int64>) {
        var values = values
        while !values.isEmpty {
            if runLength > 0 { expandRun() }
            let added = values.prefix(PackedChunk.capacity - tailCount)
            values = values.dropFirst(added.count)
            reserveTail(for: added.count)
            tail.replaceSubrange(tailCount..<tailCount + added.count, with: added)
            tailCount += added.count
            if tailCount == PackedChunk.capacity { closeTail() }
        }
    }

    /// Appends the rows of a chunk; a full one is shared if it follows full ones.
    mutating func append(_ chunk: PackedChunk) {
        if pendingCount == 0, chunk.count == PackedChunk.capacity { return chunks.append(chunk) }
        if let common = chunk.common { return append(common, count: chunk.count) }
        var values = [Int64](repeating: 0, count: chunk.count)
        chunk.unpack(into: &values)
        append(values[...])
    }

    /// The rows that are kept, each converted by a function.
    func keeping(_ isKept: [Bool], _ convert: (Int64) -> Int64 = { $0 }) -> PackedColumn {
        var kept = PackedColumn(findsUnit: findsUnit)
        var row = 0
        forEach { value in
            if isKept[row] { kept.append(convert(value)) }
            row += 1
        }
        return kept
    }

    /// The values of some rows, at most as many as a chunk has.
    func packed(_ rows: Range<Int>) -> PackedChunk {
        let (index, offset) = rows.lowerBound.quotientAndRemainder(dividingBy: PackedChunk.capacity)
        if offset == 0, index < chunkCount, case let chunk = chunk(index), chunk.count == rows.count { return chunk }
        return PackedChunk(rows.map { self[$0] }, findsUnit: findsUnit)
    }

    mutating func append(contentsOf other: PackedColumn) {
        if pendingCount == 0 {
            chunks += other.chunks
            (tail, tailCount, runLength, runValue) = (other.tail, other.tailCount, other.runLength, other.runValue)
        } else {
            append(contentsOf: other) { $0 }
        }
    }

    /// Appends the values of another column, each replaced by the table's element at that index.
    mutating func append(contentsOf other: PackedColumn, replacing table: [UInt32]) {
        if table.indices.allSatisfy({ table[$0] == $0 }) {
            append(contentsOf: other)
        } else {
            append(contentsOf: other) { Int64(table[Int($0)]) }
        }
    }

    /// Appends the values of another column, converted by a function.
    @inline(__always)
    mutating func append(contentsOf other: PackedColumn, _ convert: (Int64) -> Int64) {
        var values = [Int64](repeating: 0, count: other.chunks.isEmpty ? 0 : PackedChunk.capacity)
        for chunk in other.chunks {
            if let common = chunk.common {
                append(convert(common), count: chunk.count)
            } else {
                chunk.unpack(into: &values)
                for index in values.indices { values[index] = convert(values[index]) }
                append(values[...])
            }
        }
        if other.runLength > 0 { append(convert(other.runValue), count: other.runLength) }
        for value in other.tail[..<other.tailCount] { append(convert(value)) }
    }

    @inline(__always)
    func forEach(_ body: (Int64) -> Void) {
        var values = [Int64](repeating: 0, count: chunks.isEmpty ? 0 : PackedChunk.capacity)
        for chunk in chunks {
            chunk.unpack(into: &values)
            for value in values { body(value) }
        }
        for _ in 0..<runLength { body(runValue) }
        for value in tail[..<tailCount] { body(value) }
    }

    /// The range of the known values, and a unit that divides the distance of every known value from the least one.
    func spread() -> (range: ClosedRange<Int64>, unit: Int64)? {
        var range: ClosedRange<Int64>?
        let all = (0..<chunkCount).map(chunk)
        for known in all.compactMap(\.range) {
            guard let previous = range else {
                range = known
                continue
            }
            range = Swift.min(previous.lowerBound, known.lowerBound)...Swift.max(previous.upperBound, known.upperBound)
        }
        guard let range else { return nil }
        var unit: UInt64 = 0
        for chunk in all where chunk.range != nil {
            unit = Self.greatestCommonDivisor(unit, UInt64(bitPattern: chunk.base &- range.lowerBound))
            // The unit of a chunk with a single value has no meaning.
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
