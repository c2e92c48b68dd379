import Testing
import UsageKitTesting

@testable import UsageKit

@Suite struct RateLimiterTests {
    private let clock = ManualClock()
    private let now = Timestamp(seconds: 1_696_004_797)

    private func makeLimiter(longestWait: Duration = .seconds(120), failureLimit: FailureLimit? = nil) -> RateLimiter {
        RateLimiter(clock: clock, longestWait: longestWait, failureLimit: failureLimit)
    }

    private func permit(_ limiter: RateLimiter) -> RateLimiter.Permit? {
        if case .granted(let permit) = limiter.admit() { permit } else { nil }
    }

    private func wait(_ limiter: RateLimiter) -> Duration? {
        if case .wait(let duration) = limiter.admit() { duration } else { nil }
    }

    private func limits(_ remaining: String, reset: String? = nil, limit: String? = nil) -> TransportResponse {
        var headers: HTTPHeaders = ["X-RateLimit-Remaining": remaining]
        headers["X-RateLimit-Reset"] = reset
        headers["X-RateLimit-Limit"] = limit
        return TransportResponse(status: 200, headers: headers)
    }

    private func use(_ limiter: RateLimiter, _ response: TransportResponse) throws {
        limiter.release(try #require(permit(limiter)), response: response, now: now)
    }

    @Test func aRequestWaitsUntilAnExhaustedLimitResets() throws {
        let clock = ManualClock()
        let limiter = RateLimiter(clock: clock, longestWait: .seconds(120), failureLimit: nil)

        guard case .granted(let permit) = limiter.admit() else {
            Issue.record("an unknown limit must not delay a request")
            return
        }
        let response = TransportResponse(
            status: 200, headers: ["X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "30"])
        limiter.release(permit, response: response, now: Timestamp(seconds: 1_780_000_000))

        guard case .wait(.seconds(30)) = limiter.admit() else {
            Issue.record("the next request must wait for 30 seconds")
            return
        }
        clock.advance(by: .seconds(30))
        guard case .granted = limiter.admit() else {
            Issue.record("after the reset, a request must be granted")
            return
        }
    }

    @Test func anUnknownLimitDelaysNothing() throws {
        let limiter = makeLimiter()
        for _ in 0..<1_000 { #expect(permit(limiter) != nil) }
        try use(limiter, TransportResponse(status: 200))
        try use(limiter, limits("0"))
        #expect(permit(limiter) != nil)
    }

    @Test func theWaitShrinksAsTimePasses() throws {
        let limiter = makeLimiter()
        try use(limiter, limits("0", reset: "30"))
        #expect(wait(limiter) == .seconds(30))
        clock.advance(by: .seconds(29))
        #expect(wait(limiter) == .seconds(1))
        clock.advance(by: .seconds(1))
        #expect(permit(limiter) != nil)
    }

    @Test func aResetLaterThanTheLongestWaitDelaysNothing() throws {
        let limiter = makeLimiter(longestWait: .seconds(30))
        try use(limiter, limits("0", reset: "31"))
        #expect(permit(limiter) != nil)
        clock.advance(by: .seconds(1))
        #expect(wait(limiter) == .seconds(30))
    }

    @Test func requestsInFlightCountAsSent() throws {
        let limiter = makeLimiter()
        try use(limiter, limits("3", reset: "30"))
        let permits = (0..<3).compactMap { _ in permit(limiter) }
        #expect(permits.count == 3)
        #expect(wait(limiter) == .seconds(30))
        // The server may have counted a request without a response.
        limiter.release(permits[0], response: nil, now: now)
        #expect(wait(limiter) == .seconds(30))
        limiter.release(permits[1], response: limits("1", reset: "30"), now: now)
        #expect(wait(limiter) == .seconds(30))
        limiter.release(permits[2], response: limits("2", reset: "30"), now: now)
        #expect(permit(limiter) != nil)
        #expect(permit(limiter) != nil)
        #expect(wait(limiter) == .seconds(30))
    }

    @Test func aResponseToAnOlderRequestIsIgnored() throws {
        let limiter = makeLimiter()
        let (first, second) = (try #require(permit(limiter)), try #require(permit(limiter)))
        limiter.release(second, response: limits("0", reset: "30"), now: now)
        limiter.release(first, response: limits("1", reset: "30"), now: now)
        #expect(wait(limiter) == .seconds(30))
    }

    /// Of eight walks that waited for a limit of five, only five continue after the reset.
    @Test func aNewPeriodHasTheLimitOfTheLastOne() throws {
        let limiter = makeLimiter()
        try use(limiter, limits("0", reset: "10", limit: "5"))
        clock.advance(by: .seconds(10))
        #expect((0..<8).compactMap { _ in permit(limiter) }.count == 5)
        #expect(wait(limiter) == .seconds(10))
    }

    @Test func eachFamilyOfLimitsCountsOnItsOwn() throws {
        let limiter = makeLimiter()
        try use(
            limiter,
            TransportResponse(
                status: 200,
                headers: [
                    "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1696004802", "RateLimit-Remaining": "0",
                    "RateLimit-Reset": "7", "x-ratelimit-remaining-requests": "9", "x-ratelimit-reset-requests": "60",
                ]))
        #expect(wait(limiter) == .seconds(7))
    }

    @Test func aPauseDelaysAllRequests() throws {
        let limiter = makeLimiter()
        try use(limiter, TransportResponse(status: 429))
        limiter.hold(for: .seconds(7))
        limiter.hold(for: .seconds(3))
        #expect(wait(limiter) == .seconds(7))
        limiter.hold(for: .seconds(121))
        clock.advance(by: .seconds(7))
        #expect(permit(limiter) != nil)
    }

    @Test func aPauseReplacesTheResetOfTheSameRefusal() throws {
        let limiter = makeLimiter()
        try use(limiter, limits("0", reset: "60"))
        limiter.hold(for: .seconds(1))
        #expect(wait(limiter) == .seconds(1))
        clock.advance(by: .seconds(1))
        #expect(permit(limiter) != nil)
    }

    @Test(arguments: ["-5", "99999999999999999999", "nan", "", "0", "-99999999999999999999"])
    func absurdValuesAreHarmless(text: String) throws {
        let limiter = makeLimiter()
        for _ in 0..<3 {
            try use(limiter, limits(text, reset: text, limit: text))
            try use(limiter, limits("1", reset: text, limit: text))
        }
        clock.advance(by: .seconds(40_000_000_000))
        #expect(permit(limiter) != nil)
    }

    // MARK: Failures

    private let venice = FailureLimit(count: 20, period: .seconds(30))

    @Test func staysBelowTheFailureLimit() throws {
        let limiter = makeLimiter(failureLimit: venice)
        for _ in 0..<19 {
            try use(limiter, TransportResponse(status: 404))
            clock.advance(by: .seconds(1))
        }
        #expect(wait(limiter) == .seconds(11))
        clock.advance(by: .seconds(11))
        try use(limiter, TransportResponse(status: 404))
        #expect(wait(limiter) == .seconds(1))
    }

    @Test func onlyRefusalsCountAsFailures() throws {
        let limiter = makeLimiter(failureLimit: venice)
        for status in [200, 302, 429, 500, 503] {
            for _ in 0..<20 { try use(limiter, TransportResponse(status: status)) }
        }
        #expect(permit(limiter) != nil)
    }

    @Test func withoutAFailureLimitFailuresDoNotCount() throws {
        let limiter = makeLimiter()
        for _ in 0..<100 { try use(limiter, TransportResponse(status: 404)) }
        #expect(permit(limiter) != nil)
    }

    @Test func requestsInFlightCountAsFailures() throws {
        let limiter = makeLimiter(failureLimit: venice)
        for _ in 0..<10 { try use(limiter, TransportResponse(status: 404)) }
        let permits = (0..<9).compactMap { _ in permit(limiter) }
        #expect(permits.count == 9)
        #expect(permit(limiter) == nil)
        limiter.release(permits[0], response: TransportResponse(status: 200), now: now)
        #expect(permit(limiter) != nil)
    }
}
