public import Foundation

extension UsageReport {
    /// Returns a figure over time: for each key a series with a point for each bucket.
    ///
    /// The buckets range from the window's start to its end; at an open end, from the first row or to the last one. Rows
    /// without a time are in no series.
    ///
    /// A bucket without rows of the key is 0 if the walks that filled the ledger have read it: nothing was used or spent
    /// there. It is nil if no walk reaches it, for example because it has not begun, and if a walk that does is not
    /// complete, since rows may then be missing. In a ledger that no walk has filled it is 0. A bucket with rows has the
    /// figure of its group, which is nil if no row has it.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` if the report has no buckets, if more than
    ///   1,000,000 points would have to be added, and if the window goes beyond the years 1 to 9999.
    public func series(of figure: UsageFigure) throws(UsageError) -> [UsageSeries<Decimal>] {
        let isMeasured = figure.isMeasured(by: query.measures)
        return try series { group, isRead in
            group.cell == nil ? (isMeasured && isRead ? 0 : nil) : group.value(of: figure)
        }
    }

    /// Returns a quantile of the durations over time: for each key a series with a point for each bucket.
    ///
    /// The buckets are those of ``series(of:)``. A bucket without durations is nil, never 0.
    ///
    /// - Throws: ``UsageError`` as ``series(of:)`` does.
    public func latencySeries(at quantile: Quantile) throws(UsageError) -> [UsageSeries<Duration>] {
        try series { group, _ in group.latency(at: quantile) }
    }

    /// The series of all keys; the value is computed from a group, and from whether complete walks have read its bucket.
    private func series<Value>(
        _ value: (Group, Bool) -> Value?
    ) throws(UsageError) -> [UsageSeries<Value>] {
        guard let unit = query.bucket else {
            throw UsageError(
                .invalidArgument,
                "a report without buckets has no series; set `bucket` in its query, for example to a day")
        }
        // Without rows there are no keys; without dimensions there is one, which the total has, too.
        guard let storage = first?.storage ?? (query.dimensions.isEmpty ? total.storage : nil) else { return [] }
        var finder = BucketFinder(BucketCalendar(timeZone: query.timeZone, weekStart: query.weekStart))
        let groups = try EmptyBuckets(storage, unit).fill(Array(self), &finder)
        var points: [Int: [UsageSeries<Value>.Point]] = [:]
        var keys: [Int: Group] = [:]
        var last: (bucket: Range<Timestamp>, isRead: Bool)?
        for group in groups {
            guard let bucket = group.bucket else { continue }
            let isRead = last.flatMap { $0.bucket == bucket ? $0.isRead : nil } ?? isRead(bucket)
            last = (bucket, isRead)
            keys[group.keyNumber] = group
            points[group.keyNumber, default: []].append(.init(bucket: bucket, value: value(group, isRead)))
        }
        // The numbers of keys are in the order of the keys.
        return keys.sorted { $0.key < $1.key }.map { number, group in
            UsageSeries(
                dimensions: group.dimensions, key: group.key, isOther: group.isOther, points: points[number] ?? [])
        }
    }

    /// Whether walks have read a bucket, and all of them are complete.
    private func isRead(_ bucket: Range<Timestamp>) -> Bool {
        let reaching = walks.filter { $0.window.reaches(into: bucket) }
        return walks.isEmpty || !reaching.isEmpty && reaching.allSatisfy(\.isComplete)
    }
}

extension TimeWindow {
    /// Whether the window and a bucket have an instant in common.
    fileprivate func reaches(into bucket: Range<Timestamp>) -> Bool {
        (start.map { $0 < bucket.upperBound } ?? true) && (end.map { $0 > bucket.lowerBound } ?? true)
    }
}

extension UsageFigure {
    /// Whether a query with these measures computes the figure.
    fileprivate func isMeasured(by measures: Set<UsageMeasure>) -> Bool {
        switch kind {
        case .requests: true
        case .sum(.inputTokens), .sum(.outputTokens): measures.contains(.tokens)
        case .sum(.duration): measures.contains(.latency)
        case .sum(.charge): measures.contains(.charges)
        case .sum(.unit): measures.contains(.units)
        }
    }
}
