import Foundation
import Testing

@testable import UsageKit

@Suite struct CalendarDayTests {
    @Test func aDayIsReadAndWritten() throws {
        let day = try CalendarDay("2026-05-20")
        #expect(day.description == "2026-05-20")
        #expect(day == (try CalendarDay(year: 2026, month: 5, day: 20)))
        #expect(try json([day]) == #"["2026-05-20"]"#)
        #expect(try coded([day]) == [day])
    }

    @Test(arguments: ["0001-01-01", "1970-01-01", "2024-02-29", "2000-02-29", "9999-12-31"])
    func daysOfAllYearsAreReadAndWritten(text: String) throws {
        #expect(try CalendarDay(text).description == text)
    }

    @Test(arguments: [
        "", "2026-5-20", "2026-05-2", "26-05-20", "2026/05/20", "2026-05-20 ", "+026-05-20", "2026-05-20T00:00:00Z",
        "2026-02-29", "1900-02-29", "2026-13-01", "2026-00-01", "2026-04-31", "2026-01-00", "0000-01-01", "２０２６-05-20",
        "2026--05-20", "2026-05-20-01",
    ])
    func anythingElseIsRefused(text: String) throws {
        let error = #expect(throws: UsageError.self) { try CalendarDay(text) }
        #expect(error?.code == .invalidArgument)
        #expect(throws: (any Error).self) { try decoded(CalendarDay.self, try json(text)) }
    }

    @Test(arguments: [
        ("2026-06-01T21:59:59.999999999Z", "Europe/Berlin", "2026-06-01"),
        ("2026-06-01T22:00:00Z", "Europe/Berlin", "2026-06-02"),
        ("2026-06-01T22:00:00Z", "GMT", "2026-06-01"),
        ("2026-06-01T03:59:59Z", "America/New_York", "2026-05-31"),
        ("2026-12-31T23:30:00Z", "Asia/Kolkata", "2027-01-01"),
        // The day that Samoa left out, and a day without a midnight.
        ("2011-12-30T09:59:59Z", "Pacific/Apia", "2011-12-29"), ("2011-12-30T10:00:00Z", "Pacific/Apia", "2011-12-31"),
        ("2018-11-04T03:00:00Z", "America/Sao_Paulo", "2018-11-04"), ("1969-12-31T23:59:59Z", "GMT", "1969-12-31"),
    ])
    func theDayIsThatOfTheLocalClock(instant: String, zone: String, expected: String) throws {
        let timeZone = try #require(TimeZone(identifier: zone))
        #expect(CalendarDay(containing: .at(instant), in: timeZone).description == expected)
    }

    @Test func instantsOfOtherYearsCountAsTheFirstAndTheLastDay() throws {
        for zone in [TimeZone.gmt, try #require(TimeZone(secondsFromGMT: 50_400))] {
            #expect(CalendarDay(containing: Timestamp(seconds: .min), in: zone).description == "0001-01-01")
            #expect(CalendarDay(containing: Timestamp(seconds: .max), in: zone).description == "9999-12-31")
        }
    }

    @Test(arguments: PropertySeeds.some(20))
    func daysAreThoseOfTheBucketsOfAReport(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let names = ["Europe/Berlin", "America/New_York", "Pacific/Apia", "Australia/Lord_Howe", "GMT", "Asia/Tehran"]
        let zone = try #require(TimeZone(identifier: names.randomElement(using: &random) ?? ""))
        let calendar = BucketCalendar(timeZone: zone)
        for _ in 0..<20 {
            let instant = Timestamp(seconds: .random(in: 0...2_000_000_000, using: &random))
            let bucket = try calendar.bucket(.day, containing: instant)
            let day = CalendarDay(containing: instant, in: zone)
            #expect(CalendarDay(containing: bucket.lowerBound, in: zone) == day)
            #expect(CalendarDay(containing: bucket.upperBound - .nanoseconds(1), in: zone) == day)
            #expect(CalendarDay(containing: bucket.upperBound, in: zone) > day)
        }
    }
}
