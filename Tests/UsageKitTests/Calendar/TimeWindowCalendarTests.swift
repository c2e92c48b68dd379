import Foundation
import Testing

@testable import UsageKit

@Suite struct TimeWindowCalendarTests {
    private func zone(_ name: String) throws -> TimeZone { try #require(TimeZone(identifier: name)) }

    private func hours(_ window: TimeWindow) throws -> Int64 {
        let (start, end) = (try #require(window.start), try #require(window.end))
        return start.duration(to: end).components.seconds / 3600
    }

    @Test func aDayIsThatOfItsTimeZone() throws {
        let instant = Timestamp.at("2026-05-20T23:30:00Z")
        #expect(
            TimeWindow.day(containing: instant, in: .gmt) == .between("2026-05-20T00:00:00Z", "2026-05-21T00:00:00Z"))
        #expect(
            TimeWindow.day(containing: instant, in: try zone("Europe/Berlin"))
                == .between("2026-05-20T22:00:00Z", "2026-05-21T22:00:00Z"))
        #expect(
            TimeWindow.day(containing: instant, in: try zone("Asia/Kolkata"))
                == .between("2026-05-20T18:30:00Z", "2026-05-21T18:30:00Z"))
    }

    @Test func daysHave23Or25HoursWhenTheClockIsChanged() throws {
        let berlin = try zone("Europe/Berlin")
        let spring = TimeWindow.day(containing: .at("2026-03-29T12:00:00Z"), in: berlin)
        #expect(spring == .between("2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"))
        #expect(try hours(spring) == 23)
        let autumn = TimeWindow.day(containing: .at("2026-10-25T12:00:00Z"), in: berlin)
        #expect(autumn == .between("2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"))
        #expect(try hours(autumn) == 25)
        #expect(try hours(.days(7, through: .at("2026-10-26T12:00:00Z"), in: berlin)) == 7 * 24 + 1)
        #expect(try hours(.yesterday(in: berlin, localNow: .at("2026-03-30T12:00:00Z"))) == 23)
    }

    /// In Cairo the clock goes from 23:59:59 to 01:00; Lord Howe moves it by half an hour.
    @Test func aDayWithoutMidnightBeginsAtItsFirstInstant() throws {
        let cairo = TimeWindow.day(containing: .at("2026-04-24T12:00:00Z"), in: try zone("Africa/Cairo"))
        #expect(cairo == .between("2026-04-23T22:00:00Z", "2026-04-24T21:00:00Z"))
        let before = TimeWindow.yesterday(in: try zone("Africa/Cairo"), localNow: .at("2026-04-24T12:00:00Z"))
        #expect(before.end == cairo.start)
        let island = TimeWindow.day(containing: .at("2026-04-05T03:00:00Z"), in: try zone("Australia/Lord_Howe"))
        #expect(island == .between("2026-04-04T13:00:00Z", "2026-04-05T13:30:00Z"))
    }

    /// Samoa went from 29 to 31 December 2011.
    @Test func aDateThatWasLeftOutIsADayWithoutHours() throws {
        let apia = try zone("Pacific/Apia")
        let now = Timestamp.at("2011-12-30T12:00:00Z")
        let today = TimeWindow.days(1, in: apia, localNow: now)
        let yesterday = TimeWindow.yesterday(in: apia, localNow: now)
        #expect(today == .between("2011-12-30T10:00:00Z", "2011-12-31T10:00:00Z"))
        #expect(yesterday == .between("2011-12-29T10:00:00Z", "2011-12-30T10:00:00Z"))
        #expect(TimeWindow.days(3, through: now, in: apia).start == yesterday.start)
    }

    @Test func severalDaysEndWithThePresentOne() throws {
        let now = Timestamp.at("2026-03-01T00:00:00Z")
        #expect(
            TimeWindow.days(30, in: .gmt, localNow: now) == .between("2026-01-31T00:00:00Z", "2026-03-02T00:00:00Z"))
        for count in [Int.min, -1, 0, 1] {
            #expect(
                TimeWindow.days(count, through: now, in: .gmt)
                    == .between("2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z"))
        }
        let all = TimeWindow.days(.max, through: now, in: .gmt)
        #expect(all.start == .at("0001-01-01T00:00:00Z"))
        #expect(all.end == .at("2026-03-02T00:00:00Z"))
    }

    @Test func aMonthIsThatOfItsTimeZone() throws {
        let berlin = try zone("Europe/Berlin")
        let march = TimeWindow.between("2026-02-28T23:00:00Z", "2026-03-31T22:00:00Z")
        #expect(TimeWindow.month(try BillingPeriod("2026-03"), in: berlin) == march)
        #expect(TimeWindow.month(containing: .at("2026-03-31T21:59:59Z"), in: berlin) == march)
        #expect(TimeWindow.thisMonth(in: berlin, localNow: .at("2026-03-10T00:00:00Z")) == march)
        #expect(TimeWindow.lastMonth(in: berlin, localNow: .at("2026-04-01T00:00:00Z")) == march)
        #expect(TimeWindow.lastMonth(in: berlin, localNow: .at("2026-03-31T22:00:00Z")) == march)
        let period = try BillingPeriod("2026-12")
        #expect(TimeWindow.month(period, in: .gmt) == period.window)
    }

    @Test func aWindowOfTheCalendarIsWholeBucketsOfAReport() throws {
        for name in ["Europe/Berlin", "Africa/Cairo", "Australia/Lord_Howe", "Pacific/Apia", "America/Sao_Paulo"] {
            let rules = BucketCalendar(timeZone: try zone(name))
            var generator = SeededGenerator(seed: 77)
            for _ in 0..<200 {
                let instant = Timestamp(seconds: .random(in: 1_200_000_000..<2_000_000_000, using: &generator))
                let day = try rules.bucket(.day, containing: instant)
                #expect(try TimeWindow(day) == .day(containing: instant, in: rules.timeZone))
                let month = try rules.bucket(.month, containing: instant)
                #expect(try TimeWindow(month) == .month(containing: instant, in: rules.timeZone))
            }
        }
    }

    @Test func thePresentIsThatOfTheLocalClock() throws {
        let before = Timestamp.now()
        let windows: [TimeWindow] = [.today(in: .gmt), .days(2, in: .gmt), .thisMonth(in: .gmt)]
        let after = Timestamp.now()
        for window in windows {
            #expect(window.contains(before) || window.contains(after))
            #expect(window.followsClock)
        }
        for window in [TimeWindow.yesterday(in: .gmt), .lastMonth(in: .gmt)] {
            #expect(!window.contains(after))
            #expect(window.followsClock)
        }
        #expect(!TimeWindow.day(containing: before, in: .gmt).followsClock)
    }

    @Test(arguments: ExtremeValues.instants)
    func anyInstantHasADayAndAMonth(instant: Timestamp) throws {
        for name in ["GMT", "Pacific/Kiritimati", "Pacific/Niue"] {
            let zone = try zone(name)
            let windows: [TimeWindow] = [
                .day(containing: instant, in: zone), .month(containing: instant, in: zone),
                .days(.max, through: instant, in: zone), .days(.min, through: instant, in: zone),
            ]
            for window in windows {
                #expect(try #require(window.start) < #require(window.end))
            }
        }
        for period in [try BillingPeriod(year: 1, month: 1), try BillingPeriod(year: 9999, month: 12)] {
            let window = TimeWindow.month(period, in: try zone("Pacific/Kiritimati"))
            #expect(try hours(window) == 31 * 24)
        }
    }
}
