/// The bucket of each row.
///
/// Buckets are numbered in time order, with the unknown time last.
struct RowBuckets: Sendable {
    /// The buckets of the rows of one chunk.
    enum Chunk: Sendable {
        case same(UInt32)
        case each([UInt32])
    }

    /// The range of each bucket in seconds since 1970; nil for the unknown time.
    private(set) var ranges: [Range<Int64>?] = []
    private(set) var chunks: [Chunk] = []

    /// Assigns the buckets.
    ///
    /// Rows mostly come in time order, so most chunks are in a single bucket, which their least and greatest instants
    /// show.
    init(_ times: PackedColumn, every unit: TimeBucket, finder: inout BucketFinder) {
        var assigner = Assigner(unit: unit)
        var instants = [Int64](repeating: 0, count: PackedChunk.capacity)
        chunks.reserveCapacity(times.chunkCount)
        for index in 0..<times.chunkCount {
            let chunk = times.chunk(index)
            if let range = chunk.range, !chunk.hasMissing {
                let bucket = assigner.bucket(of: range.lowerBound, &finder)
                if assigner.span.contains(range.upperBound) {
                    chunks.append(.same(bucket))
                    continue
                }
            }
            chunk.unpack(into: &instants)
            chunks.append(.each((0..<chunk.count).map { assigner.bucket(of: instants[$0], &finder) }))
        }
        ranges = assigner.ranges
        sort()
    }

    /// Whether consecutive rows mostly share a bucket, for at least ``minimumRows`` rows on average.
    var areClustered: Bool {
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
        return rows / Swift.max(changes, 1) >= Self.minimumRows
    }

    /// Minimum rows in a bucket for which sorting per bucket pays off.
    private static let minimumRows = 1 << 11

    private mutating func sort() {
        let order = ranges.indices.sorted {
            (ranges[$0]?.lowerBound ?? .max) < (ranges[$1]?.lowerBound ?? .max)
        }
        if order.elementsEqual(ranges.indices) { return }
        var positions = [UInt32](repeating: 0, count: order.count)
        for (position, id) in order.enumerated() { positions[id] = UInt32(position) }
        for index in chunks.indices {
            switch chunks[index] {
            case .same(let id): chunks[index] = .same(positions[Int(id)])
            case .each(let ids): chunks[index] = .each(ids.map { positions[Int($0)] })
            }
        }
        ranges = order.map { ranges[$0] }
    }
}

extension RowBuckets {
    /// Assigns numbers to buckets in the order in which they first occur.
    private struct Assigner {
        let unit: TimeBucket
        private(set) var ranges: [Range<Int64>?] = []
        /// The current bucket in nanoseconds, clamped to the instants that the column can hold.
        private(set) var span: Range<Int64> = 0..<0
        /// The number of the current bucket.
        private var current: UInt32 = 0
        /// The number of the unknown time.
        private var unknown: UInt32?
        /// The number of each bucket by its start in seconds.
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
            // The least integer represents a missing instant, so it must not be in the span.
            let lower = Swift.max(Self.nanoseconds(range.lowerBound), PackedColumn.missing + 1)
            span = lower..<Swift.max(lower, Self.nanoseconds(range.upperBound))
            return current
        }

        private static func nanoseconds(_ seconds: Int64) -> Int64 {
            Int64(clamping: Int128(seconds) * 1_000_000_000)
        }
    }
}
