import Foundation
import Testing

@testable import UsageKit

@Suite struct BucketCalendarTests {
    @Test func aDayInNewYorkBeginsAtFiveInUTC() throws {
        let newYork = try #require(TimeZone(identifier: "America/New_York"))
        let bucket = try BucketCalendar(timeZone: newYork).bucket(.day, containing: Timestamp("2026-01-15T03:00:00Z"))
        #expect(bucket.lowerBound.description == "2026-01-14T05:00:00Z")
        #expect(bucket.upperBound.description == "2026-01-15T05:00:00Z")
    }

    /// Zone, unit, instant, first instant of its bucket, first instant after it.
    struct Case: Sendable, CustomTestStringConvertible {
        let zone: String
        let unit: TimeBucket
        let instant: String
        let start: String
        let end: String

        init(_ zone: String, _ unit: TimeBucket, _ instant: String, _ start: String, _ end: String) {
            (self.zone, self.unit, self.instant, self.start, self.end) = (zone, unit, instant, start, end)
        }

        var testDescription: String { "\(zone) \(unit) \(instant)" }
    }

    @Test(arguments: [
        Case("UTC", .minute, "2026-05-20T10:17:59.999999999Z", "2026-05-20T10:17:00Z", "2026-05-20T10:18:00Z"),
        Case("UTC", .fiveMinutes, "2026-05-20T10:17:59Z", "2026-05-20T10:15:00Z", "2026-05-20T10:20:00Z"),
        Case("UTC", .fifteenMinutes, "2026-05-20T10:17:59Z", "2026-05-20T10:15:00Z", "2026-05-20T10:30:00Z"),
        Case("UTC", .hour, "2026-05-20T10:00:00Z", "2026-05-20T10:00:00Z", "2026-05-20T11:00:00Z"),
        Case("UTC", .day, "2026-05-20T23:59:59.999Z", "2026-05-20T00:00:00Z", "2026-05-21T00:00:00Z"),
        Case("UTC", .week, "2026-05-20T10:00:00Z", "2026-05-18T00:00:00Z", "2026-05-25T00:00:00Z"),
        Case("UTC", .month, "2024-02-29T12:00:00Z", "2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z"),
        Case("UTC", .month, "2025-12-31T23:59:59Z", "2025-12-01T00:00:00Z", "2026-01-01T00:00:00Z"),
        Case("UTC", .day, "1969-12-31T23:59:59.999999999Z", "1969-12-31T00:00:00Z", "1970-01-01T00:00:00Z"),
        Case("UTC", .hour, "1677-10-01T00:30:00Z", "1677-10-01T00:00:00Z", "1677-10-01T01:00:00Z"),
        // Days of 23 hours and of 25 hours.
        Case("America/New_York", .day, "2026-03-08T12:00:00Z", "2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z"),
        Case("America/New_York", .day, "2026-11-01T12:00:00Z", "2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z"),
        Case("Europe/Berlin", .day, "2026-03-29T00:59:59Z", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"),
        Case("Europe/Berlin", .day, "2026-10-25T22:59:59Z", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"),
        Case("Europe/Berlin", .week, "2026-03-29T12:00:00Z", "2026-03-22T23:00:00Z", "2026-03-29T22:00:00Z"),
        Case("Europe/Berlin", .month, "2026-10-15T12:00:00Z", "2026-09-30T22:00:00Z", "2026-10-31T23:00:00Z"),
        // The hour from 01:00 to 02:00 is repeated.
        Case("America/New_York", .hour, "2026-11-01T05:30:00Z", "2026-11-01T05:00:00Z", "2026-11-01T06:00:00Z"),
        Case("America/New_York", .hour, "2026-11-01T06:30:00Z", "2026-11-01T06:00:00Z", "2026-11-01T07:00:00Z"),
        // The clock is changed by half an hour at 02:00.
        Case("Australia/Lord_Howe", .day, "2026-04-05T00:00:00Z", "2026-04-04T13:00:00Z", "2026-04-05T13:30:00Z"),
        Case("Australia/Lord_Howe", .day, "2026-10-04T00:00:00Z", "2026-10-03T13:30:00Z", "2026-10-04T13:00:00Z"),
        Case("Australia/Lord_Howe", .hour, "2026-04-04T15:10:00Z", "2026-04-04T14:00:00Z", "2026-04-04T15:30:00Z"),
        Case("Australia/Lord_Howe", .hour, "2026-10-03T15:40:00Z", "2026-10-03T15:30:00Z", "2026-10-03T16:00:00Z"),
        Case("Asia/Kolkata", .hour, "2026-05-20T10:15:00Z", "2026-05-20T09:30:00Z", "2026-05-20T10:30:00Z"),
        Case("Asia/Kolkata", .day, "2026-05-20T18:30:00Z", "2026-05-20T18:30:00Z", "2026-05-21T18:30:00Z"),
        // Midnight does not exist: the day begins at 01:00.
        Case("America/Sao_Paulo", .day, "2018-11-04T12:00:00Z", "2018-11-04T03:00:00Z", "2018-11-05T02:00:00Z"),
        Case("America/Sao_Paulo", .day, "2018-11-04T02:59:59Z", "2018-11-03T03:00:00Z", "2018-11-04T03:00:00Z"),
        Case("Africa/Cairo", .day, "2026-04-24T12:00:00Z", "2026-04-23T22:00:00Z", "2026-04-24T21:00:00Z"),
        // The last hour of the Saturday is repeated.
        Case("America/Sao_Paulo", .day, "2018-02-18T02:30:00Z", "2018-02-17T02:00:00Z", "2018-02-18T03:00:00Z"),
        // Samoa skipped a day.
        Case("Pacific/Apia", .day, "2011-12-30T09:59:59Z", "2011-12-29T10:00:00Z", "2011-12-30T10:00:00Z"),
        Case("Pacific/Apia", .day, "2011-12-30T10:00:00Z", "2011-12-30T10:00:00Z", "2011-12-31T10:00:00Z"),
    ])
    func findsTheBucketOfAnInstant(_ example: Case) throws {
        let calendar = BucketCalendar(timeZone: try #require(TimeZone(identifier: example.zone)))
        let bucket = try calendar.bucket(example.unit, containing: Timestamp(example.instant))
        #expect(bucket.lowerBound.description == example.start)
        #expect(bucket.upperBound.description == example.end)
    }

    @Test(arguments: zip(Weekday.allCases, ["18", "19", "20", "14", "15", "16", "17"]))
    func startsWeeksOnAnyDay(weekStart: Weekday, day: String) throws {
        let bucket = try BucketCalendar(weekStart: weekStart).bucket(
            .week, containing: Timestamp("2026-05-20T10:00:00Z"))
        #expect(bucket.lowerBound.description == "2026-05-\(day)T00:00:00Z")
        #expect(bucket.upperBound - bucket.lowerBound == .seconds(7 * 86_400))
    }

    @Test(arguments: [Int64.min, -62_135_596_801, 253_402_300_800, Int64.max])
    func refusesInstantsOutsideTheYears1To9999(seconds: Int64) {
        let error = #expect(throws: UsageError.self) {
            try BucketCalendar().bucket(.day, containing: Timestamp(seconds: seconds))
        }
        #expect(error?.code == .invalidArgument)
    }

    /// Zones and first days of spans of four days; in most spans the clock is changed.
    private static let spans = [
        ("America/New_York", "2026-03-07"), ("America/New_York", "2026-10-31"), ("Europe/Berlin", "2026-03-27"),
        ("Europe/Berlin", "2026-10-23"), ("Australia/Lord_Howe", "2026-04-03"), ("Australia/Lord_Howe", "2026-10-02"),
        ("Asia/Kolkata", "2026-01-30"), ("Asia/Kathmandu", "2026-05-30"), ("America/Sao_Paulo", "2018-11-02"),
        ("America/Sao_Paulo", "2018-02-16"), ("Africa/Cairo", "2026-04-22"), ("America/Havana", "2026-10-30"),
        ("America/St_Johns", "2006-10-27"), ("Pacific/Apia", "2011-12-28"), ("Pacific/Chatham", "2026-04-03"),
        ("Africa/Casablanca", "2026-02-13"), ("Asia/Tehran", "2022-03-20"), ("America/Asuncion", "2023-09-30"),
    ]

    @Test(arguments: spans)
    func agreesWithTheCalendarMinuteByMinute(zone: String, day: String) throws {
        let timeZone = try #require(TimeZone(identifier: zone))
        let start = try Timestamp("\(day)T00:00:00Z")
        let minutes = LocalMinutes(timeZone, from: start.seconds, count: 4 * 1440)
        var finder = BucketFinder(BucketCalendar(timeZone: timeZone, weekStart: .sunday))
        for unit in TimeBucket.allCases {
            // Asking the calendar once for each bucket is faster than asking it for each minute.
            var bucket = try finder.bucket(unit, containing: start)
            for index in 1..<minutes.count {
                let instant = Timestamp(seconds: minutes.seconds(index))
                let begins = minutes.begins(unit, at: index)
                // An expectation for each minute would take much longer than the comparison.
                if (bucket.upperBound == instant) != begins { Issue.record("\(unit) at \(instant)") }
                guard begins else { continue }
                bucket = try finder.bucket(unit, containing: instant)
                #expect(bucket.lowerBound == instant)
                let last = bucket.upperBound.advanced(by: .nanoseconds(-1))
                #expect(try finder.bucket(unit, containing: last) == bucket)
            }
        }
    }

    @Test(arguments: ExtremeValues.instants)
    func extremeInstantsHaveABucketOrAreRefused(instant: Timestamp) {
        for name in ["GMT", "Europe/Berlin", "Pacific/Apia"] {
            let calendar = BucketCalendar(timeZone: TimeZone(identifier: name) ?? .gmt)
            for unit in TimeBucket.allCases {
                if let bucket = try? calendar.bucket(unit, containing: instant) {
                    #expect(bucket.contains(instant))
                } else {
                    #expect(!BucketCalendar.supported.contains(instant.seconds))
                }
            }
        }
    }

    @Test(arguments: TimeBucket.allCases)
    func theFirstAndTheLastSecondOfTheSupportedYearsHaveBuckets(unit: TimeBucket) throws {
        for second in [BucketCalendar.supported.lowerBound, BucketCalendar.supported.upperBound - 1] {
            for name in ["GMT", "Pacific/Kiritimati", "Pacific/Pago_Pago"] {
                let calendar = BucketCalendar(timeZone: try #require(TimeZone(identifier: name)))
                let instant = Timestamp(seconds: second)
                #expect(try calendar.bucket(unit, containing: instant).contains(instant))
            }
        }
    }
}

/// The local time of each minute of a span, according to Foundation's calendar.
private struct LocalMinutes {
    private let start: Int64
    private let shown: [DateComponents]
    /// The latest date so far, as a number that increases with the date.
    private let dates: [Int]

    init(_ zone: TimeZone, from start: Int64, count: Int) {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        self.start = start
        // One more day before the span, so that the latest date is known at its start.
        let components = (-1440..<count).map { minute in
            calendar.dateComponents(
                [.year, .month, .day, .hour, .minute, .weekday],
                from: Date(timeIntervalSince1970: Double(start + Int64(minute) * 60)))
        }
        var latest = 0
        let dates = components.map { shown in
            latest = max(latest, (shown.year ?? 0) * 10_000 + (shown.month ?? 0) * 100 + (shown.day ?? 0))
            return latest
        }
        shown = Array(components.dropFirst(1440))
        self.dates = Array(dates.dropFirst(1440))
    }

    var count: Int { shown.count }

    func seconds(_ index: Int) -> Int64 { start + Int64(index) * 60 }

    func begins(_ unit: TimeBucket, at index: Int) -> Bool {
        switch unit.unit {
        case .minute: true
        case .fiveMinutes: beginsClockUnit(of: 5, at: index)
        case .fifteenMinutes: beginsClockUnit(of: 15, at: index)
        case .hour: beginsClockUnit(of: 60, at: index)
        case .day: dates[index] != dates[index - 1]
        // Every date on which a week or a month begins in these spans exists.
        case .week: dates[index] != dates[index - 1] && shown[index].weekday == 1
        case .month: dates[index] / 100 != dates[index - 1] / 100
        }
    }

    private func beginsClockUnit(of minutes: Int, at index: Int) -> Bool {
        func label(_ index: Int) -> [Int?] {
            let parts = shown[index]
            return [parts.year, parts.month, parts.day, parts.hour, (parts.minute ?? 0) / minutes]
        }
        return label(index) != label(index - 1) || (shown[index].minute ?? 0) % minutes == 0
    }
}
