internal import Foundation

/// Counts the buckets of a query from a bound of its window on.
struct BucketSteps {
    /// Maximum number of buckets that are counted.
    static let limit = 1_000_000

    private let unit: TimeBucket
    private var finder: BucketFinder
    private var bucket: Range<Timestamp>
    /// How many buckets come before the present one.
    private var count = 0

    /// Begins at an instant.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` if a bucket does not begin at the instant, or if it
    ///   is not in the years 1 to 9999.
    init(from start: Timestamp, _ unit: TimeBucket, in query: ReportQuery) throws(UsageError) {
        self.unit = unit
        finder = BucketFinder(BucketCalendar(timeZone: query.timeZone, weekStart: query.weekStart))
        bucket = try finder.bucket(unit, containing: start)
        guard bucket.lowerBound == start else { throw Self.inside(bucket, "begins", at: start, unit, query) }
    }

    /// Moves to the bucket that contains an instant, and returns how many buckets come before it.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` if there are more than ``limit``, or if the
    ///   instant is not in the years 1 to 9999.
    mutating func advance(to instant: Timestamp) throws(UsageError) -> Int {
        while bucket.upperBound <= instant {
            count += 1
            guard count < Self.limit else {
                throw UsageError(
                    .invalidArgument,
                    "more than \(Self.limit) buckets would have to be counted; use a shorter window or longer buckets")
            }
            bucket = try finder.bucket(unit, containing: bucket.upperBound)
        }
        return count
    }

    /// The start of the period before that has as many buckets as there are from the start to an end.
    ///
    /// - Throws: ``UsageError`` with ``UsageError/Code/invalidArgument`` as ``advance(to:)`` does, and if a bucket does not
    ///   end at the end.
    static func start(
        before start: Timestamp, to end: Timestamp, _ unit: TimeBucket, in query: ReportQuery
    ) throws(UsageError) -> Timestamp {
        var steps = try BucketSteps(from: start, unit, in: query)
        let count = try steps.advance(to: end.advanced(by: .nanoseconds(-1))) + 1
        guard steps.bucket.upperBound == end else { throw inside(steps.bucket, "ends", at: end, unit, query) }
        var first = start
        for _ in 0..<count {
            first = try steps.finder.bucket(unit, containing: first.advanced(by: .nanoseconds(-1))).lowerBound
        }
        return first
    }

    private static func inside(
        _ bucket: Range<Timestamp>, _ verb: String, at instant: Timestamp, _ unit: TimeBucket, _ query: ReportQuery
    ) -> UsageError {
        let name = "\(unit.rawValue) of \(query.timeZone.identifier)"
        return UsageError(
            .invalidArgument,
            "the window \(verb) at \(instant), inside the \(name) from \(bucket.lowerBound) to \(bucket.upperBound);"
                + " periods are compared in whole buckets")
    }
}
