import Testing
import UsageKitTesting

@testable import UsageKit

@Suite struct RateLimiterTests {
    private let clock = ManualClock()
    private let now = Timestamp(seconds: 1_696_004_797)

    private func budget(longestWait: Duration = .seconds(120), failureLimit: FailureLimit? = nil) -> RateLimiter {
        RateLimiter(clock: clock, longestWait: longestWait, failureLimit: failureLimit)
    }

    private func permit(_ budget: RateLimiter) -> RateLimiter.Permit? {
        if case .granted(let permit) = budget.admit() { permit } else { nil }
    }

    private func wait(_ budget: RateLimiter) -> Duration? {
        if case .wait(let duration) = budget.admit() { duration } else { nil }
    }

    private func limits(_ remaining: String, reset: String? = nil, limit: String? = nil) -> TransportResponse {
        var headers: HTTPHeaders = ["X-RateLimit-Remaining": remaining]
        headers["X-RateLimit-Reset"] = reset
        headers["X-RateLimit-Limit"] = limit
        return TransportResponse(status: 200, headers: headers)
    }

    private func settle(_ budget: RateLimiter, _ response: TransportResponse) throws {
        budget.settle(try #require(permit(budget)), response: response, now: now)
    }

    @Test func whatIsUnknownHoldsNothingBack() throws {
        let budget = budget()
        for _ in 0..<1_000 { #expect(permit(budget) != nil) }
        try settle(budget, TransportResponse(status: 200))
        try settle(budget, limits("0"))
        #expect(permit(budget) != nil)
    }

    @Test func waitsForTheReset() throws {
        let budget = budget()
        try settle(budget, limits("0", reset: "30"))
        #expect(wait(budget) == .seconds(30))
        clock.advance(by: .seconds(29))
        #expect(wait(budget) == .seconds(1))
        clock.advance(by: .seconds(1))
        #expect(permit(budget) != nil)
    }

    @Test func aResetFurtherOffThanTheLongestWaitHoldsNothingBack() throws {
        let budget = budget(longestWait: .seconds(30))
        try settle(budget, limits("0", reset: "31"))
        #expect(permit(budget) != nil)
        clock.advance(by: .seconds(1))
        #expect(wait(budget) == .seconds(30))
    }

    @Test func requestsOnTheirWayCount() throws {
        let budget = budget()
        try settle(budget, limits("3", reset: "30"))
        let permits = (0..<3).compactMap { _ in permit(budget) }
        #expect(permits.count == 3)
        #expect(wait(budget) == .seconds(30))
        // One that got no response may have counted all the same.
        budget.settle(permits[0], response: nil, now: now)
        #expect(wait(budget) == .seconds(30))
        budget.settle(permits[1], response: limits("1", reset: "30"), now: now)
        #expect(wait(budget) == .seconds(30))
        budget.settle(permits[2], response: limits("2", reset: "30"), now: now)
        #expect(permit(budget) != nil)
        #expect(permit(budget) != nil)
        #expect(wait(budget) == .seconds(30))
    }

    @Test func anOlderResponseThatComesLaterSaysNothing() throws {
        let budget = budget()
        let (first, second) = (try #require(permit(budget)), try #require(permit(budget)))
        budget.settle(second, response: limits("0", reset: "30"), now: now)
        budget.settle(first, response: limits("1", reset: "30"), now: now)
        #expect(wait(budget) == .seconds(30))
    }

    /// Eight walks that waited for a limit of five do not go out together when it is lifted.
    @Test func aNewPeriodHasItsLimitToo() throws {
        let budget = budget()
        try settle(budget, limits("0", reset: "10", limit: "5"))
        clock.advance(by: .seconds(10))
        #expect((0..<8).compactMap { _ in permit(budget) }.count == 5)
        #expect(wait(budget) == .seconds(10))
    }

    @Test func familiesHoldBackEachOnItsOwn() throws {
        let budget = budget()
        try settle(
            budget,
            TransportResponse(
                status: 200,
                headers: [
                    "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1696004802", "RateLimit-Remaining": "0",
                    "RateLimit-Reset": "7", "x-ratelimit-remaining-requests": "9", "x-ratelimit-reset-requests": "60",
                ]))
        #expect(wait(budget) == .seconds(7))
    }

    @Test func aPauseHoldsAllBack() throws {
        let budget = budget()
        try settle(budget, TransportResponse(status: 429))
        budget.hold(for: .seconds(7))
        budget.hold(for: .seconds(3))
        #expect(wait(budget) == .seconds(7))
        budget.hold(for: .seconds(121))
        clock.advance(by: .seconds(7))
        #expect(permit(budget) != nil)
    }

    @Test func aPauseBeatsTheResetOfTheSameRefusal() throws {
        let budget = budget()
        try settle(budget, limits("0", reset: "60"))
        budget.hold(for: .seconds(1))
        #expect(wait(budget) == .seconds(1))
        clock.advance(by: .seconds(1))
        #expect(permit(budget) != nil)
    }

    @Test(arguments: ["-5", "99999999999999999999", "nan", "", "0", "-99999999999999999999"])
    func valuesBeyondReasonAreHarmless(text: String) throws {
        let budget = budget()
        for _ in 0..<3 {
            try settle(budget, limits(text, reset: text, limit: text))
            try settle(budget, limits("1", reset: text, limit: text))
        }
        clock.advance(by: .seconds(40_000_000_000))
        #expect(permit(budget) != nil)
    }

    // MARK: Failures

    private let venice = FailureLimit(count: 20, period: .seconds(30))

    @Test func staysBelowTheNumberOfFailures() throws {
        let budget = budget(failureLimit: venice)
        for _ in 0..<19 {
            try settle(budget, TransportResponse(status: 404))
            clock.advance(by: .seconds(1))
        }
        #expect(wait(budget) == .seconds(11))
        clock.advance(by: .seconds(11))
        try settle(budget, TransportResponse(status: 404))
        #expect(wait(budget) == .seconds(1))
    }

    @Test func othersThanRefusalsDoNotCount() throws {
        let budget = budget(failureLimit: venice)
        for status in [200, 302, 429, 500, 503] {
            for _ in 0..<20 { try settle(budget, TransportResponse(status: status)) }
        }
        #expect(permit(budget) != nil)
    }

    @Test func withoutALimitFailuresDoNotCount() throws {
        let budget = budget()
        for _ in 0..<100 { try settle(budget, TransportResponse(status: 404)) }
        #expect(permit(budget) != nil)
    }

    @Test func requestsOnTheirWayMayFail() throws {
        let budget = budget(failureLimit: venice)
        for _ in 0..<10 { try settle(budget, TransportResponse(status: 404)) }
        let permits = (0..<9).compactMap { _ in permit(budget) }
        #expect(permits.count == 9)
        #expect(permit(budget) == nil)
        budget.settle(permits[0], response: TransportResponse(status: 200), now: now)
        #expect(permit(budget) != nil)
    }
}
