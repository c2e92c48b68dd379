import Foundation
import Testing

@testable import UsageKit

@Suite struct BucketFinderTests {
    @Test func findsTheHourAndTheDayOfASecond() {
        var finder = BucketFinder(BucketCalendar(timeZone: .gmt))
        #expect(finder.bucket(.hour, containingSecond: 90_000) == 90_000..<93_600)
        #expect(finder.bucket(.day, containingSecond: 90_000) == 86_400..<172_800)
    }

    @Test func bucketsOfEveryZoneAreContiguous() throws {
        var random = SeededGenerator(seed: 7)
        for name in TimeZone.knownTimeZoneIdentifiers {
            let zone = try #require(TimeZone(identifier: name))
            let weekStart = try #require(Weekday.allCases.randomElement(using: &random))
            var finder = BucketFinder(BucketCalendar(timeZone: zone, weekStart: weekStart))
            // 1840 to 2060, which includes local mean time.
            let second = Int64.random(in: -4_102_444_800..<2_840_140_800, using: &random)
            for unit in TimeBucket.allCases {
                let bucket = finder.bucket(unit, containingSecond: second)
                let next = finder.bucket(unit, containingSecond: bucket.upperBound)
                #expect(bucket.contains(second), "\(unit) in \(name) at \(second)")
                #expect(next.lowerBound == bucket.upperBound, "\(unit) in \(name) at \(second)")
                #expect(finder.bucket(unit, containingSecond: bucket.lowerBound) == bucket, "\(unit) in \(name)")
                #expect(finder.bucket(unit, containingSecond: bucket.upperBound - 1) == bucket, "\(unit) in \(name)")
            }
        }
    }

    /// Zones that crossed the date line or changed their clock twice within days.
    @Test(arguments: [
        ("Pacific/Apia", -2_445_426_572), ("Asia/Manila", -3_944_621_040), ("America/Juneau", -3_225_223_727),
        ("America/Argentina/Tucuman", 1_086_058_800), ("Pacific/Kwajalein", 745_934_400),
        ("America/St_Johns", 1_162_092_600), ("Europe/Vienna", -780_969_600),
    ])
    func bucketsAreContiguousWhereTheClockJumps(name: String, second: Int64) throws {
        let zone = try #require(TimeZone(identifier: name))
        for unit in TimeBucket.allCases {
            var finder = BucketFinder(BucketCalendar(timeZone: zone))
            var bucket = finder.bucket(unit, containingSecond: second - 3 * 86_400)
            while bucket.upperBound < second + 3 * 86_400 {
                let next = finder.bucket(unit, containingSecond: bucket.upperBound)
                #expect(next.lowerBound == bucket.upperBound)
                #expect(finder.bucket(unit, containingSecond: next.upperBound - 1) == next)
                bucket = next
            }
        }
    }

    @Test func offsetsOfEveryZoneAgreeWithFoundation() throws {
        var random = SeededGenerator(seed: 8)
        for name in TimeZone.knownTimeZoneIdentifiers {
            let zone = try #require(TimeZone(identifier: name))
            var offsets = ZoneOffsets(zone)
            for _ in 0..<3 {
                let center = Int64.random(in: -4_102_444_800..<2_840_140_800, using: &random)
                for _ in 0..<20 {
                    let second = center + Int64.random(in: -2_000_000...2_000_000, using: &random)
                    let expected = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(second)))
                    #expect(offsets.offset(at: second) == Int64(expected), "\(name) at \(second)")
                }
            }
        }
    }
}
