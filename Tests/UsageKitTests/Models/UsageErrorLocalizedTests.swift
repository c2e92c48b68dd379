import Foundation
import Testing

@testable import UsageKit

@Suite struct UsageErrorLocalizedTests {
    private func error(_ code: UsageError.Code, _ change: (inout UsageError) -> Void = { _ in }) -> UsageError {
        var error = UsageError(code, "m")
        change(&error)
        return error
    }

    @Test func aPersonReadsWhatFailedAndWhatToDo() {
        var error = UsageError(.unauthorized, "Invalid token")
        error.provider = .venice
        error.status = 401
        error.requestID = "req_1"
        let shown: any Error = error
        #expect(shown.localizedDescription == "venice: Invalid token")
        #expect(error.failureReason == "The key is missing, wrong or revoked.")
        #expect(error.recoverySuggestion == "Check the key, or create a new one at the provider.")
    }

    @Test func thePlaceInADocumentIsPartOfTheDescription() {
        var error = UsageError(.unexpectedShape, "expected a number, found a text")
        (error.codingPath, error.byteOffset) = ("data[3].cost", 512)
        #expect(error.localizedDescription == "expected a number, found a text at data[3].cost (byte 512)")
    }

    /// No error is shown as "The operation could not be completed".
    @Test(arguments: [
        UsageError.Code.invalidArgument, .invalidCredential, .invalidSignature, .invalidBaseURL, .currencyMismatch,
        .inexactNumber, .malformedJSON, .malformedCSV, .unexpectedShape, .unreadableFile, .invalidTimestamp,
        .unauthorized, .forbidden, .paymentRequired, .notFound, .endpointRetired, .requestRefused, .rateLimited,
        .serverFailure, .redirectRefused, .transport, .untrustedServer, .deadlineExceeded, .responseTooLarge,
        .paginationStalled, .missingCursor, .checkpointMismatch, .accountMismatch, .checkpointDamaged, .ceilingReached,
        .otherContract, .incompleteWalk, .missingExchangeRate, .notExportable,
    ])
    func everyKindIsShownByItsMessage(code: UsageError.Code) {
        let error = error(code)
        #expect((error as any Error).localizedDescription == "m")
        for sentence in [error.failureReason, error.recoverySuggestion].compactMap(\.self) {
            #expect(sentence.hasSuffix("."))
            #expect(sentence.first?.isUppercase == true)
        }
    }

    @Test(
        arguments: [
            (.milliseconds(200), "Try again in 1 second."), (.seconds(1), "Try again in 1 second."),
            (.milliseconds(1001), "Try again in 2 seconds."), (.seconds(119), "Try again in 119 seconds."),
            (.seconds(120), "Try again in 2 minutes."), (.seconds(121), "Try again in 3 minutes."),
            (.zero, "Try again in 0 seconds."), (.seconds(-9), "Try again in 0 seconds."),
        ] as [(Duration, String)])
    func aWaitIsRoundedUp(wait: Duration, text: String) {
        #expect(error(.rateLimited) { $0.retryAfter = wait }.recoverySuggestion == text)
    }

    @Test(arguments: ExtremeValues.durations)
    func anyWaitHasAText(wait: Duration) {
        #expect(error(.rateLimited) { $0.retryAfter = wait }.recoverySuggestion?.hasPrefix("Try again in ") == true)
    }

    @Test func aConnectionFailureIsExplainedByItsKind() {
        let offline = error(.transport) { $0.connectionFailure = .offline }
        #expect(offline.failureReason == "There is no network connection.")
        #expect(offline.recoverySuggestion == "Try again with a network connection.")
        let proxy = error(.transport) { $0.connectionFailure = .proxyUnusable }
        #expect(proxy.recoverySuggestion == "Check the settings of the proxy.")
        #expect(error(.transport) { $0.connectionFailure = .refused }.recoverySuggestion == "Try again later.")
    }

    @Test(
        arguments: [
            .nameNotFound, .refused, .broken, .timedOut, .notSent, .offline, .tls, .proxyAuthentication,
            .proxyUnusable, .unknownEncoding,
        ] as [UsageError.ConnectionFailure])
    func everyKindOfConnectionFailureHasAReason(failure: UsageError.ConnectionFailure) {
        #expect(error(.transport) { $0.connectionFailure = failure }.failureReason != nil)
    }
}
