/// The bucket of each row, numbered in time order, the unknown time last.
struct RowBuckets: Sendable {
    /// The buckets of the rows of one chunk.
    enum Chunk: Sendable {
        case same(UInt32)
        case each([UInt32])
    }

    /// The seconds since 1970 of each bucket; nil for the unknown time.
    private(set) var ranges: [Range<Int64>?] = []
    private(set) var chunks: [Chunk] = []

    /// Finds the buckets.
    ///
    /// Rows mostly come in time order, so most chunks lie in one bucket as a whole, which their least and greatest
    /// instants tell.
    init(_ times: PackedColumn, every unit: TimeBucket, finder: inout BucketFinder) {
        var search = Search(unit: unit)
        var instants = [Int64](repeating: 0, count: PackedChunk.capacity)
        chunks.reserveCapacity(times.chunkCount)
        for index in 0..<times.chunkCount {
            let chunk = times.chunk(index)
            if let range = chunk.range, !chunk.hasMissing {
                let bucket = search.bucket(of: range.lowerBound, &finder)
                if search.span.contains(range.upperBound) {
                    chunks.append(.same(bucket))
                    continue
                }
            }
            chunk.unpack(into: &instants)
            chunks.append(.each((0..<chunk.count).map { search.bucket(of: instants[$0], &finder) }))
        }
        ranges = search.ranges
        sort()
    }

    /// Whether the rows of a bucket mostly follow one another, and are many.
    var areTogether: Bool {
        var changes = 0
        var rows = 0
        var last: UInt32?
        for chunk in chunks {
            switch chunk {
            case .same(let bucket):
                if bucket != last { changes += 1 }
                last = bucket
                rows += PackedChunk.capacity
            case .each(let buckets):
                for bucket in buckets {
                    if bucket != last { changes += 1 }
                    last = bucket
                }
                rows += buckets.count
            }
        }
        return rows / Swift.max(changes, 1) >= Self.many
    }

    /// So many rows of a bucket are worth it to be treated apart.
    private static let many = 1 << 11

    private mutating func sort() {
        let order = ranges.indices.sorted {
            (ranges[$0]?.lowerBound ?? .max) < (ranges[$1]?.lowerBound ?? .max)
        }
        if order.elementsEqual(ranges.indices) { return }
        var places = [UInt32](repeating: 0, count: order.count)
        for (place, id) in order.enumerated() { places[id] = UInt32(place) }
        for index in chunks.indices {
            switch chunks[index] {
            case .same(let id): chunks[index] = .same(places[Int(id)])
            case .each(let ids): chunks[index] = .each(ids.map { places[Int($0)] })
            }
        }
        ranges = order.map { ranges[$0] }
    }
}

extension RowBuckets {
    /// The buckets that were found so far, in the order in which they were.
    private struct Search {
        let unit: TimeBucket
        private(set) var ranges: [Range<Int64>?] = []
        /// The last bucket in nanoseconds, clamped to what the column holds.
        private(set) var span: Range<Int64> = 0..<0
        private var current: UInt32 = 0
        private var unknown: UInt32?
        private var numbers: [Int64: UInt32] = [:]

        init(unit: TimeBucket) {
            self.unit = unit
        }

        mutating func bucket(of instant: Int64, _ finder: inout BucketFinder) -> UInt32 {
            if span.contains(instant) { return current }
            if instant == PackedColumn.missing {
                let id = unknown ?? UInt32(ranges.count)
                if unknown == nil { ranges.append(nil) }
                unknown = id
                return id
            }
            let second = instant.flooredDivision(by: 1_000_000_000).quotient
            let range = finder.bucket(unit, containingSecond: second)
            current = numbers[range.lowerBound] ?? UInt32(ranges.count)
            if numbers.updateValue(current, forKey: range.lowerBound) == nil { ranges.append(range) }
            // The missing instant is the least number, so it must stay below the span.
            let lower = Swift.max(Self.nanoseconds(range.lowerBound), PackedColumn.missing + 1)
            span = lower..<Swift.max(lower, Self.nanoseconds(range.upperBound))
            return current
        }

        private static func nanoseconds(_ seconds: Int64) -> Int64 {
            Int64(clamping: Int128(seconds) * 1_000_000_000)
        }
    }
}
