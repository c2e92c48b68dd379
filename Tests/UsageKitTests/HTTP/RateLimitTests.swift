import Testing

@testable import UsageKit

@Suite struct RateLimitTests {
    @Test func readsALimit() {
        let headers: HTTPHeaders = [
            "X-RateLimit-Limit": "60", "X-RateLimit-Remaining": "7", "X-RateLimit-Reset": "30",
        ]
        let limits = RateLimit.all(in: headers, now: Timestamp(seconds: 1_780_000_000))
        #expect(limits == [RateLimit(name: "x-ratelimit-", limit: 60, remaining: 7, reset: .seconds(30))])
    }

    private let now = Timestamp(seconds: 1_696_004_797)

    private func read(_ headers: HTTPHeaders) -> [RateLimit] { RateLimit.all(in: headers, now: now) }

    @Test(
        arguments: [
            (["X-RateLimit-Limit": "1200", "X-RateLimit-Remaining": "7", "X-RateLimit-Reset": "1696004807"], 10_000),
            (["RateLimit-Limit": "1200", "RateLimit-Remaining": "7", "RateLimit-Reset": "10"], 10_000),
            (["ratelimit-limit": "1200, 1200;w=60", "ratelimit-remaining": "7", "ratelimit-reset": "0.5"], 500),
            (
                [
                    "x-ratelimit-limit-requests": "1200", "x-ratelimit-remaining-requests": "7",
                    "x-ratelimit-reset-requests": "1696004807500",
                ], 10_500
            ),
            (
                [
                    "x-ratelimit-limit": "1200", "x-ratelimit-remaining": "7", "x-ratelimit-resets": "1696004797001",
                ], 1
            ),
        ] as [(HTTPHeaders, Int64)])
    func readsEachFamily(headers: HTTPHeaders, milliseconds: Int64) throws {
        let limits = read(headers)
        let limit = try #require(limits.first)
        #expect(limits.count == 1)
        #expect(limit.limit == 1200)
        #expect(limit.remaining == 7)
        #expect(limit.reset == .milliseconds(milliseconds))
    }

    @Test func keepsFamiliesApart() {
        let limits = read([
            "X-RateLimit-Remaining": "1", "RateLimit-Remaining": "2", "x-ratelimit-remaining-requests": "3",
            "x-ratelimit-remaining-tokens": "4",
        ])
        #expect(limits.map(\.remaining) == [1, 3, 2])
        #expect(Set(limits.map(\.name)).count == 3)
    }

    @Test(arguments: ["", "many", "nan", "NaN", "inf", "-inf", "0x10", "1e3", "1, 2", "--1", "٣", "7 requests"])
    func ignoresARemainderThatIsNotANumber(text: String) {
        #expect(read(["X-RateLimit-Remaining": text, "X-RateLimit-Reset": "10"]).isEmpty)
    }

    @Test(
        arguments: [
            ("99999999999999999999999999", 1_000_000_000), ("0", 0), ("1.9", 1),
        ] as [(String, Int)])
    func limitsAnAbsurdRemainder(text: String, remaining: Int) {
        #expect(read(["X-RateLimit-Remaining": text]).map(\.remaining) == [remaining])
    }

    @Test(arguments: [("-1", "100"), ("-5", "60"), ("0", "0"), ("7", "0, 0;w=60")])
    func aNegativeRemainderOrALimitOfZeroIsNoLimit(remaining: String, limit: String) {
        let limits = read([
            "X-RateLimit-Remaining": remaining, "X-RateLimit-Limit": limit, "X-RateLimit-Reset": "10",
        ])
        #expect(limits.isEmpty)
    }

    /// The names that the providers use; a second limit in the same header still counts.
    @Test(
        arguments: [
            (["X-RateLimit-Remaining": "-1", "X-RateLimit-Reset": "1696004827"], "x-ratelimit-"),
            (["RateLimit-Limit": "0", "RateLimit-Remaining": "0", "RateLimit-Reset": "30"], "ratelimit-"),
            (["x-ratelimit-remaining-requests": "-1", "x-ratelimit-reset-requests": "30"], "x-ratelimit--requests"),
            (["x-ratelimit-limit-requests": "-1", "x-ratelimit-remaining-requests": "0"], "x-ratelimit--requests"),
            (["x-ratelimit-remaining": "-1.0", "x-ratelimit-resets": "1696004827000"], "x-ratelimit-"),
            (["X-RateLimit-Limit": "0"], "x-ratelimit-"),
        ] as [(HTTPHeaders, String)])
    func namesTheLimitsThatThereAreNot(headers: HTTPHeaders, name: String) {
        #expect(RateLimit.lifted(in: headers) == [name])
        #expect(read(headers).isEmpty)
    }

    @Test(arguments: ["", "soon", "nan", "inf", "-5", "0", "1696004797", "1696004000", "1000000000000"])
    func ignoresAnInvalidOrPastReset(text: String) {
        let limits = read(["X-RateLimit-Remaining": "0", "X-RateLimit-Reset": text])
        #expect(limits.map(\.remaining) == [0])
        #expect(limits.allSatisfy { $0.reset == nil })
    }

    @Test(arguments: ["999999999", "99999999999999999999999999999999999999"])
    func limitsAnAbsurdReset(text: String) {
        let limits = read(["X-RateLimit-Remaining": "0", "X-RateLimit-Reset": text])
        #expect(limits.allSatisfy { ($0.reset ?? .zero) <= .seconds(946_080_000) })
    }
}
