public import Foundation

extension UsageReport {
    /// A group of one period and the group of another period with the same key and the same position in time.
    public struct Change: Sendable {
        /// The later group; nil if it has no rows.
        public let current: Group?
        /// The earlier group; nil if it has no rows.
        public let previous: Group?

        /// Returns the exact difference of a figure; nil if a group does not know it, or if it needs more than 38 digits.
        ///
        /// A group without rows counts as 0.
        public func difference(of figure: UsageFigure) -> Decimal? {
            guard let (now, before) = values(of: figure) else { return nil }
            return (try? now.adding(before.negated))?.decimal
        }

        /// Returns the difference divided by the earlier figure, rounded to the nearest `Double`.
        ///
        /// It is nil if a group does not know the figure or if the earlier figure is 0.
        public func ratio(of figure: UsageFigure) -> Double? {
            guard let (now, before) = values(of: figure), before != .zero else { return nil }
            return Double("\((now.decimal - before.decimal) / before.decimal)")
        }

        private func values(of figure: UsageFigure) -> (now: ExactDecimal, before: ExactDecimal)? {
            func value(_ group: Group?) -> ExactDecimal? { group.map { $0.exactValue(of: figure) } ?? .zero }
            guard let now = value(current), let before = value(previous) else { return nil }
            return (now, before)
        }
    }

    /// Compares the groups with those of another period, for example of the month before
    /// (``ReportQuery/previousPeriod``).
    ///
    /// Two groups correspond if their keys have the same texts and their buckets the same number, counted from the first
    /// bucket of the window, or from the first bucket with rows if the window has no start: the first day with the first
    /// day. The result is in the order of this report's groups, followed by the groups that only the earlier report has.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` if the reports have different buckets or
    ///   dimensions, if a window begins inside a bucket, if it has a million buckets or more before its last group, or if
    ///   the buckets of a report extend beyond the years 1 to 9999.
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
            var buckets = try BucketSteps(from: first, unit, in: query)
            for group in self {
                ordinals.append(try group.start.map { (start) throws(UsageError) in try buckets.advance(to: start) })
            }
        } else {
            ordinals = Array(repeating: nil, count: count)
        }
        return zip(ordinals, self).map { ordinal, group in
            Position(ordinal: ordinal, key: group.key.map { $0.map(ByteString.init) }, isOther: group.isOther)
        }
    }
}
