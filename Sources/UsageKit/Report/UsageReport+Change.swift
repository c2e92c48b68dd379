public import Foundation

extension UsageReport {
    /// A group of one period and the group of another period with the same key and the same position in time.
    public struct Change: Sendable {
        /// The later group; nil if it has no rows.
        public let current: Group?
        /// The earlier group; nil if it has no rows.
        public let previous: Group?

        /// Returns the exact difference of a figure; nil if a group does not know it.
        ///
        /// A group without rows counts as 0.
        public func difference(of figure: UsageFigure) -> Decimal? {
            guard let (now, before) = values(of: figure) else { return nil }
            return now - before
        }

        /// Returns the difference divided by the earlier figure, rounded to the nearest `Double`.
        ///
        /// It is nil if a group does not know the figure or if the earlier figure is 0.
        public func ratio(of figure: UsageFigure) -> Double? {
            guard let (now, before) = values(of: figure), before != 0 else { return nil }
            return Double("\((now - before) / before)")
        }

        private func values(of figure: UsageFigure) -> (now: Decimal, before: Decimal)? {
            func value(_ group: Group?) -> Decimal? { group.map { $0.value(of: figure) } ?? 0 }
            guard let now = value(current), let before = value(previous) else { return nil }
            return (now, before)
        }
    }

    /// Compares the groups with those of another period, for example of the week before.
    ///
    /// Two groups correspond if their keys have the same texts and their buckets the same distance from the bucket of the
    /// window's start, or from the first bucket if the window has no start. The result is in the order of this report's
    /// groups, followed by the groups that only the earlier report has.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` if the reports have different buckets or
    ///   dimensions, or if the buckets of a report extend beyond the years 1 to 9999.
    public func changes(since earlier: UsageReport) throws(UsageError) -> [Change] {
        guard earlier.query.bucket == query.bucket, earlier.query.dimensions == query.dimensions else {
            throw UsageError(
                .invalidArgument,
                "cannot compare reports with different buckets or dimensions; use the same `bucket` and `dimensions`"
                    + " in both queries")
        }
        let (positions, earlierPositions) = (try self.positions(), try earlier.positions())
        var previous: [Position: Group] = [:]
        for (position, group) in zip(earlierPositions, earlier) { previous[position] = group }
        var changes: [Change] = []
        for (position, group) in zip(positions, self) {
            changes.append(Change(current: group, previous: previous.removeValue(forKey: position)))
        }
        for (position, group) in zip(earlierPositions, earlier) where previous[position] != nil {
            changes.append(Change(current: nil, previous: group))
        }
        return changes
    }

    /// What identifies a group in reports of different periods.
    private struct Position: Hashable {
        /// The number of buckets from the first one to its own; nil for the unknown time.
        let ordinal: Int?
        let key: [ByteString?]
        let isOther: Bool
    }

    private func positions() throws(UsageError) -> [Position] {
        var ordinals: [Int?] = []
        if let unit = query.bucket, let first = query.window.start ?? self.first?.start {
            var finder = BucketFinder(BucketCalendar(timeZone: query.timeZone, weekStart: query.weekStart))
            var bucket = try finder.bucket(unit, containing: first)
            var ordinal = 0
            for group in self {
                guard let start = group.start else {
                    ordinals.append(nil)
                    continue
                }
                while bucket.lowerBound < start {
                    bucket = try finder.bucket(unit, containing: bucket.upperBound)
                    ordinal += 1
                }
                ordinals.append(ordinal)
            }
        } else {
            ordinals = Array(repeating: nil, count: count)
        }
        return zip(ordinals, self).map { ordinal, group in
            Position(ordinal: ordinal, key: group.key.map { $0.map(ByteString.init) }, isOther: group.isOther)
        }
    }
}

extension ReportQuery {
    /// The same query for the window of the same length that ends at this window's start; nil if a bound is missing.
    public var previousPeriod: ReportQuery? {
        guard let start = window.start, let end = window.end else { return nil }
        let length = start.duration(since: end)
        guard let earlier = try? TimeWindow(from: start.advanced(by: length), to: start) else { return nil }
        var query = self
        query.window = earlier
        return query
    }
}
