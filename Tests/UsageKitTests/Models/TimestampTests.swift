import Foundation
import Testing

@testable import UsageKit

@Suite struct TimestampTests {
    @Test(
        arguments: [
            (5, 0, 5, 0), (5, 999_999_999, 5, 999_999_999), (5, 1_000_000_000, 6, 0), (5, -1, 4, 999_999_999),
            (0, -1_000_000_000, -1, 0), (0, -2_500_000_000, -3, 500_000_000), (0, .max, 9_223_372_036, 854_775_807),
            (0, .min, -9_223_372_037, 145_224_192),
        ] as [(Int64, Int64, Int64, Int32)])
    func nanosecondsAreCarried(_ seconds: Int64, _ nanoseconds: Int64, whole: Int64, rest: Int32) {
        let instant = Timestamp(seconds: seconds, nanoseconds: nanoseconds)
        #expect(instant.seconds == whole)
        #expect(instant.nanoseconds == rest)
    }

    @Test(
        arguments: [(0, 0, 0), (1, 0, 1_000_000), (-1, -1, 999_000_000), (1999, 1, 999_000_000), (-2000, -2, 0)]
            as [(Int64, Int64, Int32)])
    func millisecondsAreExact(_ milliseconds: Int64, seconds: Int64, nanoseconds: Int32) {
        let instant = Timestamp(milliseconds: milliseconds)
        #expect(instant.seconds == seconds)
        #expect(instant.nanoseconds == nanoseconds)
    }

    @Test func theEndsOfMillisecondsDoNotOverflow() {
        #expect(Timestamp(milliseconds: .max).seconds == Int64.max / 1000)
        #expect(Timestamp(milliseconds: .min).seconds == Int64.min / 1000 - 1)
    }

    @Test func microsecondsRoundTripThroughADate() {
        var generator = SeededGenerator(seed: 51)
        for _ in 0..<2_000 {
            let instant = Timestamp(
                seconds: .random(in: -2_208_988_800...4_102_444_800, using: &generator),
                nanoseconds: .random(in: 0..<1_000_000, using: &generator) * 1000)
            #expect(Timestamp(instant.date) == instant)
        }
    }

    @Test func datesThatAreNotFiniteDoNotTrap() {
        #expect(Timestamp(Date(timeIntervalSince1970: .nan)) == Timestamp(seconds: 0))
        #expect(Timestamp(Date(timeIntervalSince1970: .infinity)) > Timestamp(seconds: 1 << 42))
        #expect(Timestamp(Date(timeIntervalSince1970: -.infinity)) < Timestamp(seconds: -1 << 42))
        #expect(Timestamp(.distantFuture).description == "4001-01-01T00:00:00Z")
        #expect(Timestamp(.distantPast) < Timestamp(seconds: -62_000_000_000))
    }

    @Test func advancingAndTheDurationBetweenAreInverse() {
        var generator = SeededGenerator(seed: 52)
        for _ in 0..<2_000 {
            let start = randomInstant(&generator)
            let end = randomInstant(&generator)
            let duration = start.duration(to: end)
            #expect(start.advanced(by: duration) == end)
            #expect(end.advanced(by: .zero - duration) == start)
            #expect((duration > .zero) == (start < end))
        }
    }

    @Test func durationsAreAddedAndSubtractedByOperators() {
        var instant = Timestamp(seconds: 100)
        #expect(instant + .milliseconds(1500) == Timestamp(seconds: 101, nanoseconds: 500_000_000))
        #expect(instant - .milliseconds(1500) == Timestamp(seconds: 98, nanoseconds: 500_000_000))
        #expect(instant - Timestamp(seconds: 40) == .seconds(60))
        instant += .seconds(1)
        instant -= .seconds(3)
        #expect(instant == Timestamp(seconds: 98))
    }

    @Test(arguments: ExtremeValues.instants)
    func noOperatorFails(instant: Timestamp) {
        for duration in ExtremeValues.durations {
            var (later, earlier) = (instant, instant)
            later += duration
            earlier -= duration
            #expect((later >= instant) == (duration > .nanoseconds(-1) || later == instant))
            #expect((earlier <= instant) == (duration > .nanoseconds(-1) || earlier == instant))
            #expect(instant - duration == earlier)
            #expect(instant + duration == later)
        }
    }

    @Test(
        arguments: [
            (.nanoseconds(1), 100, 1), (.nanoseconds(-1), 99, 999_999_999), (.seconds(-100), 0, 0),
            (.milliseconds(-1500), 98, 500_000_000), (.seconds(0.25), 100, 250_000_000),
        ] as [(Duration, Int64, Int32)])
    func advancingCarries(_ duration: Duration, seconds: Int64, nanoseconds: Int32) {
        let instant = Timestamp(seconds: 100).advanced(by: duration)
        #expect(instant.seconds == seconds)
        #expect(instant.nanoseconds == nanoseconds)
    }

    @Test func ordersByNanosecondsSince1970() {
        var generator = SeededGenerator(seed: 53)
        for _ in 0..<1_000 {
            let left = Timestamp(
                seconds: .random(in: -2...2, using: &generator), nanoseconds: .random(in: 0...2, using: &generator))
            let right = Timestamp(
                seconds: .random(in: -2...2, using: &generator), nanoseconds: .random(in: 0...2, using: &generator))
            let a = left.seconds * 1_000_000_000 + Int64(left.nanoseconds)
            let b = right.seconds * 1_000_000_000 + Int64(right.nanoseconds)
            #expect((left < right) == (a < b))
            #expect((left == right) == (a == b))
        }
    }

    @Test(
        arguments: [
            (7, 3, 2, 1), (-7, 3, -3, 2), (-6, 3, -2, 0), (0, 3, 0, 0), (.min, 1000, -9_223_372_036_854_776, 192),
        ]
            as [(Int64, Int64, Int64, Int64)])
    func flooredDivisionHasNoNegativeRemainder(_ number: Int64, divisor: Int64, quotient: Int64, remainder: Int64) {
        #expect(number.flooredDivision(by: divisor) == (quotient, remainder))
    }

    // MARK: Extreme values

    /// Nanoseconds since 1970, computed as 128 bits; the instants of 64-bit seconds are far from the ends of those.
    private func exact(_ instant: Timestamp) -> Int128 {
        Int128(instant.seconds) * 1_000_000_000 + Int128(instant.nanoseconds)
    }

    @Test func aSumBeyondTheLastInstantIsTheLastInstant() {
        let last = Timestamp(seconds: .max, nanoseconds: 999_999_999)
        #expect(last.advanced(by: .nanoseconds(1)) == last)
        #expect(Timestamp(seconds: .max, nanoseconds: 1_000_000_000) == last)
        #expect(Timestamp(seconds: .min, nanoseconds: -1) == Timestamp(seconds: .min))
        #expect(Timestamp(seconds: .min).duration(to: last) == .seconds(Int64.max))
    }

    @Test(arguments: ExtremeValues.instants)
    func advancingIsExactOrEndsAtTheLastInstant(instant: Timestamp) {
        let ends = (
            exact(Timestamp(seconds: .min)), exact(Timestamp(seconds: .max, nanoseconds: 999_999_999))
        )
        for duration in ExtremeValues.durations {
            let sum = exact(instant) + duration.attoseconds / 1_000_000_000
            #expect(exact(instant.advanced(by: duration)) == min(max(sum, ends.0), ends.1), "\(duration.attoseconds)")
        }
    }

    @Test(arguments: ExtremeValues.instants)
    func theTimeBetweenInstantsIsExactOrTheLongestTime(instant: Timestamp) {
        let limit = Int128(Int64.max) * 1_000_000_000
        for other in ExtremeValues.instants {
            let duration = other.duration(to: instant)
            #expect(duration.attoseconds / 1_000_000_000 == min(max(exact(instant) - exact(other), -limit), limit))
            #expect(duration.components.seconds.magnitude <= UInt64(Int64.max))
        }
    }

    @Test(arguments: ExtremeValues.integers)
    func extremeNumbersMakeInstants(number: Int64) {
        for nanoseconds in ExtremeValues.integers {
            let sum = Int128(number) * 1_000_000_000 + Int128(nanoseconds)
            let instant = Timestamp(seconds: number, nanoseconds: nanoseconds)
            #expect((0..<1_000_000_000).contains(instant.nanoseconds))
            #expect(exact(instant) == sum || instant.seconds == .min || instant.seconds == .max)
        }
        #expect(exact(Timestamp(milliseconds: number)) == Int128(number) * 1_000_000)
        let instant = Timestamp(seconds: number)
        #expect(instant.description.hasSuffix("Z"))
        #expect(instant.date.timeIntervalSince1970.isFinite)
        _ = Timestamp(instant.date)
    }

    // MARK: - The coded form

    private func coded(_ text: String) throws -> Timestamp {
        try JSONDecoder().decode([Timestamp].self, from: Data("[\"\(text)\"]".utf8))[0]
    }

    @Test(arguments: [
        ("-1-12-31T23:00:00Z", "0000-01-01T00:00:00+01:00"), ("10000-01-01T00:30:00Z", "9999-12-31T23:30:00-01:00"),
        ("2026-05-20T00:00:00.500Z", "2026-05-20T00:00:00.5Z"),
    ])
    func aYearThatRFC3339CannotSpellIsReadBack(written: String, read: String) throws {
        let instant = try Timestamp(read)
        #expect(instant.description == written)
        #expect(try coded(written) == instant)
    }

    @Test func everyInstantIsReadAsItWasWritten() throws {
        var generator = SeededGenerator(seed: 54)
        let ends: [Int64] = [
            .min, .min + 1, .max, -62_167_219_201, -62_167_219_200, 253_402_300_799, 253_402_300_800, 0, -1,
        ]
        let seconds =
            ends
            + (0..<2_000).map { _ in
                Int64.random(in: .min ... .max, using: &generator) >> Int64.random(in: 0...40, using: &generator)
            }
        for seconds in seconds {
            let instant = Timestamp(seconds: seconds, nanoseconds: .random(in: 0..<1_000_000_000, using: &generator))
            let bytes = try JSONEncoder().encode([instant])
            #expect(try JSONDecoder().decode([Timestamp].self, from: bytes) == [instant])
        }
    }

    @Test(arguments: [
        "", "-", "-1", "-1-", "--1-01-01T00:00:00Z", "+10000-01-01T00:00:00Z", "-0-01-01T00:00:00Z",
        "-0001-01-01T00:00:00Z", "010000-01-01T00:00:00Z", "10000-02-30T00:00:00Z", "-1-01-01T00:00:00+01:00",
        "-1-01-01T00:00:00", "10001-02-29T00:00:00Z", "9223372036854775807-01-01T00:00:00Z",
        "-9223372036854775808-01-01T00:00:00Z", "-170141183460469231731687303715884105728-01-01T00:00:00Z",
        "292277026596-12-04T15:30:08Z", "-292277022657-01-27T08:29:51Z", "99999-01-01T00:00:00.0000Z",
    ])
    func aTextThatIsNotWrittenIsRefused(text: String) {
        let error = #expect(throws: UsageError.self) { try coded(text) }
        #expect(error?.code == .invalidTimestamp)
    }

    private func randomInstant(_ generator: inout SeededGenerator) -> Timestamp {
        Timestamp(
            seconds: .random(in: -62_135_596_800...253_402_300_799, using: &generator),
            nanoseconds: .random(in: 0..<1_000_000_000, using: &generator))
    }
}
