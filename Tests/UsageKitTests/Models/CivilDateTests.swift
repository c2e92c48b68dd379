import Foundation
import Testing

@testable import UsageKit

@Suite struct CivilDateTests {
    @Test func epochIsDayZero() {
        #expect(CivilDate(year: 1970, month: 1, day: 1).daysSince1970 == 0)
        #expect(CivilDate(daysSince1970: 0) == CivilDate(year: 1970, month: 1, day: 1))
        #expect(CivilDate(daysSince1970: -1) == CivilDate(year: 1969, month: 12, day: 31))
    }

    /// Counts day by day with nothing but the lengths of the months.
    @Test func everyDayFrom1600To2400FollowsTheDayBefore() {
        var day = CivilDate(year: 1600, month: 1, day: 1).daysSince1970
        for year in 1600...2400 {
            for month in 1...12 {
                let isLeap = year % 4 == 0 && year % 100 != 0 || year % 400 == 0
                let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
                #expect(CivilDate.days(inMonth: month, year: year) == lengths[month - 1])
                for date in 1...lengths[month - 1] {
                    let civil = CivilDate(year: year, month: month, day: date)
                    // `#expect` for each of the 292,000 days would cost more than the days themselves.
                    if civil.daysSince1970 != day || CivilDate(daysSince1970: day) != civil {
                        Issue.record("\(civil) is not day \(day)")
                    }
                    day += 1
                }
            }
        }
        #expect(day == CivilDate(year: 2401, month: 1, day: 1).daysSince1970)
    }

    /// From 1600 on, where Foundation's calendar is Gregorian.
    @Test func agreesWithFoundationsCalendar() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
        var generator = SeededGenerator(seed: 31)
        for _ in 0..<3_000 {
            let day = Int.random(in: -135_140..<157_114, using: &generator)
            let parts = calendar.dateComponents(
                [.year, .month, .day], from: Date(timeIntervalSince1970: Double(day) * 86_400))
            let civil = CivilDate(daysSince1970: day)
            #expect(civil.year == parts.year)
            #expect(civil.month == parts.month)
            #expect(civil.day == parts.day)
        }
    }

    @Test(arguments: -6...30)
    func isRightAroundTheStartOfEvery400Years(_ era: Int) {
        let seam = era * 146_097 - 719_468
        #expect(CivilDate(daysSince1970: seam) == CivilDate(year: era * 400, month: 3, day: 1))
        #expect(CivilDate(daysSince1970: seam - 1) == CivilDate(year: era * 400, month: 2, day: 29))
        #expect(CivilDate(year: era * 400, month: 3, day: 1).daysSince1970 == seam)
        #expect(CivilDate(year: era * 400, month: 2, day: 29).daysSince1970 == seam - 1)
    }

    @Test func farDaysRoundTrip() {
        var generator = SeededGenerator(seed: 32)
        for _ in 0..<3_000 {
            let day = Int.random(in: -1_000_000_000...1_000_000_000, using: &generator)
            let civil = CivilDate(daysSince1970: day)
            #expect(civil.daysSince1970 == day)
            #expect((1...12).contains(civil.month))
            #expect((1...CivilDate.days(inMonth: civil.month, year: civil.year)).contains(civil.day))
        }
    }

    @Test(arguments: [
        (2026, 5, 9, "2026-05-09"), (1, 1, 1, "0001-01-01"), (0, 12, 31, "0000-12-31"), (999, 10, 10, "0999-10-10"),
        (12_345, 1, 1, "12345-01-01"), (-1, 1, 1, "-1-01-01"),
    ])
    func isWrittenAsYearMonthDay(_ year: Int, _ month: Int, _ day: Int, expected: String) {
        #expect(CivilDate(year: year, month: month, day: day).description == expected)
    }

    @Test(arguments: [Int.min, .min + 1, -1, 0, 1, .max - 1, .max])
    func extremeDaysAndYearsAreDates(number: Int) {
        let date = CivilDate(daysSince1970: number)
        #expect((1...12).contains(date.month))
        #expect((1...31).contains(date.day))
        #expect(date.year.signum() == (number.magnitude < 2 ? 1 : number.signum()))
        #expect(!date.description.isEmpty)
        for month in [Int.min, 0, 1, 12, 13, .max] {
            for day in [Int.min, 1, 31, .max] { _ = CivilDate(year: number, month: month, day: day).daysSince1970 }
        }
    }

    @Test(arguments: [Int64.min, .max])
    func theDaysOfExtremeInstantsAreRight(second: Int64) {
        let days = Int(second.flooredDivision(by: 86_400).quotient)
        #expect(CivilDate(daysSince1970: days).daysSince1970 == days)
    }
}
