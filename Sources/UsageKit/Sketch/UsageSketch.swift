internal import Foundation

/// The figures of an endless stream of records, group by group, in bounded memory: no row is kept.
///
/// It answers the same queries as ``UsageLedger``, with the same figures: charges, units, tokens and counts are exact.
/// Quantiles of the latency are within a stated relative error, 1 % unless said otherwise (``LatencySketch``). The
/// groups come in the order of a ``UsageReport``: by time, those of the unknown time last; within a bucket by their
/// keys, texts in the order of their UTF-8 bytes and missing ones last.
///
/// Summaries of parts of a stream, made by several tasks or machines, merge into that of the whole, and a summary is
/// `Codable`. Whatever the order and the partition of the records, the result is equal. It does not de-duplicate; a walk
/// does that before it delivers rows.
///
/// What needs all rows is not offered: distinct counts, a choice of top keys, and figures of requests that several rows
/// describe. Such a row (``UsageRecord/repeatsRequest`` with a ``UsageRecord/requestID``, as Venice has them) makes the
/// requests, their outcomes, tokens and latency of its group unknown, which is nil; its charges, units and rows stay
/// exact.
///
/// Memory grows with the number of groups, that is of buckets and keys, and not with that of records. A group takes
/// at most 2 kB with three dimensions, two currencies, and a hundred million requests of 50 ms to 5 min, and mostly half
/// of that. ``LatencySketch`` says what it takes at worst; each currency or unit takes 48 bytes and its name.
public struct UsageSketch: Sendable {
    /// What was asked.
    public let query: ReportQuery
    let bins: LatencyBins
    private let condition: CompiledFilter?
    private let plan: SketchFigures.Plan
    private(set) var all: SketchFigures
    private(set) var groups: SketchGroups
    private var finder: BucketFinder
    /// The bucket of the last record in seconds since 1970: records mostly come in time order.
    private var lastBucket: Range<Int64> = 0..<0

    /// Creates a summary without records.
    ///
    /// - Parameters:
    ///   - query: What is asked. A zone that follows the system's settings is taken as it is now.
    ///   - relativeError: How far a quantile of the latency may be off, as a part of itself, from 0.001 to 0.5; it is
    ///     taken to the nearest millionth.
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` for what cannot be told without the rows
    ///   (``UsageMeasure/distinct(_:)``, ``ReportQuery/top``, ``ReportQuery/fillsEmptyBuckets``), for a filter with NaN or
    ///   with more than 128 nested conditions, and for a relative error outside of its bounds; with
    ///   ``UsageError/Code/inexactNumber`` for a filter with a number of more than 38 digits.
    public init(_ query: ReportQuery = ReportQuery(), relativeError: Double = 0.01) throws(UsageError) {
        try self.init(query, LatencyBins(relativeError: relativeError))
    }

    init(_ query: ReportQuery, _ bins: LatencyBins) throws(UsageError) {
        var query = query
        query.timeZone = TimeZone(identifier: query.timeZone.identifier) ?? query.timeZone
        guard query.top == nil else {
            throw UsageError(.invalidArgument, "a summary cannot choose top keys: that takes the figures of all keys")
        }
        guard !query.fillsEmptyBuckets else {
            throw UsageError(.invalidArgument, "a summary does not fill empty buckets: its stream has no end")
        }
        guard query.measures.allSatisfy({ if case .distinct = $0 { false } else { true } }) else {
            throw UsageError(.invalidArgument, "a summary cannot count distinct values: that takes all of them")
        }
        condition = try query.filter.map { (filter) throws(UsageError) in try CompiledFilter(filter) }
        plan = SketchFigures.Plan(query, bins)
        all = SketchFigures(plan)
        groups = SketchGroups(query.dimensions)
        finder = BucketFinder(BucketCalendar(timeZone: query.timeZone, weekStart: query.weekStart))
        self.bins = bins
        self.query = query
    }

    /// How far a quantile of the latency may be off, as a part of itself.
    public var relativeError: Double { bins.relativeError }

    // MARK: - Adding

    /// Adds a record, if it is in the query's window and passes its filter.
    ///
    /// Instants and durations are taken to the nanosecond; finer digits of a duration are cut off.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` for a negative duration or count of tokens, for
    ///   an instant outside the years 1678 to 2261 and for a duration of 292 years or more; with
    ///   ``UsageError/Code/inexactNumber`` where a sum of tokens would be beyond the integers, or a sum of a currency or
    ///   a unit, in the group or in all, would need more than 38 digits. The summary is then unchanged.
    /// - Complexity: O(1) on average.
    public mutating func add(_ record: UsageRecord) throws(UsageError) {
        let fields = try RecordNumbers(record)
        guard record.time.map(query.window.contains) ?? (query.window == .all) else { return }
        if let condition, !condition.holds(for: record) { return }
        let row = try SketchRow(record, fields, plan)
        try all.check(row, plan)
        try groups.add(row, of: record, in: bucket(of: fields.time), plan)
        try all.add(row, plan)
    }

    /// Adds records, all of them or none.
    ///
    /// - Throws: ``UsageError`` as ``add(_:)`` does; the summary is then unchanged.
    /// - Complexity: O(n) on average, where n is the number of records.
    public mutating func add(contentsOf records: some Sequence<UsageRecord>) throws(UsageError) {
        var added = try UsageSketch(query, bins)
        added.finder = finder
        for record in records { try added.add(record) }
        finder = added.finder
        try merge(added)
    }

    /// Adds the records of another summary.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` where the other summary has another query or
    ///   another relative error, and with ``UsageError/Code/inexactNumber`` where a sum cannot be held. The summary is
    ///   then unchanged.
    /// - Complexity: O(g), where g is the number of groups of the other summary.
    public mutating func merge(_ other: UsageSketch) throws(UsageError) {
        // The conditions are compared as well: they tell texts apart that Swift takes for equal.
        guard query == other.query, condition == other.condition, bins == other.bins else {
            throw UsageError(.invalidArgument, "summaries merge where their queries and their relative errors agree")
        }
        try all.check(other.all)
        try groups.merge(other.groups)
        try all.merge(other.all)
    }

    /// Returns a summary of the records of this one and of another.
    ///
    /// - Throws: ``UsageError`` as ``merge(_:)`` does.
    /// - Complexity: O(g), where g is the number of groups of both.
    public func merging(_ other: UsageSketch) throws(UsageError) -> UsageSketch {
        var result = self
        try result.merge(other)
        return result
    }

    /// Takes a group that was written down.
    mutating func restore(_ group: EncodedGroup) throws(UsageError) {
        var bucket: Range<Int64>?
        if let start = group.start {
            guard let unit = query.bucket, BucketCalendar.supported.contains(start.seconds) else {
                throw Self.impossible
            }
            let span = finder.bucket(unit, containingSecond: start.seconds)
            guard start == Timestamp(seconds: span.lowerBound), query.window.end.map({ start < $0 }) ?? true,
                query.window.start.map({ $0 < Timestamp(seconds: span.upperBound) }) ?? true
            else { throw Self.impossible }
            bucket = span
        } else if query.bucket != nil, query.window != .all {
            throw Self.impossible
        }
        guard group.key.count == query.dimensions.count, let figures = group.figures(plan) else {
            throw Self.impossible
        }
        try all.check(figures)
        guard groups.append(figures, key: group.key, in: bucket) else { throw Self.impossible }
        try all.merge(figures)
    }

    private static var impossible: UsageError {
        UsageError(.invalidArgument, "the summary has a group that records could not have made")
    }

    private mutating func bucket(of time: Int64?) -> Range<Int64>? {
        guard let unit = query.bucket, let time else { return nil }
        let second = time.flooredDivision(by: 1_000_000_000).quotient
        if !lastBucket.contains(second) { lastBucket = finder.bucket(unit, containingSecond: second) }
        return lastBucket
    }

    /// The bytes that the summary takes in memory, by the capacities of what it holds.
    ///
    /// What it knows of the time zone, at most some 50 bytes for each 48 days of the stream, is left out.
    ///
    /// - Complexity: O(g), where g is the number of groups.
    public var approximateBytes: Int {
        MemoryLayout<UsageSketch>.size + all.approximateBytes + groups.approximateBytes
    }
}

extension UsageSketch: Equatable {
    /// Whether two summaries have the same query, the same relative error, and the same figures in all groups.
    public static func == (left: UsageSketch, right: UsageSketch) -> Bool {
        left.query == right.query && left.condition == right.condition && left.bins == right.bins
            && left.all == right.all && left.groups == right.groups
    }
}
