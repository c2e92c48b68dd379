extension UsageLedger {
    /// How many empty buckets a report fills at most.
    static let emptyBucketLimit = 1_000_000

    /// Computes a report.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/inexactNumber`` where a sum of tokens is beyond the integers or
    ///   an exact sum needs more than 38 digits, and with ``UsageError/Code/invalidArgument`` where more than 1,000,000
    ///   empty buckets would have to be filled or the window to be filled goes beyond the years 1 to 9999.
    /// - Complexity: O(n), where n is the number of rows, and O(g log g) where there are many groups g.
    public func report(_ query: UsageQuery = UsageQuery()) throws(UsageError) -> UsageReport {
        let rows = columns.selecting(query.window)
        let total = try GroupFigures(
            rows, groups: Array(repeating: 0, count: rows.count), count: 1, method: query.quantileMethod)
        return UsageReport(
            query: query, groups: try groups(rows, query),
            total: total.group(0, in: nil, dimensions: [], key: []), walks: walks)
    }

    /// Computes a report by time and by dimensions, with buckets of UTC.
    ///
    /// - Throws: ``UsageError`` as ``report(_:)`` does.
    public func report(
        every bucket: TimeBucket?, by dimensions: [UsageDimension] = []
    ) throws(UsageError) -> UsageReport {
        try report(UsageQuery(every: bucket, by: dimensions))
    }

    /// Computes a report by dimensions, without buckets.
    ///
    /// - Throws: ``UsageError`` as ``report(_:)`` does.
    public func report(by dimensions: [UsageDimension]) throws(UsageError) -> UsageReport {
        try report(UsageQuery(by: dimensions))
    }

    private func groups(_ rows: LedgerColumns, _ query: UsageQuery) throws(UsageError) -> [UsageReport.Group] {
        var finder = BucketFinder(BucketCalendar(timeZone: query.timeZone, weekStart: query.weekStart))
        let buckets = query.bucket.map { TimeBuckets(rows.times, every: $0, finder: &finder) }
        let split = query.dimensions.map { rows.dimension($0) }
        var grouping = buckets.map { Grouping(ids: $0.ids, count: $0.ranges.count) } ?? Grouping(rows: rows.count)
        for (codes, texts) in split {
            let (ranks, count) = InternTable.ranks(of: texts)
            grouping.refine(by: codes, ranks: ranks, rankCount: count)
        }
        let figures = try GroupFigures(
            rows, groups: grouping.ids, count: grouping.count, method: query.quantileMethod)
        let groups = grouping.representatives().enumerated().map { index, row in
            figures.group(
                index, in: buckets.flatMap { $0.ranges[Int($0.ids[row])] }.map(Self.timestamps),
                dimensions: query.dimensions, key: split.map { $0.texts[Int($0.codes[row])] })
        }
        guard query.fillsEmptyBuckets, let unit = query.bucket else { return groups }
        return try filling(groups, query, unit, &finder)
    }

    private static func timestamps(_ seconds: Range<Int64>) -> Range<Timestamp> {
        Timestamp(seconds: seconds.lowerBound)..<Timestamp(seconds: seconds.upperBound)
    }

    // MARK: Empty buckets

    /// Adds a group for each bucket of the window and each key that has none.
    private func filling(
        _ groups: [UsageReport.Group], _ query: UsageQuery, _ unit: TimeBucket, _ finder: inout BucketFinder
    ) throws(UsageError) -> [UsageReport.Group] {
        let keys = Self.keys(of: groups, query.dimensions)
        let timed = groups.prefix { $0.bucket != nil }
        guard let first = query.window.start ?? timed.first?.start,
            let last = query.window.end?.advanced(by: .nanoseconds(-1)) ?? timed.last?.start, !keys.isEmpty
        else { return groups }

        // Counted before anything is built, so that a query that asks for too much costs little.
        var buckets = [try finder.bucket(unit, containing: first)]
        while true {
            guard Int64(buckets.count) * Int64(keys.count) - Int64(timed.count) <= Int64(Self.emptyBucketLimit) else {
                throw UsageError(
                    .invalidArgument, "more than \(Self.emptyBucketLimit) empty buckets would have to be filled")
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
                if next < timed.endIndex, timed[next].bucket == bucket, Self.isSame(timed[next].key, key) {
                    result.append(timed[next])
                    next += 1
                } else {
                    result.append(
                        UsageReport.Group(
                            bucket: bucket, dimensions: query.dimensions, key: key, method: query.quantileMethod))
                }
            }
        }
        return result + groups[timed.endIndex...]
    }

    /// The distinct keys in their order; without dimensions the one empty key.
    private static func keys(of groups: [UsageReport.Group], _ dimensions: [UsageDimension]) -> [[String?]] {
        if dimensions.isEmpty { return [[]] }
        var seen: Set<[InternTable.Bytes?]> = []
        let keys = groups.map(\.key).filter { seen.insert($0.map { $0.map(InternTable.Bytes.init) }).inserted }
        return keys.sorted { left, right in
            for (a, b) in zip(left, right) {
                if InternTable.precedes(a, b) { return true }
                if InternTable.precedes(b, a) { return false }
            }
            return false
        }
    }

    private static func isSame(_ left: [String?], _ right: [String?]) -> Bool {
        left.elementsEqual(right) { $0.map(InternTable.Bytes.init) == $1.map(InternTable.Bytes.init) }
    }
}
