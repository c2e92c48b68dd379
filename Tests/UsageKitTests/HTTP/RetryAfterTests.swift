import Testing

@testable import UsageKit

@Suite struct RetryAfterTests {
    @Test func readsAWaitInSeconds() {
        let response = TransportResponse(status: 503, headers: ["Retry-After": "20"])
        let retryAfter = RetryAfter(response, now: Timestamp(seconds: 1_780_000_000))
        #expect(retryAfter.wait == .seconds(20))
        #expect(retryAfter.hint == nil)
        #expect(retryAfter.shouldRetry == nil)
    }

    /// Friday, 29 September 2023, 16:26:37 GMT.
    private let now = Timestamp(seconds: 1_696_004_797)

    private func read(_ headers: HTTPHeaders, status: Int = 429) -> RetryAfter {
        RetryAfter(TransportResponse(status: status, headers: headers), now: now)
    }

    /// The cases of openai-python's `test_parse_retry_after_header`; nil means that the client uses its own backoff.
    ///
    /// That library ignores a wait above 120 s; here it is read, and the client does not retry.
    @Test(
        arguments: [
            ("20", 20), ("0", nil), ("-10", nil), ("60", 60), ("61", 61), ("120", 120), ("121", 121), ("7.5", 7.5),
            ("Fri, 29 Sep 2023 16:26:57 GMT", 20), ("Fri, 29 Sep 2023 16:27:37 GMT", 60),
            ("Fri, 29 Sep 2023 16:27:38 GMT", 61), ("Fri, 29 Sep 2023 16:28:37 GMT", 120),
            ("Fri, 29 Sep 2023 16:28:38 GMT", 121), ("Fri, 29 Sep 2023 16:26:37 GMT", nil),
            ("Fri, 29 Sep 2023 16:26:27 GMT", nil), ("99999999999999999999999999999999999", 946_080_000), ("inf", nil),
            ("nan", nil), ("-inf", nil), ("Zun, 29 Sep 2023 16:26:27 GMT", nil),
            ("Fri, 29 Sep 100000 16:26:57 GMT", nil),
            ("", nil), ("0x10", nil), ("1,5", nil), ("20 s", nil), ("--2", nil), (".", nil),
        ] as [(String, Double?)])
    func readsRetryAfter(text: String, expected: Double?) {
        #expect(read(["Retry-After": text]).wait == expected.map { .milliseconds(Int64($0 * 1000)) })
    }

    @Test(
        arguments: [("1500", 1500), ("0.5", nil), ("120001", 120_001), ("-1", nil), ("x", nil)] as [(String, Int64?)])
    func readsMilliseconds(text: String, expected: Int64?) {
        let wait = read(["retry-after-ms": text]).wait
        #expect(text == "0.5" ? wait == .microseconds(500) : wait == expected.map { .milliseconds($0) })
    }

    @Test func millisecondsWinOverSecondsUnlessUnreadable() {
        #expect(read(["Retry-After": "9", "retry-after-ms": "20"]).wait == .milliseconds(20))
        #expect(read(["Retry-After": "9", "retry-after-ms": "soon"]).wait == .seconds(9))
    }

    @Test func readsADateByTheServersClock() {
        let headers: HTTPHeaders = [
            "Date": "Sat, 29 Sep 2029 10:00:00 GMT", "Retry-After": "Sat, 29 Sep 2029 10:00:05 GMT",
        ]
        #expect(read(headers).wait == .seconds(5))
    }

    @Test(
        arguments: [
            ("x-should-retry", "true", true), ("X-Should-Retry", "false", false), ("Stripe-Should-Retry", "true", true),
            ("Stripe-Should-Retry", "maybe", nil), ("Other", "true", nil),
        ] as [(String, String, Bool?)])
    func readsWhetherToRetry(name: String, value: String, expected: Bool?) {
        #expect(read([name: value]).shouldRetry == expected)
    }

    @Test(
        arguments: [
            ("X-RateLimit-Reset", "1696004807", 10.0), ("RateLimit-Reset", "10", 10),
            ("ratelimit-reset", "1696004807", 10),
            ("x-ratelimit-reset-requests", "1696004807500", 10.5), ("x-ratelimit-resets", "1696004807000", 10),
            ("x-ratelimit-reset-tokens", "0.25", 0.25), ("X-RateLimit-Reset", "1696004797", nil),
            ("X-RateLimit-Reset", "1696004000", nil), ("X-RateLimit-Reset", "-5", nil),
            ("X-RateLimit-Reset", "soon", nil),
            ("X-RateLimit-Limit", "10", nil),
        ] as [(String, String, Double?)])
    func distinguishesTheUnitsOfAReset(name: String, value: String, expected: Double?) {
        let retryAfter = read([name: value])
        #expect(retryAfter.wait == nil)
        #expect(retryAfter.hint == expected.map { .milliseconds(Int64($0 * 1000)) })
    }

    @Test func theHintIsForTheExhaustedLimit() {
        let headers: HTTPHeaders = [
            "x-ratelimit-reset-tokens": "1", "x-ratelimit-remaining-tokens": "500",
            "x-ratelimit-reset-requests": "30", "x-ratelimit-remaining-requests": "0",
        ]
        #expect(read(headers).hint == .seconds(30))
        #expect(read(["x-ratelimit-reset-tokens": "1", "x-ratelimit-reset-requests": "30"]).hint == .seconds(1))
    }

    @Test(
        arguments: [
            ["X-RateLimit-Remaining": "-1", "X-RateLimit-Reset": "30"],
            ["RateLimit-Limit": "0", "RateLimit-Remaining": "0", "RateLimit-Reset": "30"],
            ["x-ratelimit-remaining-requests": "-1", "x-ratelimit-reset-requests": "30"],
            ["x-ratelimit-limit": "0", "x-ratelimit-resets": "1696004827000"],
        ] as [HTTPHeaders])
    func theResetOfALimitThatThereIsNotIsNoHint(headers: HTTPHeaders) {
        #expect(read(headers).hint == nil)
    }

    @Test func aHintIsOnlyForTooManyRequestsAndOnlyWithoutAWait() {
        #expect(read(["X-RateLimit-Reset": "10"], status: 503).hint == nil)
        #expect(read(["X-RateLimit-Reset": "10", "Retry-After": "3"]).hint == nil)
    }
}
