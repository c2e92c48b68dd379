import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

@Suite struct UsageErrorRetryTests {
    private func error(_ code: UsageError.Code, _ change: (inout UsageError) -> Void = { _ in }) -> UsageError {
        var error = UsageError(code, "m")
        change(&error)
        return error
    }

    @Test func aLimitIsLiftedAfterTheWaitThatTheProviderNames() {
        var error = UsageError(.rateLimited, "too many requests")
        error.status = 429
        #expect(error.retry == .later)
        error.retryAfter = .seconds(30)
        #expect(error.retry == .after(.seconds(30)))
        #expect(error.isRetryable)
        error.retryAfter = .seconds(-30)
        #expect(error.retry == .after(.zero))
    }

    @Test(arguments: [408, 409, 425, 429, 500, 502, 503, 504])
    func aTransientStatusCanSucceedLater(status: Int) {
        #expect(error(UsageError.Code(refusalWithStatus: status)) { $0.status = status }.retry == .later)
    }

    @Test(arguments: [301, 400, 401, 402, 403, 404, 405, 410, 422, 501, 505])
    func anyOtherRefusalIsForGood(status: Int) {
        let error = error(UsageError.Code(refusalWithStatus: status)) {
            $0.status = status
            $0.retryAfter = .seconds(1)
        }
        #expect(error.retry == .never)
        #expect(!error.isRetryable)
    }

    @Test func aServerThatSaysWhetherToRetryIsBelieved() {
        #expect(error(.serverFailure) { ($0.status, $0.shouldRetry) = (503, false) }.retry == .never)
        #expect(error(.requestRefused) { ($0.status, $0.shouldRetry) = (422, true) }.retry == .later)
        #expect(error(.unauthorized) { ($0.status, $0.shouldRetry) = (401, true) }.retry == .never)
    }

    @Test func aFailureInsideASuccessfulResponseCanPass() {
        #expect(error(.serverFailure).isRetryable)
        #expect(error(.serverFailure) { $0.status = 200 }.isRetryable)
    }

    @Test(
        arguments: [
            (.nameNotFound, true), (.refused, true), (.broken, true), (.timedOut, true), (.notSent, true),
            (.offline, true), (.tls, false), (.proxyAuthentication, false), (.proxyUnusable, false),
            (.unknownEncoding, false),
        ] as [(UsageError.ConnectionFailure, Bool)])
    func aConnectionCanSucceedLaterUnlessASettingIsWrong(failure: UsageError.ConnectionFailure, isRetryable: Bool) {
        #expect(error(.transport) { $0.connectionFailure = failure }.isRetryable == isRetryable)
    }

    @Test func anUnknownFailureOfATransportCanPass() {
        #expect(error(.transport).retry == .later)
        #expect(error(.deadlineExceeded).retry == .later)
        #expect(error(.untrustedServer) { $0.connectionFailure = .tls }.retry == .never)
    }

    @Test func onlyAResponseThatIsNotJSONCanBecomeOne() {
        #expect(error(.malformedJSON) { $0.status = 200 }.retry == .later)
        #expect(error(.malformedJSON).retry == .never)
        #expect(error(.unexpectedShape) { $0.status = 200 }.retry == .never)
    }

    @Test(arguments: [
        UsageError.Code.invalidArgument, .invalidCredential, .invalidSignature, .invalidBaseURL, .currencyMismatch,
        .inexactNumber, .malformedCSV, .unreadableFile, .invalidTimestamp, .responseTooLarge, .paginationStalled,
        .missingCursor, .checkpointMismatch, .accountMismatch, .checkpointDamaged, .ceilingReached,
        .otherContract, .incompleteWalk,
    ])
    func whatDoesNotDependOnTheServerFailsAgain(code: UsageError.Code) {
        #expect(error(code) { $0.retryAfter = .seconds(1) }.retry == .never)
    }

    @Test func theErrorOfAClientHasTheWaitThatWasTooLong() async throws {
        let client = try ScriptedClient([.status(429, ["Retry-After": "3600"])])
        #expect(await client.failure()?.retry == .after(.seconds(3600)))
    }

    @Test func theErrorOfAClientHasTheWordOfTheServer() async throws {
        let client = try ScriptedClient([.status(503, ["x-should-retry": "false"])])
        let error = try #require(await client.failure())
        #expect(error.shouldRetry == false)
        #expect(error.retry == .never)
    }
}
