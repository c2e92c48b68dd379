internal import Foundation

/// A report on an endless stream of records, group by group, in bounded memory: no row is kept.
///
/// It answers the same queries as ``UsageLedger``, and its charges, units, tokens and counts are exact, too. Quantiles
/// of the latency are within a stated relative error, 1 % by default (``LatencySketch``). Groups are in the order of a
/// ``UsageReport``: by time, with those of the unknown time last; within a bucket by their keys, with texts in the order
/// of their UTF-8 bytes and missing ones last.
///
/// Sketches of parts of a stream, made by several tasks or machines, merge into the sketch of the whole, and a sketch is
/// `Codable`. The result is equal whatever the order and the partition of the records. A sketch does not de-duplicate; a
/// walk does that before it delivers rows.
///
/// Queries that need all rows are refused: distinct counts, top keys and filled empty buckets. If a row may describe the
/// same request as another (``UsageRecord/repeatsRequest`` with a ``UsageRecord/requestID``, as Venice sends them), the
/// requests of its group, their outcomes, tokens and latency are unknown and therefore nil; its charges, units and rows
/// stay exact.
///
/// Memory grows with the number of groups, that is of buckets and keys, and not with the number of records. A group with
/// three dimensions, two currencies, and a hundred million requests of 50 ms to 5 min takes at most 2 kB, and usually
/// half of that. ``LatencySketch`` states the worst case; each currency or unit takes 48 bytes and its name.
public struct UsageSketch: Sendable {
    /// The query that the sketch answers.
    public let query: ReportQuery
    let bins: LatencyBins
    private let compiledFilter: CompiledFilter?
    /// The labels of records that the query depends on.
    let labels: [UsageDimension]
    private let plan: SketchAccumulator.Plan
    private(set) var all: SketchAccumulator
    private(set) var groups: SketchGroups
    private var finder: BucketFinder
    /// The bucket of the last record in seconds since 1970: most records come in time order.
    private var lastBucket: Range<Int64> = 0..<0

    /// Creates a sketch without records.
    ///
    /// - Parameters:
    ///   - query: The query to answer. A time zone that follows the system's settings is fixed as it is now.
    ///   - relativeError: The greatest relative error of a quantile of the latency, from 0.001 to 0.5; it is rounded to
    ///     the nearest millionth.
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` for a filter that compares with NaN or whose
    ///   conditions are nested more than 128 deep, for what needs all rows (``UsageMeasure/distinct(_:)``,
    ///   ``ReportQuery/top``, ``ReportQuery/fillsEmptyBuckets``), and for a relative error outside of its bounds; with
    ///   ``UsageError/Code/inexactNumber`` for a filter with a number of more than 38 significant digits.
    public init(_ query: ReportQuery = ReportQuery(), relativeError: Double = 0.01) throws(UsageError) {
        try self.init(query, LatencyBins(relativeError: relativeError))
    }

    init(_ query: ReportQuery, _ bins: LatencyBins) throws(UsageError) {
        var query = query
        query.timeZone = TimeZone(identifier: query.timeZone.identifier) ?? query.timeZone
        guard query.top == nil else {
            throw UsageError(
                .invalidArgument, "a sketch cannot select top keys, since that needs all rows; use a ledger")
        }
        guard !query.fillsEmptyBuckets else {
            throw UsageError(.invalidArgument, "a sketch cannot fill empty buckets, since its stream has no end")
        }
        guard query.measures.allSatisfy({ $0.countedDimension == nil }) else {
            throw UsageError(
                .invalidArgument, "a sketch cannot count distinct values, since that needs all rows; use a ledger")
        }
        compiledFilter = try query.filter.map { (filter) throws(UsageError) in try CompiledFilter(filter) }
        let dimensions = Set(query.dimensions).union(compiledFilter?.dimensions ?? [])
        labels = dimensions.filter { $0.common == nil }.sorted { ByteString($0.rawValue) < ByteString($1.rawValue) }
        plan = SketchAccumulator.Plan(query, bins)
        all = SketchAccumulator(plan)
        groups = SketchGroups(query.dimensions)
        finder = BucketFinder(BucketCalendar(timeZone: query.timeZone, weekStart: query.weekStart))
        self.bins = bins
        self.query = query
    }

    /// The greatest relative error of a quantile of the latency.
    public var relativeError: Double { bins.relativeError }

    // MARK: - Adding

    /// Adds a record, if it is in the query's window and passes its filter.
    ///
    /// A label that the record does not have is missing: a record of a row has those that it is asked for
    /// (``UsageRow/usageRecord(keeping:)``).
    ///
    /// Instants and durations are kept to the nanosecond; finer digits of a duration are cut off.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` for a negative duration or count of tokens, for
    ///   an instant outside the years 1678 to 2261 and for a duration of 292 years or more; with
    ///   ``UsageError/Code/inexactNumber`` if a sum of tokens would exceed `Int.max`, or if the sum of a currency or a
    ///   unit, in the group or in ``total``, would need more than 38 digits. The sketch is then unchanged.
    /// - Complexity: O(1) on average.
    public mutating func add(_ record: UsageRecord) throws(UsageError) {
        let numbers = try RecordNumbers(record)
        guard record.time.map(query.window.contains) ?? (query.window == .all) else { return }
        if let compiledFilter, !compiledFilter.holds(for: record) { return }
        let row = try SketchRow(record, numbers, plan)
        do { try all.check(row, plan) } catch { throw error.inGroup("the total") }
        let bucket = bucket(of: numbers.time)
        do { try groups.add(row, of: record, in: bucket, plan) } catch {
            throw error.inGroup(words(forGroupIn: bucket, key: query.dimensions.map { record.text(for: $0) }))
        }
        try all.add(row, plan)
    }

    /// Adds records, all of them or none.
    ///
    /// - Throws: ``UsageError`` as ``add(_:)`` does; the sketch is then unchanged.
    /// - Complexity: O(n) on average, where n is the number of records.
    public mutating func add(contentsOf records: some Sequence<UsageRecord>) throws(UsageError) {
        var added = try UsageSketch(query, bins)
        added.finder = finder
        for record in records { try added.add(record) }
        finder = added.finder
        try merge(added)
    }

    /// Adds the records of another sketch.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` if the other sketch has another query or another
    ///   relative error, and with ``UsageError/Code/inexactNumber`` if a sum cannot be held. The sketch is then
    ///   unchanged.
    /// - Complexity: O(g), where g is the number of groups of the other sketch.
    public mutating func merge(_ other: UsageSketch) throws(UsageError) {
        guard query == other.query else {
            throw UsageError(.invalidArgument, "a sketch merges only with one of the same query")
        }
        guard bins == other.bins else {
            throw UsageError(
                .invalidArgument,
                """
                a sketch merges only with one of the same relative error; this one has \(relativeError), the other has \
                \(other.relativeError)
                """)
        }
        do { try all.check(other.all) } catch { throw error.inGroup("the total") }
        let query = query
        try groups.merge(other.groups) { query.words(forGroupFrom: $0, key: $1) }
        try all.merge(other.all)
    }

    /// Returns a sketch of the records of this one and of another.
    ///
    /// - Throws: ``UsageError`` as ``merge(_:)`` does.
    /// - Complexity: O(g), where g is the number of groups of both.
    public func merging(_ other: UsageSketch) throws(UsageError) -> UsageSketch {
        var result = self
        try result.merge(other)
        return result
    }

    /// Adds a decoded group.
    mutating func restore(_ group: EncodedGroup) throws(UsageError) {
        var bucket: Range<Int64>?
        if let start = group.start {
            guard let unit = query.bucket, BucketCalendar.supported.contains(start.seconds) else {
                throw Self.inconsistent
            }
            let span = finder.bucket(unit, containingSecond: start.seconds)
            guard start == Timestamp(seconds: span.lowerBound), query.window.end.map({ start < $0 }) ?? true,
                query.window.start.map({ $0 < Timestamp(seconds: span.upperBound) }) ?? true
            else { throw Self.inconsistent }
            bucket = span
        } else if query.bucket != nil, query.window != .all {
            throw Self.inconsistent
        }
        guard group.key.count == query.dimensions.count, let accumulator = group.accumulator(plan) else {
            throw Self.inconsistent
        }
        try all.check(accumulator)
        guard groups.append(accumulator, key: group.key, in: bucket) else { throw Self.inconsistent }
        try all.merge(accumulator)
    }

    private static var inconsistent: UsageError {
        UsageError(.invalidArgument, "a group of the sketch is inconsistent with its query or in itself")
    }

    private func words(forGroupIn bucket: Range<Int64>?, key: [String?]) -> String {
        query.words(forGroupFrom: bucket.map { Timestamp(seconds: $0.lowerBound) }, key: key)
    }

    private mutating func bucket(of time: Int64?) -> Range<Int64>? {
        guard let unit = query.bucket, let time else { return nil }
        let second = time.flooredDivision(by: 1_000_000_000).quotient
        if !lastBucket.contains(second) { lastBucket = finder.bucket(unit, containingSecond: second) }
        return lastBucket
    }

    /// The bytes that the sketch takes in memory, by the capacities of what it holds.
    ///
    /// The cached offsets of the time zone, up to some 50 bytes for each 48 days of the stream, are not included.
    ///
    /// - Complexity: O(g), where g is the number of groups.
    public var approximateBytes: Int {
        MemoryLayout<UsageSketch>.size + all.approximateBytes + groups.approximateBytes
    }
}

extension UsageSketch: Equatable {
    /// Whether two sketches have the same query, the same relative error, and equal groups.
    public static func == (left: UsageSketch, right: UsageSketch) -> Bool {
        left.query == right.query && left.bins == right.bins && left.all == right.all && left.groups == right.groups
    }
}
