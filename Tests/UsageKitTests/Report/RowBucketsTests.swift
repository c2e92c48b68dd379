import Foundation
import Testing

@testable import UsageKit

@Suite struct RowBucketsTests {
    private static let day: Int64 = 86_400

    private static func column(_ seconds: [Int64?]) -> PackedColumn {
        var column = PackedColumn(findsUnit: true)
        for second in seconds { column.append(second.map { $0 * 1_000_000_000 } ?? PackedColumn.missing) }
        return column
    }

    private static func numbers(_ buckets: RowBuckets, count: Int) -> [Int] {
        buckets.chunks.enumerated().flatMap { index, chunk -> [Int] in
            switch chunk {
            case .same(let bucket):
                let rows = min(PackedChunk.capacity, count - index * PackedChunk.capacity)
                return Array(repeating: Int(bucket), count: rows)
            case .each(let buckets): return buckets.map { Int($0) }
            }
        }
    }

    @Test func numbersBucketsInTimeOrderAndTheUnknownTimeLast() {
        var finder = BucketFinder(BucketCalendar())
        let times = Self.column([nil, Self.day + 5, 3, Self.day + 9])
        let buckets = RowBuckets(times, every: .day, finder: &finder)
        #expect(buckets.ranges == [0..<Self.day, Self.day..<2 * Self.day, nil])
        #expect(Self.numbers(buckets, count: 4) == [2, 1, 0, 1])
    }

    @Test func rowsAreClusteredIfManyInARowShareABucket() {
        var finder = BucketFinder(BucketCalendar())
        let sorted = Self.column((0..<4096).map { $0 / 2048 * Self.day })
        #expect(RowBuckets(sorted, every: .day, finder: &finder).areClustered)
        let alternating = Self.column((0..<4096).map { $0 % 2 * Self.day })
        #expect(!RowBuckets(alternating, every: .day, finder: &finder).areClustered)
    }

    @Test(arguments: 0..<24 as Range<UInt64>)
    func agreesWithTheCalendarRowByRow(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let zone = try #require(["UTC", "America/New_York", "Asia/Kolkata"].randomElement(using: &random))
        let calendar = BucketCalendar(timeZone: try #require(TimeZone(identifier: zone)))
        let unit = try #require(TimeBucket.allCases.randomElement(using: &random))
        let span = try #require([3600, 40 * Self.day].randomElement(using: &random))
        let count = try #require([3, 700, 4500].randomElement(using: &random))
        var seconds: [Int64?] = (0..<count).map { _ in
            Int.random(in: 0..<50, using: &random) == 0
                ? nil : 1_793_404_800 + Int64.random(in: 0..<span, using: &random)
        }
        if Bool.random(using: &random) { seconds = seconds.compactMap(\.self).sorted() }
        var finder = BucketFinder(calendar)
        let buckets = RowBuckets(Self.column(seconds), every: unit, finder: &finder)
        let numbers = Self.numbers(buckets, count: seconds.count)
        #expect(numbers.count == seconds.count)
        var known: [Int: Range<Int64>?] = [:]
        for (second, number) in zip(seconds, numbers) {
            let range = buckets.ranges[number]
            #expect(range.map { range in second.map(range.contains) ?? false } ?? (second == nil))
            if let second, known[number] == nil {
                let expected = try calendar.bucket(unit, containing: Timestamp(seconds: second))
                #expect(range == expected.lowerBound.seconds..<expected.upperBound.seconds)
            }
            known[number] = range
        }
        let starts = buckets.ranges.map { $0?.lowerBound ?? .max }
        #expect(zip(starts, starts.dropFirst()).allSatisfy { $0 < $1 })
        #expect(known.count == buckets.ranges.count)
    }
}
