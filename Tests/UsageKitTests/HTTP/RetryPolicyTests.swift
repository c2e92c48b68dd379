import Testing

@testable import UsageKit

@Suite struct RetryPolicyTests {
    @Test(arguments: [
        (0, Duration.milliseconds(500)), (1, .seconds(1)), (2, .seconds(2)), (3, .seconds(4)), (4, .seconds(8)),
        (5, .seconds(8)), (1100, .seconds(8)),
    ])
    func theBoundDoublesUpToTheCap(retry: Int, bound: Duration) {
        #expect(RetryPolicy.standard.delay(beforeRetry: retry, random: 1) == bound)
        #expect(RetryPolicy.standard.delay(beforeRetry: retry, random: 0.5) == bound / 2)
        #expect(RetryPolicy.standard.delay(beforeRetry: retry, random: 0) == .zero)
    }

    @Test func limitsABaseAboveTheCap() {
        let policy = RetryPolicy(base: .seconds(10), cap: .seconds(1))
        #expect(policy.delay(beforeRetry: 0, random: 1) == .seconds(1))
    }

    /// With full jitter, each tenth of the range gets the same number of waits, within 20 %.
    @Test func waitsAreSpreadEvenly() {
        var generator = SystemRandomNumberGenerator()
        var histogram = [Int](repeating: 0, count: 10)
        for _ in 0..<20_000 {
            let random = Double.random(in: 0..<1, using: &generator)
            let wait = RetryPolicy.standard.delay(beforeRetry: 1, random: random)
            // A wait out of range would be an index out of bounds.
            histogram[Int((wait / .milliseconds(100)).rounded(.down))] += 1
        }
        for count in histogram { #expect((1600...2400).contains(count)) }
    }

    @Test func noRetriesMeansOneAttempt() {
        #expect(RetryPolicy.none.attempts == 1)
        #expect(RetryPolicy(attempts: -3).attempts == 1)
    }
}
