import Testing
import UsageKitTesting

@testable import UsageKit

/// The cases of the 2026 edition of the AWS retry specification (smithy-swift, `RetryIntegrationTests`): waits from 50 ms
/// on, no jitter, and a retry costs 14.
@Suite struct RetryQuotaTests {
    @Test func aRetryCosts14AndItsSuccessRefundsThem() {
        let quota = RetryQuota(RetryPolicy.Quota(capacity: 20, retryCost: 14))
        #expect(quota.withdraw(isThrottled: false) == 14)
        #expect(quota.available == 6)
        #expect(quota.withdraw(isThrottled: false) == nil)
        quota.recordSuccess(refunding: 14)
        #expect(quota.available == 20)
    }

    struct Case: CustomTestStringConvertible, Sendable {
        let number: Int
        var capacity = 500
        var attempts = 3
        var cap = Duration.seconds(20)
        /// For each request its statuses, and the balance of the quota after each.
        let requests: [[(status: Int, left: Int)]]
        /// The waits, in milliseconds.
        let waits: [Int]

        var testDescription: String { "case \(number)" }
    }

    static let cases = [
        Case(number: 1, requests: [[(500, 486), (500, 472), (200, 486)]], waits: [50, 100]),
        Case(number: 2, requests: [[(502, 486), (502, 472), (502, 472)]], waits: [50, 100]),
        Case(number: 3, capacity: 14, requests: [[(500, 0), (502, 0)]], waits: [50]),
        Case(number: 4, capacity: 0, requests: [[(500, 0)]], waits: []),
        Case(
            number: 5, attempts: 5, requests: [[(500, 486), (500, 472), (500, 458), (500, 444), (500, 444)]],
            waits: [50, 100, 200, 400]),
        Case(
            number: 6, attempts: 5, cap: .milliseconds(200),
            requests: [[(500, 486), (500, 472), (500, 458), (500, 444), (500, 444)]], waits: [50, 100, 200, 200]),
        Case(number: 7, capacity: 20, attempts: 5, requests: [[(500, 6), (502, 6)]], waits: [50]),
        Case(
            number: 8, capacity: 30, attempts: 5,
            requests: [[(500, 16), (502, 2), (200, 16)], [(500, 2), (200, 16)]], waits: [50, 100, 50]),
    ]

    @Test(arguments: cases)
    func followsTheSpecification(_ expected: Case) async throws {
        let steps = expected.requests.flatMap { $0 }
        let scripted = try ScriptedClient(
            steps.map { .json("{}", status: $0.status) },
            retry: RetryPolicy(
                attempts: expected.attempts, base: .milliseconds(50), cap: expected.cap,
                quota: RetryPolicy.Quota(capacity: expected.capacity)))
        for request in expected.requests {
            let last = try #require(request.last)
            #expect(await scripted.failure()?.status == (last.status == 200 ? nil : last.status))
            #expect(scripted.client.quota?.available == last.left)
        }
        #expect(scripted.clock.sleeps == expected.waits.map { .milliseconds($0) })
        #expect(scripted.script.requests.count == steps.count)
        #expect(scripted.script.unconsumed.isEmpty)
    }

    @Test func aThrottledRequestCostsLess() async throws {
        let scripted = try ScriptedClient([.status(429), .status(429), .status(429)])
        #expect(await scripted.failure()?.code == .rateLimited)
        #expect(scripted.client.quota?.available == 490)
    }

    @Test func successRefundsUpToTheCapacity() {
        let quota = RetryQuota(RetryPolicy.Quota(capacity: 20))
        quota.recordSuccess(refunding: nil)
        #expect(quota.available == 20)
        #expect(quota.withdraw(isThrottled: true) == 5)
        #expect(quota.withdraw(isThrottled: false) == 14)
        #expect(quota.withdraw(isThrottled: true) == nil)
        quota.recordSuccess(refunding: nil)
        #expect(quota.available == 2)
        quota.recordSuccess(refunding: 14)
        quota.recordSuccess(refunding: 5)
        #expect(quota.available == 20)
    }

    /// A server that is down gets 35 retries at most, even after a thousand requests.
    @Test func aLongOutageEndsTheRetries() async throws {
        let scripted = try ScriptedClient(Array(repeating: .status(503), count: 1_100))
        for _ in 0..<1_000 { #expect(await scripted.failure()?.code == .serverFailure) }
        #expect(scripted.script.requests.count == 1_000 + 500 / 14)
    }

    @Test func copiesOfAClientShareTheQuota() async throws {
        let scripted = try ScriptedClient(Array(repeating: .status(503), count: 9))
        let copy = scripted.client
        _ = await scripted.failure()
        #expect(copy.quota?.available == 472)
        #expect(try ScriptedClient().client.quota?.available == 500)
    }

    @Test func aRetryThatTheDeadlinePreventsCostsNothing() async throws {
        let scripted = try ScriptedClient([.status(503)])
        let deadline = HTTPDeadline(after: .milliseconds(100), on: scripted.clock)
        #expect(await scripted.failure(deadline: deadline)?.code == .serverFailure)
        #expect(scripted.client.quota?.available == 500)
    }

    @Test func withoutAQuotaEachRequestHasItsAttempts() async throws {
        let scripted = try ScriptedClient(
            Array(repeating: .status(503), count: 300), retry: RetryPolicy(quota: nil))
        for _ in 0..<100 { _ = await scripted.failure() }
        #expect(scripted.script.unconsumed.isEmpty)
        #expect(RetryPolicy.none.quota == nil)
        #expect(RetryPolicy.standard.quota == RetryPolicy.Quota(capacity: 500, retryCost: 14, throttledRetryCost: 5))
    }

    @Test func valuesBelowZeroCountAsZero() {
        let quota = RetryPolicy.Quota(capacity: -1, retryCost: -1, throttledRetryCost: -1)
        #expect(quota == RetryPolicy.Quota(capacity: 0, retryCost: 0, throttledRetryCost: 0))
    }
}
