/// The bucket of each row, numbered in time order, the unknown time last.
struct TimeBuckets {
    /// The bucket of each row.
    private(set) var ids: [UInt32] = []
    /// The seconds since 1970 of each bucket; nil for the unknown time.
    private(set) var ranges: [Range<Int64>?] = []

    init(_ times: [Int64], every unit: TimeBucket, finder: inout BucketFinder) {
        ids.reserveCapacity(times.count)
        var numbers: [Int64: UInt32] = [:]
        var unknown: UInt32?
        // The span of the last bucket in nanoseconds: rows mostly come in time order.
        var current: UInt32 = 0
        var span: Range<Int64> = 0..<0
        for time in times {
            if span.contains(time) {
                ids.append(current)
            } else if time == LedgerColumns.unknownTime {
                let id = unknown ?? UInt32(ranges.count)
                if unknown == nil { ranges.append(nil) }
                unknown = id
                ids.append(id)
            } else {
                let second = time.flooredDivision(by: 1_000_000_000).quotient
                let range = finder.bucket(unit, containingSecond: second)
                current = numbers[range.lowerBound] ?? UInt32(ranges.count)
                if numbers.updateValue(current, forKey: range.lowerBound) == nil { ranges.append(range) }
                // The unknown time is the least number, so it must stay below the span.
                let lower = Swift.max(Self.nanoseconds(range.lowerBound), LedgerColumns.unknownTime + 1)
                span = lower..<Swift.max(lower, Self.nanoseconds(range.upperBound))
                ids.append(current)
            }
        }
        sort()
    }

    private mutating func sort() {
        let order = ranges.indices.sorted {
            (ranges[$0]?.lowerBound ?? .max) < (ranges[$1]?.lowerBound ?? .max)
        }
        if order.elementsEqual(ranges.indices) { return }
        var places = [UInt32](repeating: 0, count: order.count)
        for (place, id) in order.enumerated() { places[id] = UInt32(place) }
        for row in ids.indices { ids[row] = places[Int(ids[row])] }
        ranges = order.map { ranges[$0] }
    }

    private static func nanoseconds(_ seconds: Int64) -> Int64 {
        Int64(clamping: Int128(seconds) * 1_000_000_000)
    }
}
