/// The groups of buckets and keys that no row falls in.
struct EmptyBuckets {
    /// How many a report fills at most.
    static let limit = 1_000_000

    private let figures: ReportStorage
    private let unit: TimeBucket

    init(_ figures: ReportStorage, _ unit: TimeBucket) {
        self.figures = figures
        self.unit = unit
    }

    /// Adds a group for each bucket of the window and each key that has none.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` where there would be too many of them, and
    ///   where the window goes beyond the years 1 to 9999.
    func fill(
        _ groups: [UsageReport.Group], _ finder: inout BucketFinder
    ) throws(UsageError) -> [UsageReport.Group] {
        let window = figures.query.window
        // Numbers of keys follow the order of the keys.
        let keys = figures.dimensions.isEmpty ? [0] : Set(groups.map(\.keyNumber)).sorted()
        let timed = groups.prefix { $0.bucket != nil }
        guard let first = window.start ?? timed.first?.start,
            let last = window.end?.advanced(by: .nanoseconds(-1)) ?? timed.last?.start, !keys.isEmpty
        else { return groups }

        // Counted before anything is built, so that a query that asks for too much costs little.
        var buckets = [try finder.bucket(unit, containing: first)]
        while true {
            guard Int64(buckets.count) * Int64(keys.count) - Int64(timed.count) <= Int64(Self.limit) else {
                throw UsageError(.invalidArgument, "more than \(Self.limit) empty buckets would have to be filled")
            }
            let next = buckets[buckets.count - 1].upperBound
            if next > last { break }
            buckets.append(try finder.bucket(unit, containing: next))
        }

        var result: [UsageReport.Group] = []
        result.reserveCapacity(buckets.count * keys.count + groups.count - timed.count)
        var next = timed.startIndex
        for bucket in buckets {
            for key in keys {
                if next < timed.endIndex, timed[next].bucket == bucket, timed[next].keyNumber == key {
                    result.append(timed[next])
                    next += 1
                } else {
                    result.append(UsageReport.Group(figures, cell: nil, key: key, bucket: bucket))
                }
            }
        }
        return result + groups[timed.endIndex...]
    }
}
