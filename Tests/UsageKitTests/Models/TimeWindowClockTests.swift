import Foundation
import Testing

@testable import UsageKit

@Suite struct TimeWindowClockTests {
    private let noon = Timestamp.at("2026-05-20T12:00:00Z")

    @Test func theLastHoursAreMovedAndKeepTheirLength() {
        let window = TimeWindow.last(hours: 24, localNow: noon)
        let moved = window.resolved(at: noon.advanced(by: .seconds(9)), correction: .seconds(5))
        #expect(moved == .last(hours: 24, before: noon.advanced(by: .seconds(5))))
        #expect(!moved.followsClock)
    }

    @Test func theDayIsCutAtThePresent() {
        let today = TimeWindow.days(1, in: .gmt, localNow: noon)
        #expect(today == .between("2026-05-20T00:00:00Z", "2026-05-21T00:00:00Z"))
        let resolved = today.resolved(at: noon.advanced(by: .seconds(9)), correction: .zero)
        #expect(resolved == .between("2026-05-20T00:00:00Z", "2026-05-20T12:00:09Z"))
        #expect(!resolved.followsClock)
    }

    @Test func aDayThatHasPassedIsNotCut() {
        let yesterday = TimeWindow.yesterday(in: .gmt, localNow: noon)
        let day = TimeWindow.between("2026-05-19T00:00:00Z", "2026-05-20T00:00:00Z")
        #expect(yesterday == day)
        #expect(yesterday.resolved(at: noon, correction: .zero) == day)
        #expect(
            TimeWindow.days(1, in: .gmt, localNow: noon).resolved(at: .at("2026-05-22T00:00:00Z"), correction: .zero)
                == .between("2026-05-20T00:00:00Z", "2026-05-21T00:00:00Z"))
    }

    /// A clock that is twelve hours slow shows the day before.
    @Test func theDayIsThatOfTheCorrectedClock() {
        let today = TimeWindow.days(1, in: .gmt, localNow: noon.advanced(by: .seconds(-12 * 3600 - 1)))
        #expect(today.start == .at("2026-05-19T00:00:00Z"))
        let resolved = today.resolved(at: noon, correction: .seconds(12 * 3600 + 1))
        #expect(resolved == .between("2026-05-20T00:00:00Z", "2026-05-20T12:00:00Z"))
    }

    @Test func boundsOfTheCallerStay() throws {
        let window = try TimeWindow(from: noon, to: noon.advanced(by: .seconds(9)))
        #expect(window.resolved(at: noon.advanced(by: .seconds(1)), correction: .seconds(5)) == window)
        let open = try TimeWindow(from: noon)
        #expect(open.resolved(at: noon.advanced(by: .seconds(1)), correction: .seconds(5)).end == noon + .seconds(1))
        #expect(
            TimeWindow.day(containing: noon, in: .gmt).resolved(at: noon, correction: .zero).end
                == .at("2026-05-21T00:00:00Z"))
    }

    @Test func aDayCanLeadToItsBeginningButToNoOtherDay() {
        let today = TimeWindow.days(1, in: .gmt, localNow: noon)
        #expect(today.canLead(to: .between("2026-05-20T00:00:00Z", "2026-05-20T09:00:00Z")))
        #expect(today.canLead(to: .between("2026-05-20T00:00:00Z", "2026-05-21T00:00:00Z")))
        #expect(!today.canLead(to: .between("2026-05-19T00:00:00Z", "2026-05-20T00:00:00Z")))
        #expect(!today.canLead(to: .between("2026-05-20T00:00:00Z", "2026-05-21T00:00:01Z")))
        #expect(!today.canLead(to: .all))
    }

    @Test(arguments: ExtremeValues.instants)
    func anyPresentGivesAWindow(now: Timestamp) throws {
        let zone = try #require(TimeZone(identifier: "Pacific/Apia"))
        let windows: [TimeWindow] = [
            .days(1, in: zone, localNow: now), .days(.max, in: zone, localNow: now),
            .yesterday(in: zone, localNow: now),
            .thisMonth(in: zone, localNow: now), .lastMonth(in: zone, localNow: now), .last(hours: 5, localNow: now),
        ]
        for window in windows {
            for present in ExtremeValues.instants {
                let resolved = window.resolved(at: present, correction: .seconds(1 << 40))
                let (start, end) = (try #require(resolved.start), try #require(resolved.end))
                #expect(start < end)
            }
        }
    }
}
