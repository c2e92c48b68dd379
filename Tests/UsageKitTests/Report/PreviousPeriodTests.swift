import Foundation
import Testing

@testable import UsageKit

/// Periods of whole buckets, and what corresponds to what in them.
@Suite struct PreviousPeriodTests {
    private static func query(
        _ start: String, _ end: String, _ bucket: TimeBucket?, _ zone: String = "GMT", _ weekStart: Weekday = .monday
    ) throws -> ReportQuery {
        ReportQuery(
            window: .between(start, end), every: bucket, in: try #require(TimeZone(identifier: zone)),
            weekStart: weekStart)
    }

    @Test func theMonthBeforeMarchIsFebruary() throws {
        let march = try Self.query("2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z", .month)
        #expect(try march.previousPeriod.window == .between("2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z"))
        var ledger = UsageLedger()
        for (time, count) in [("2026-01-30T00:00:00Z", 100), ("2026-02-10T00:00:00Z", 1), ("2026-03-10T00:00:00Z", 3)] {
            for _ in 0..<count { try ledger.append(UsageRecord(provider: .aurous, time: .at(time))) }
        }
        let changes = try ledger.report(march).changes(since: ledger.report(march.previousPeriod))
        #expect(changes.count == 1)
        #expect(changes[0].difference(of: .requests) == 2)
        #expect(changes[0].previous?.start == .at("2026-02-01T00:00:00Z"))
    }

    @Test(
        arguments: [
            // Months of other lengths, leap years, and several months.
            ("2024-03-01T00:00:00Z", "2024-04-01T00:00:00Z", .month, "GMT", "2024-02-01T00:00:00Z"),
            ("2026-01-01T00:00:00Z", "2026-03-01T00:00:00Z", .month, "GMT", "2025-11-01T00:00:00Z"),
            ("2024-03-01T00:00:00Z", "2024-03-02T00:00:00Z", .day, "GMT", "2024-02-29T00:00:00Z"),
            ("2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z", .day, "GMT", "2026-01-29T00:00:00Z"),
            // The clock goes forward on 2026-03-29 and back on 2026-10-25.
            ("2026-03-22T23:00:00Z", "2026-03-29T22:00:00Z", .week, "Europe/Berlin", "2026-03-15T23:00:00Z"),
            ("2026-03-29T22:00:00Z", "2026-04-05T22:00:00Z", .week, "Europe/Berlin", "2026-03-22T23:00:00Z"),
            ("2026-03-29T22:00:00Z", "2026-04-05T22:00:00Z", .day, "Europe/Berlin", "2026-03-22T23:00:00Z"),
            ("2026-10-25T23:00:00Z", "2026-11-01T23:00:00Z", .day, "Europe/Berlin", "2026-10-18T22:00:00Z"),
            ("2026-03-31T22:00:00Z", "2026-04-30T22:00:00Z", .month, "Europe/Berlin", "2026-02-28T23:00:00Z"),
            ("2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z", .hour, "Europe/Berlin", "2026-03-28T00:00:00Z"),
            // A day without a midnight, one that was left out, and half an hour of difference.
            ("2018-11-05T02:00:00Z", "2018-11-06T02:00:00Z", .day, "America/Sao_Paulo", "2018-11-04T03:00:00Z"),
            ("2011-12-30T10:00:00Z", "2011-12-31T10:00:00Z", .day, "Pacific/Apia", "2011-12-29T10:00:00Z"),
            (
                "2026-04-04T15:30:00Z", "2026-04-04T16:00:00Z", .fifteenMinutes, "Australia/Lord_Howe",
                "2026-04-04T15:00:00Z"
            ),
            // Queries without buckets.
            ("2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z", nil, "GMT", "2026-02-01T00:00:00Z"),
            ("2026-03-29T22:00:00Z", "2026-03-30T22:00:00Z", nil, "Europe/Berlin", "2026-03-28T23:00:00Z"),
            ("2026-03-01T12:00:00Z", "2026-03-31T12:00:00Z", nil, "GMT", "2026-01-30T12:00:00Z"),
            ("2026-03-29T00:00:00.5Z", "2026-03-29T00:00:00.75Z", nil, "Europe/Berlin", "2026-03-29T00:00:00.250Z"),
        ] as [(String, String, TimeBucket?, String, String)])
    func thePeriodBeforeHasAsManyBuckets(
        start: String, end: String, bucket: TimeBucket?, zone: String, expected: String
    ) throws {
        let query = try Self.query(start, end, bucket, zone)
        let previous = try query.previousPeriod
        #expect(previous.window == .between(expected, start))
        #expect(previous.bucket == bucket)
        var same = previous
        same.window = query.window
        #expect(same == query)
    }

    @Test(arguments: [(Weekday.sunday, "2026-05-17T00:00:00Z"), (.monday, "2026-05-18T00:00:00Z")])
    func weeksBeginOnTheDayOfTheQuery(weekStart: Weekday, start: String) throws {
        let end = Timestamp.at(start).advanced(by: .seconds(7 * 86_400)).description
        let week = try Self.query(start, end, .week, "GMT", weekStart)
        #expect(try week.previousPeriod.window.start == .at(start).advanced(by: .seconds(-7 * 86_400)))
        let other = try Self.query(start, end, .week, "GMT", weekStart == .monday ? .sunday : .monday)
        #expect(throws: UsageError.self) { try other.previousPeriod }
    }

    @Test(
        arguments: [
            ("2026-03-01T00:00:01Z", "2026-04-01T00:00:00Z", .month, "GMT"),
            ("2026-03-01T00:00:00Z", "2026-03-31T00:00:00Z", .month, "GMT"),
            ("2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z", .month, "Europe/Berlin"),
            ("2026-03-01T00:00:00Z", "2026-03-08T00:00:00Z", .week, "GMT"),
            ("2026-03-01T14:33:00Z", "2026-03-08T14:33:00Z", .day, "GMT"),
            ("2026-03-01T00:00:00Z", "2026-03-08T00:00:00.000000001Z", .day, "GMT"),
            ("2026-03-29T00:00:00Z", "2026-03-30T00:00:00Z", .day, "Europe/Berlin"),
            ("2026-03-01T00:30:00Z", "2026-03-01T02:30:00Z", .hour, "GMT"),
            ("2026-03-01T00:00:00Z", "2026-03-01T02:00:00Z", .hour, "Asia/Kathmandu"),
            // A million minutes and one, and years that a zone does not know.
            ("2024-01-01T00:00:00Z", "2025-11-25T10:41:00Z", .minute, "GMT"),
            ("0001-01-01T00:00:00Z", "0001-02-01T00:00:00Z", .month, "GMT"),
        ] as [(String, String, TimeBucket, String)])
    func refusesWindowsThatAreNotWholeBuckets(start: String, end: String, bucket: TimeBucket, zone: String) throws {
        let query = try Self.query(start, end, bucket, zone)
        let error = #expect(throws: UsageError.self) { try query.previousPeriod }
        #expect(error?.code == .invalidArgument)
    }

    @Test func saysInWhichBucketTheBoundIs() throws {
        let query = try Self.query("2026-03-01T14:33:00Z", "2026-03-08T14:33:00Z", .day)
        let error = #expect(throws: UsageError.self) { try query.previousPeriod }
        #expect(
            error?.message
                == "the window begins at 2026-03-01T14:33:00Z, inside the day of GMT from 2026-03-01T00:00:00Z to "
                + "2026-03-02T00:00:00Z; periods are compared in whole buckets")
    }

    @Test func refusesAWindowWithAnOpenBound() throws {
        let instant = Timestamp.at("2026-03-01T00:00:00Z")
        for window in [TimeWindow.all, try TimeWindow(from: instant), try TimeWindow(to: instant)] {
            let error = #expect(throws: UsageError.self) { try ReportQuery(window: window).previousPeriod }
            #expect(error?.code == .invalidArgument)
        }
    }

    @Test func aMillionBucketsAreNotTooMany() throws {
        let query = try Self.query("2024-01-01T00:00:00Z", "2025-11-25T10:40:00Z", .minute)
        #expect(try query.previousPeriod.window.start == .at("2022-02-05T13:20:00Z"))
    }

    @Test(arguments: [nil, .month, .hour] as [TimeBucket?])
    func extremeWindowsHaveAPreviousPeriodOrAreRefused(bucket: TimeBucket?) throws {
        let instants = [.min, -1, 0, .max].map { Timestamp(seconds: $0) }
        for start in instants {
            for end in instants where start < end {
                let query = ReportQuery(window: try TimeWindow(from: start, to: end), every: bucket)
                let previous = try? query.previousPeriod
                #expect((previous == nil) == (bucket != nil || start.seconds == .min))
                #expect(previous?.window.end == previous.map { _ in start })
            }
        }
    }

    // MARK: Against Foundation's calendar

    private static let zones = [
        "GMT", "Europe/Berlin", "America/New_York", "America/St_Johns", "Asia/Kathmandu", "Australia/Lord_Howe",
        "Pacific/Auckland", "America/Sao_Paulo", "Africa/Casablanca", "Pacific/Chatham", "Asia/Kolkata",
        "Europe/Dublin",
    ]

    @Test(arguments: zones, [(TimeBucket.day, Calendar.Component.day), (.week, .weekOfYear), (.month, .month)])
    func agreesWithFoundation(name: String, unit: (bucket: TimeBucket, component: Calendar.Component)) throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(identifier: name))
        calendar.firstWeekday = 2
        var random = SeededGenerator(seed: 81)
        for _ in 0..<60 {
            let date = Date(timeIntervalSince1970: Double(Int.random(in: 946_684_800..<1_798_761_600, using: &random)))
            func start(_ offset: Int) throws -> Timestamp {
                // The middle of a day exists in every zone.
                let first = try #require(calendar.dateInterval(of: unit.component, for: date)).start
                let noon = try #require(calendar.date(bySettingHour: 12, minute: 0, second: 0, of: first))
                let moved = try #require(calendar.date(byAdding: unit.component, value: offset, to: noon))
                return Timestamp(try #require(calendar.dateInterval(of: unit.component, for: moved)).start)
            }
            let count = Int.random(in: 1...13, using: &random)
            let query = ReportQuery(
                window: try TimeWindow(from: try start(0), to: try start(count)), every: unit.bucket,
                in: calendar.timeZone)
            #expect(try query.previousPeriod.window.start == start(-count), "\(name) \(query.window) \(unit.bucket)")
        }
    }

    @Test(arguments: zones, TimeBucket.allCases)
    func bucketsCorrespondOneByOne(name: String, unit: TimeBucket) throws {
        let zone = try #require(TimeZone(identifier: name))
        let weekStart = Weekday.allCases[name.utf8.count % 7]
        let calendar = BucketCalendar(timeZone: zone, weekStart: weekStart)
        var random = SeededGenerator(seed: 82)
        for _ in 0..<6 {
            // Around the changes of the clocks of 2018.
            let day = Int64([17_600, 17_631, 17_837, 17_840, 17_848].randomElement(using: &random) ?? 0)
            let instant = Timestamp(seconds: day * 86_400 + Int64.random(in: 0..<172_800, using: &random))
            var buckets = [try calendar.bucket(unit, containing: instant)]
            for _ in 1..<Int.random(in: 1...30, using: &random) {
                buckets.append(try calendar.bucket(unit, containing: buckets[buckets.count - 1].upperBound))
            }
            var earlier: [Range<Timestamp>] = []
            for _ in buckets {
                let end = earlier.first?.lowerBound ?? buckets[0].lowerBound
                earlier.insert(try calendar.bucket(unit, containing: end.advanced(by: .nanoseconds(-1))), at: 0)
            }
            let query = ReportQuery(
                window: try TimeWindow(from: buckets[0].lowerBound, to: buckets[buckets.count - 1].upperBound),
                every: unit, in: zone, weekStart: weekStart)
            #expect(try query.previousPeriod.window.start == earlier[0].lowerBound)
            var ledger = UsageLedger()
            for bucket in earlier + buckets {
                try ledger.append(
                    UsageRecord(provider: .aurous, time: bucket.upperBound.advanced(by: .nanoseconds(-1))))
            }
            let changes = try ledger.report(query).changes(since: ledger.report(query.previousPeriod))
            #expect(changes.map { $0.current?.start } == buckets.map(\.lowerBound))
            #expect(changes.map { $0.previous?.start } == earlier.map(\.lowerBound))
        }
    }

    // MARK: Changes

    @Test func refusesToCompareFromInsideABucket() throws {
        var ledger = UsageLedger()
        try ledger.append(UsageRecord(provider: .aurous, time: .at("2026-03-10T00:00:00Z")))
        let whole = try Self.query("2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z", .month)
        let cut = try Self.query("2026-01-29T00:00:00Z", "2026-03-01T00:00:00Z", .month)
        for (query, earlier) in [(whole, cut), (cut, whole)] {
            let error = #expect(throws: UsageError.self) {
                try ledger.report(query).changes(since: ledger.report(earlier))
            }
            #expect(error?.code == .invalidArgument)
        }
    }

    @Test func refusesToCountMoreBucketsThanTheLimit() throws {
        var ledger = UsageLedger()
        try ledger.append(UsageRecord(provider: .aurous, time: .at("2026-03-10T00:00:00Z")))
        let query = ReportQuery(window: .since("1970-01-01T00:00:00Z"), every: .minute)
        let report = try ledger.report(query)
        let error = #expect(throws: UsageError.self) { try report.changes(since: report) }
        #expect(error?.code == .invalidArgument)
        let daily = try ledger.report(ReportQuery(window: .since("1970-01-01T00:00:00Z"), every: .day))
        #expect(try daily.changes(since: daily).count == 1)
    }

    @Test func aDifferenceIsExactOrUnknown() throws {
        func report(_ amount: String) throws -> UsageReport {
            var ledger = UsageLedger()
            try ledger.append(
                UsageRecord(
                    provider: .aurous, charge: Money(exact: try #require(ExactDecimal(amount)), currency: .eur)))
            return try ledger.report(ReportQuery())
        }
        let figure = UsageFigure.sum(.charge(.eur))
        let small = try report("99999999999999999999.5").changes(since: report("0.000000000000000001"))
        #expect(small[0].difference(of: figure)?.description == "99999999999999999999.499999999999999999")
        let wide = try report("1e37").changes(since: report("0.01"))
        #expect(wide[0].difference(of: figure) == nil)
        #expect(wide[0].ratio(of: figure) == 1e39)
    }
}
