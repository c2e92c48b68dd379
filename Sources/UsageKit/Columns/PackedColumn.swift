/// A column of integers, packed chunk by chunk; the last rows wait unpacked until they fill a chunk.
///
/// A copy shares all whole chunks with the original, so adding to it copies a few thousand rows at most.
struct PackedColumn: Sendable {
    /// Stands for an unknown value.
    static let missing = PackedChunk.missing

    private var chunks: [PackedChunk] = []
    /// The last rows, and room for more; without rows as long as all of them have one value.
    private var tail: [Int64] = []
    private var tailCount = 0
    /// How often that value stands there, and the value.
    private var run = 0
    private var runValue = Self.missing
    private let findsUnit: Bool

    /// Creates an empty column.
    ///
    /// - Parameter findsUnit: Whether values are multiples of powers of ten often enough for it to be looked for.
    init(findsUnit: Bool = false) {
        self.findsUnit = findsUnit
    }

    var count: Int { chunks.count * PackedChunk.capacity + restCount }

    /// How many chunks there are; all but the last one are whole.
    var chunkCount: Int { restCount == 0 ? chunks.count : chunks.count + 1 }

    /// How many rows fill no chunk.
    private var restCount: Int { run &+ tailCount }

    subscript(row: Int) -> Int64 {
        let (chunk, place) = row.quotientAndRemainder(dividingBy: PackedChunk.capacity)
        if chunk < chunks.count { return chunks[chunk][place] }
        return run > 0 && place < run ? runValue : tail[place]
    }

    /// The rows from `index * PackedChunk.capacity` on.
    func chunk(_ index: Int) -> PackedChunk {
        if index < chunks.count { return chunks[index] }
        if run > 0 { return Self.chunk(of: runValue, count: run) }
        return PackedChunk(Array(tail[..<tailCount]), findsUnit: findsUnit)
    }

    private static func chunk(of value: Int64, count: Int) -> PackedChunk {
        PackedChunk([Int64](repeating: value, count: count), findsUnit: false)
    }

    @inline(__always)
    mutating func append(_ value: Int64) {
        if tailCount == 0, run == 0 || value == runValue {
            runValue = value
            run &+= 1
            if run == PackedChunk.capacity { closeRun() }
            return
        }
        if run > 0 { unroll() }
        if tailCount == tail.count { makeRoom(for: 1) }
        tail[tailCount] = value
        tailCount &+= 1
        if tailCount == PackedChunk.capacity { closeTail() }
    }

    @inline(never)
    private mutating func makeRoom(for more: Int) {
        let wanted = Swift.min(Swift.max(tailCount + more, 2 * tail.count, 16), PackedChunk.capacity)
        if tail.count < wanted { tail.append(contentsOf: repeatElement(0, count: wanted - tail.count)) }
    }

    @inline(never)
    private mutating func closeRun() {
        // A column of one value shares one chunk.
        if let last = chunks.last, last.count == run, last.common == runValue {
            chunks.append(last)
        } else {
            chunks.append(Self.chunk(of: runValue, count: run))
        }
        run = 0
    }

    @inline(never)
    private mutating func closeTail() {
        chunks.append(PackedChunk(tail, findsUnit: findsUnit))
        tailCount = 0
    }

    /// Writes the run out, since another value follows.
    @inline(never)
    private mutating func unroll() {
        fill(with: runValue, count: run)
        run = 0
    }

    private mutating func fill(with value: Int64, count: Int) {
        makeRoom(for: count)
        for index in tailCount..<tailCount + count { tail[index] = value }
        tailCount += count
    }

    private mutating func append(_ value: Int64, count: Int) {
        var rest = count
        while rest > 0 {
            let added = Swift.min(rest, PackedChunk.capacity - restCount)
            rest -= added
            if tailCount == 0, run == 0 || value == runValue {
                runValue = value
                run += added
                if run == PackedChunk.capacity { closeRun() }
            } else {
                if run > 0 { unroll() }
                fill(with: value, count: added)
                if tailCount == PackedChunk.capacity { closeTail() }
            }
        }
    }

    private mutating func append(_ values: ArraySlice<Int64>) {
        var values = values
        while !values.isEmpty {
            if run > 0 { unroll() }
            let added = values.prefix(PackedChunk.capacity - tailCount)
            values = values.dropFirst(added.count)
            makeRoom(for: added.count)
            tail.replaceSubrange(tailCount..<tailCount + added.count, with: added)
            tailCount += added.count
            if tailCount == PackedChunk.capacity { closeTail() }
        }
    }

    mutating func append(contentsOf other: PackedColumn) {
        if restCount == 0 {
            chunks += other.chunks
            (tail, tailCount, run, runValue) = (other.tail, other.tailCount, other.run, other.runValue)
        } else {
            append(contentsOf: other) { $0 }
        }
    }

    /// Appends the values of another column, each replaced by what the table says.
    mutating func append(contentsOf other: PackedColumn, replacing table: [UInt32]) {
        if table.indices.allSatisfy({ table[$0] == $0 }) {
            append(contentsOf: other)
        } else {
            append(contentsOf: other) { Int64(table[Int($0)]) }
        }
    }

    /// Appends what a function makes of the values of another column.
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
        if other.run > 0 { append(convert(other.runValue), count: other.run) }
        for value in other.tail[..<other.tailCount] { append(convert(value)) }
    }

    @inline(__always)
    func forEach(_ body: (Int64) -> Void) {
        var values = [Int64](repeating: 0, count: chunks.isEmpty ? 0 : PackedChunk.capacity)
        for chunk in chunks {
            chunk.unpack(into: &values)
            for value in values { body(value) }
        }
        for _ in 0..<run { body(runValue) }
        for value in tail[..<tailCount] { body(value) }
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
