/// Adds groups for the buckets and keys without rows.
struct EmptyBuckets {
    /// Maximum number of groups to add.
    static let limit = 1_000_000

    private let storage: ReportStorage
    private let unit: TimeBucket

    init(_ storage: ReportStorage, _ unit: TimeBucket) {
        self.storage = storage
        self.unit = unit
    }

    /// Adds a group for each bucket of the window and each key of the groups that has none.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` if more than ``limit`` groups would be added, or if
    ///   the window extends beyond the years 1 to 9999.
    func fill(
        _ groups: [UsageReport.Group], _ finder: inout BucketFinder
    ) throws(UsageError) -> [UsageReport.Group] {
        let window = storage.query.window
        // The numbers of keys are in the order of the keys.
        let keys = storage.dimensions.isEmpty ? [0] : Set(groups.map(\.keyNumber)).sorted()
        let timed = groups.prefix { $0.bucket != nil }
        guard let first = window.start ?? timed.first?.start,
            let last = window.end?.advanced(by: .nanoseconds(-1)) ?? timed.last?.start, !keys.isEmpty
        else { return groups }

        // Counts the groups before building any, so that a query that asks for too many costs little.
        var buckets = [try finder.bucket(unit, containing: first)]
        while true {
            guard Int64(buckets.count) * Int64(keys.count) - Int64(timed.count) <= Int64(Self.limit) else {
                throw UsageError(
                    .invalidArgument,
                    "filling empty buckets would add more than \(Self.limit) groups; use a shorter window, longer buckets"
                        + " or fewer dimensions")
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
                    result.append(UsageReport.Group(storage, cell: nil, key: key, bucket: bucket))
                }
            }
        }
        return result + groups[timed.endIndex...]
    }
}
