public import Foundation

extension UsageReport {
    /// A group of one period beside that of the same key and the same place in time of another.
    public struct Change: Sendable {
        /// The later group; nil where no row falls in it.
        public let current: Group?
        /// The earlier group; nil where no row falls in it.
        public let previous: Group?

        /// Returns the exact difference of a figure; nil where a group does not know it.
        ///
        /// A group that is missing counts as nothing.
        public func difference(of figure: UsageFigure) -> Decimal? {
            guard let (now, before) = values(of: figure) else { return nil }
            return now - before
        }

        /// Returns the difference as a part of the earlier figure, to the nearest number of 64 bits.
        ///
        /// It is nil where a group does not know the figure and where the earlier one is nothing.
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
    /// Groups belong together where their keys have the same texts and their buckets the same distance from the bucket
    /// of the window's start; without one, from the first bucket. The result follows this report's groups; those that
    /// only the earlier one has come behind them.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` where the other report is split otherwise, and
    ///   where its buckets lie beyond the years 1 to 9999.
    public func changes(since earlier: UsageReport) throws(UsageError) -> [Change] {
        guard earlier.query.bucket == query.bucket, earlier.query.dimensions == query.dimensions else {
            throw UsageError(.invalidArgument, "the reports are not split by the same buckets and dimensions")
        }
        let (places, earlierPlaces) = (try self.places(), try earlier.places())
        var previous: [Place: Group] = [:]
        for (place, group) in zip(earlierPlaces, earlier) { previous[place] = group }
        var changes: [Change] = []
        for (place, group) in zip(places, self) {
            changes.append(Change(current: group, previous: previous.removeValue(forKey: place)))
        }
        for (place, group) in zip(earlierPlaces, earlier) where previous[place] != nil {
            changes.append(Change(current: nil, previous: group))
        }
        return changes
    }

    /// Where a group stands in its report.
    private struct Place: Hashable {
        /// The distance of its bucket from the first one, nil for the unknown time.
        let ordinal: Int?
        let key: [ByteString?]
        let isOther: Bool
    }

    private func places() throws(UsageError) -> [Place] {
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
            Place(ordinal: ordinal, key: group.key.map { $0.map(ByteString.init) }, isOther: group.isOther)
        }
    }
}

extension ReportQuery {
    /// The same query for the time of the same length that ends where the window begins; nil without both bounds.
    public var previousPeriod: ReportQuery? {
        guard let start = window.start, let end = window.end else { return nil }
        let length = start.duration(since: end)
        guard let earlier = try? TimeWindow(from: start.advanced(by: length), to: start) else { return nil }
        var query = self
        query.window = earlier
        return query
    }
}
