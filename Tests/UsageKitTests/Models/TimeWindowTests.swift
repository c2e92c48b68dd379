import Foundation
import Testing

@testable import UsageKit

@Suite struct TimeWindowTests {
    private let noon = Timestamp(seconds: 1_779_278_400)

    @Test func containsItsStartButNotItsEnd() throws {
        let window = try TimeWindow(from: Timestamp(seconds: 0), to: Timestamp(seconds: 10))
        #expect(window.contains(Timestamp(seconds: 0)))
        #expect(window.contains(Timestamp(seconds: 9, nanoseconds: 999_999_999)))
        #expect(!window.contains(Timestamp(seconds: 10)))
        #expect(!window.contains(Timestamp(seconds: -1, nanoseconds: 999_999_999)))
    }

    @Test(arguments: [10, 9, -10] as [Int64])
    func refusesAnEndThatIsNotAfterTheStart(_ end: Int64) throws {
        let error = try #require(throws: UsageError.self) {
            try TimeWindow(from: Timestamp(seconds: 10), to: Timestamp(seconds: end))
        }
        #expect(error.code == .invalidArgument)
    }

    @Test func anOpenBoundExcludesNothing() throws {
        let past = Timestamp(seconds: -1 << 40)
        let future = Timestamp(seconds: 1 << 40)
        #expect(TimeWindow.all.contains(past))
        #expect(TimeWindow.all.contains(future))
        #expect(try TimeWindow(from: noon).contains(future))
        #expect(try !TimeWindow(from: noon).contains(past))
        #expect(try TimeWindow(to: noon).contains(past))
        #expect(try !TimeWindow(to: noon).contains(noon))
    }

    @Test func adjacentWindowsShareNoInstant() throws {
        var generator = SeededGenerator(seed: 41)
        let first = try TimeWindow(from: Timestamp(seconds: 0), to: Timestamp(seconds: 50))
        let second = try TimeWindow(from: Timestamp(seconds: 50), to: Timestamp(seconds: 100))
        for _ in 0..<1_000 {
            let instant = Timestamp(
                seconds: .random(in: 48...52, using: &generator), nanoseconds: .random(in: 0...1, using: &generator))
            #expect(first.contains(instant) != second.contains(instant))
        }
    }

    @Test func theLastHoursEndNow() {
        let window = TimeWindow.last(hours: 24, before: noon)
        #expect(window.end == noon)
        #expect(window.start == noon.advanced(by: .seconds(-86_400)))
    }

    /// A walk may move such a window, but that is no part of its value.
    @Test func theLastHoursByTheLocalClockAreAWindowLikeAnyOther() throws {
        let window = TimeWindow.last(hours: 24, localNow: noon)
        let same = TimeWindow.last(hours: 24, before: noon)
        #expect(window == same)
        #expect(Set([window, same]).count == 1)
        #expect((window.followsClock, same.followsClock) == (true, false))
        #expect(TimeWindow.last(hours: 1).followsClock)
    }

    @Test func onlyAnOpenEndIsPinned() throws {
        let later = noon.advanced(by: .seconds(1))
        #expect(TimeWindow.all.pinned(to: noon).end == noon)
        #expect(TimeWindow.all.pinned(to: noon).start == nil)
        #expect(try TimeWindow(to: later).pinned(to: noon).end == later)
        #expect(try TimeWindow(from: later).pinned(to: noon).end == nil)
        #expect(try TimeWindow(from: noon).pinned(to: noon).end == nil)
        #expect(try TimeWindow(from: noon).pinned(to: later) == TimeWindow(from: noon, to: later))
    }

    @Test func datesAreRoundedToTheMicrosecond() throws {
        let start = Date(timeIntervalSince1970: 1_779_278_400.000_25)
        let window = try TimeWindow(from: start, to: start.addingTimeInterval(1))
        #expect(window.start == Timestamp(seconds: 1_779_278_400, nanoseconds: 250_000))
        #expect(throws: UsageError.self) { try TimeWindow(from: start, to: start) }
    }

    @Test func aRangeOrAnIntervalIsAWindow() throws {
        let end = noon.advanced(by: .seconds(60))
        let window = try TimeWindow(from: noon, to: end)
        #expect(try TimeWindow(noon..<end) == window)
        #expect(try TimeWindow(noon.date..<end.date) == window)
        #expect(try TimeWindow(DateInterval(start: noon.date, duration: 60)) == window)
    }

    @Test func anEmptyRangeIsRefused() {
        #expect(throws: UsageError.self) { try TimeWindow(noon..<noon) }
        #expect(throws: UsageError.self) { try TimeWindow(noon.date..<noon.date) }
        #expect(throws: UsageError.self) { try TimeWindow(DateInterval(start: noon.date, duration: 0)) }
    }

    @Test func aBillingPeriodIsAMonthOfUTC() throws {
        let window = try BillingPeriod("2026-02").window
        #expect(window == .between("2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z"))
        #expect(try BillingPeriod("9999-12").window.end?.seconds == 253_402_300_800)
    }

    @Test func aTextShowsWhichBoundIsOpen() throws {
        #expect(TimeWindow.all.description == "[…, …)")
        #expect(try TimeWindow(from: noon).description == "[2026-05-20T12:00:00Z, …)")
    }

    @Test(
        arguments: [
            (1, "2026-05-20T11:00:00Z"), (0, "2026-05-20T11:00:00Z"), (-1, "2026-05-20T11:00:00Z"),
            (.min, "2026-05-20T11:00:00Z"), (739_755 * 24, "0001-01-01T12:00:00Z"),
            (739_756 * 24, "0001-01-01T00:00:00Z"), (1_000_000_000, "0001-01-01T00:00:00Z"),
            (Int(Int64.max / 3600), "0001-01-01T00:00:00Z"), (Int(Int64.max / 3600) + 1, "0001-01-01T00:00:00Z"),
            (.max, "0001-01-01T00:00:00Z"),
        ] as [(Int, String)])
    func anyNumberOfHoursIsAWindow(_ hours: Int, start: String) {
        let window = TimeWindow.last(hours: hours, before: noon)
        #expect(window.start?.description == start)
        #expect(window.end == noon)
    }

    @Test(arguments: ExtremeValues.instants)
    func theLastHoursBeforeAnyInstantAreAWindow(now: Timestamp) throws {
        for hours in [Int.min, 0, 1, 7, .max] {
            let window = TimeWindow.last(hours: hours, before: now)
            let (start, end) = (try #require(window.start), try #require(window.end))
            #expect(start < end)
            #expect(end == now || now == Timestamp(seconds: .min))
            #expect(try TimeWindow(from: start, to: end) == window)
        }
    }
}
