import Foundation
import Testing

@testable import UsageKit

@Suite struct RunRateTests {
    private typealias Samples = BudgetSamples

    @Test func aThirdOfAMonthProjectsToThreeTimesTheUse() {
        let line = RunRate(Samples.june, at: .at("2026-06-11T00:00:00Z"))
        #expect(line.projection(of: Samples.exact("12.5")) == Samples.exact("37.5"))
        #expect(line.pace(of: Samples.exact("60")) == Samples.exact("20"))
        // 12.5 in 10 days are 25 in 20 days.
        #expect(
            line.exhaustion(of: Samples.exact("25"), used: Samples.exact("12.5"), reached: nil)
                == .projected(.at("2026-06-21T00:00:00Z")))
    }

    @Test(arguments: [
        ("2026-05-01T00:00:00Z", nil, "0"), ("2026-06-01T00:00:00Z", nil, "0"), ("2026-06-16T00:00:00Z", "20", "15"),
        ("2026-07-01T00:00:00Z", "10", "30"), ("2027-01-01T00:00:00Z", "10", "30"),
        ("2026-06-04T00:00:00Z", "100", "3"), ("2026-06-08T00:00:00Z", "42.857142857142857142857142857142857143", "7"),
        (
            "2026-06-01T00:00:00.000000001Z", "25920000000000000",
            "0.000000000000011574074074074074074074074074074074074"
        ),
    ])
    func theProjectionAndThePaceFollowTheLine(now: String, projection: String?, pace: String) {
        let line = RunRate(Samples.june, at: .at(now))
        #expect(line.projection(of: Samples.exact("10")) == projection.map(Samples.exact))
        #expect(line.pace(of: Samples.exact("30")) == Samples.exact(pace))
    }

    @Test(arguments: [
        // Nothing and less than nothing is never used up, and what is used up is.
        ("0", "2026-06-10T00:00:00Z", Exhaustion.notInPeriod), ("-5", "2026-06-10T00:00:00Z", .notInPeriod),
        ("30", "2026-06-10T00:00:00Z", .reached(nil)), ("31", "2026-05-10T00:00:00Z", .reached(nil)),
        // Exactly at the end of the period, and a little earlier and later.
        ("10", "2026-06-11T00:00:00Z", .notInPeriod),
        ("10.00001", "2026-06-11T00:00:00Z", .projected(.at("2026-06-30T23:59:57.408002592Z"))),
        ("9.999999999999999999", "2026-06-11T00:00:00Z", .notInPeriod),
        ("20", "2026-07-01T00:00:00Z", .notInPeriod), ("0.1", "2026-06-01T00:00:00Z", nil),
        // The next nanosecond, if the line is at the limit between two.
        ("7", "2026-06-02T00:00:00Z", .projected(.at("2026-06-05T06:51:25.714285715Z"))),
    ])
    func aLimitOf30IsUsedUp(used: String, now: String, expected: Exhaustion?) {
        let line = RunRate(Samples.june, at: .at(now))
        #expect(line.exhaustion(of: Samples.exact("30"), used: Samples.exact(used), reached: nil) == expected)
    }

    @Test func whenTheLimitWasReachedIsPassedOn() {
        let line = RunRate(Samples.june, at: .at("2026-06-11T00:00:00Z"))
        let day = Samples.day(3)
        #expect(line.exhaustion(of: .zero, used: Samples.exact("1"), reached: day) == .reached(day))
    }

    @Test func extremePeriodsOverflowNothing() {
        let all = Timestamp(seconds: .min)..<Timestamp(seconds: .max)
        let largest = ExactDecimal(mantissa: ExactDecimal.largestMantissa, exponent: 0) ?? .zero
        for instant in [Timestamp(seconds: .min), .at("2026-06-01T00:00:00Z"), Timestamp(seconds: .max)] {
            let line = RunRate(all, at: instant)
            #expect(!line.pace(of: largest).isNegative)
            _ = line.projection(of: largest)
            _ = line.exhaustion(of: largest, used: Samples.exact("1"), reached: nil)
        }
        let huge = ExactDecimal(mantissa: 9, exponent: 127) ?? .zero
        let start = RunRate(Samples.june, at: .at("2026-06-01T00:00:00.000000001Z"))
        // Beyond the range of exact numbers.
        #expect(start.projection(of: huge) == nil)
        #expect(RunRate(all, at: Timestamp(seconds: .min, nanoseconds: 1)).projection(of: largest) != nil)
        let empty = RunRate(Samples.june.lowerBound..<Samples.june.lowerBound, at: .at("2026-06-11T00:00:00Z"))
        #expect(empty.pace(of: Samples.exact("5")) == Samples.exact("5"))
        #expect(empty.projection(of: Samples.exact("5")) == nil)
    }

    @Test(arguments: PropertySeeds.some(40))
    func theProjectedInstantIsTheFirstOneAtTheLimit(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let start = Timestamp(seconds: .random(in: 0...2_000_000_000, using: &random))
        let length = Int64.random(in: 1...3_000_000_000_000_000, using: &random)
        let elapsed = Int64.random(in: 1...length, using: &random)
        let line = RunRate(start..<start + .nanoseconds(length), at: start + .nanoseconds(elapsed))
        let used = Samples.number(digits: 1...38, isSigned: false, using: &random)
        let limit = (NaiveNumber(used) * NaiveNumber("1.\(Int.random(in: 1...9, using: &random))")).rounded
        guard !NaiveNumber(used).isZero else { return }
        let due = NaiveNumber(limit) * NaiveNumber("\(elapsed)")
        func isReached(_ nanoseconds: Int64) -> Bool { !(NaiveNumber(used) * NaiveNumber("\(nanoseconds)") < due) }
        let exhaustion = line.exhaustion(of: Samples.exact(limit), used: Samples.exact(used), reached: nil)
        switch exhaustion {
        case .projected(let instant):
            let nanoseconds = Int64(start.duration(to: instant).attoseconds / 1_000_000_000)
            #expect(isReached(nanoseconds) && !isReached(nanoseconds - 1))
        case .notInPeriod: #expect(!isReached(length))
        default: Issue.record("\(String(describing: exhaustion)) for \(used) of \(limit)")
        }
        let projection = (NaiveNumber(used) * NaiveNumber("\(length)")).divided(by: NaiveNumber("\(elapsed)"))
        #expect(line.projection(of: Samples.exact(used))?.description == projection.rounded)
        let pace = (NaiveNumber(limit) * NaiveNumber("\(elapsed)")).divided(by: NaiveNumber("\(length)"))
        #expect(line.pace(of: Samples.exact(limit)).description == pace.rounded)
    }
}

@Suite struct ExhaustionTests {
    @Test func theDayIsThatOfTheTimeZone() throws {
        let berlin = try #require(TimeZone(identifier: "Europe/Berlin"))
        let projected = Exhaustion.projected(.at("2026-06-20T22:30:00Z"))
        #expect(projected.day()?.description == "2026-06-20")
        #expect(projected.day(in: berlin)?.description == "2026-06-21")
        #expect(Exhaustion.reached(BudgetSamples.day(3)).day()?.description == "2026-06-03")
        // Two days of Berlin.
        #expect(Exhaustion.reached(BudgetSamples.day(3)).day(in: berlin) == nil)
    }

    @Test(arguments: [Exhaustion.notInPeriod, .reached(nil), .reached(BudgetSamples.june)])
    func thereIsNoDayIfItIsNotKnown(exhaustion: Exhaustion) {
        #expect(exhaustion.day() == nil)
    }
}
