import Foundation
import Testing

@testable import UsageKit

@Suite struct UsageErrorTests {
    @Test func theDescriptionNamesProviderMessageAndPosition() {
        var error = UsageError(.unexpectedShape, "expected a number, found a string")
        #expect(error.description == "expected a number, found a string")
        error.codingPath = "data[3].cost_eur"
        error.byteOffset = 512
        #expect(error.description == "expected a number, found a string at data[3].cost_eur (byte 512)")
        error.provider = ProviderID(rawValue: "tresor")
        error.status = 200
        error.endpoint = "GET /v1/usage"
        error.requestID = "req_1"
        error.providerCode = "bad"
        error.retryAfter = .seconds(30)
        #expect(
            error.description
                == "tresor: expected a number, found a string at data[3].cost_eur (byte 512) "
                + "[HTTP 200, bad, GET /v1/usage, request req_1, retry after 30 s]")
    }

    @Test func anEmptyPathIsNotMentioned() throws {
        let error = try #require(throws: UsageError.self) { try JSONValue(json: []) }
        #expect(error.description == "expected a value, found the end of the document (byte 0)")
    }

    /// Parts of an error come from a server, which must not be able to forge a second line or colours in a log.
    @Test(arguments: [0x0A, 0x0D, 0x0B, 0x85, 0x2028, 0x2029, 0x1B, 0x00, 0x09, 0x7F, 0x202E] as [UInt32])
    func theDescriptionIsOneLine(_ separator: UInt32) throws {
        let text = "a\(try #require(Unicode.Scalar(separator)))b"
        var error = UsageError(.requestRefused, text)
        error.provider = ProviderID(rawValue: text)
        error.providerCode = text
        error.requestID = text
        error.endpoint = text
        error.codingPath = text
        for scalar in error.description.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator:
                Issue.record("U+\(scalar.value) is in the text")
            default: break
            }
        }
        #expect(error.description.contains("a b"))
        #expect(error.message == text)
    }

    @Test func anErrorContainsNoValueOfTheDocument() throws {
        let secret = "sk-live-0123456789"
        let documents = [
            #"{"id":"\#(secret)","cost":"\#(secret)"}"#, #"{"id":["\#(secret)"]}"#, #"{"id":"\#(secret)\x"}"#,
            #"{"created_at":"\#(secret)"}"#, #"{"note":"\#(secret)"#, #"{"tokens":"\#(secret)"}"#,
        ]
        for document in documents {
            let error = try #require(throws: UsageError.self) { try SampleRow(document) }
            #expect(!"\(error)".contains("sk-live"))
            #expect(!String(reflecting: error).contains("sk-live"))
        }
    }

    @Test func aCodeIsDescribedByItsName() {
        #expect(UsageError.Code.malformedJSON.description == "malformedJSON")
        #expect(UsageError.Code.malformedJSON != .unexpectedShape)
    }

    @Test func errorsAreEqualOnlyWithTheSameContext() {
        var other = UsageError(.malformedJSON, "a")
        #expect(other == UsageError(.malformedJSON, "a"))
        other.byteOffset = 1
        #expect(other != UsageError(.malformedJSON, "a"))
    }

    @Test(
        arguments: [
            { $0.connectionFailure = .tls }, { $0.provider = .venice }, { $0.status = 500 }, { $0.providerCode = "c" },
            { $0.requestID = "r" }, { $0.retryAfter = .seconds(1) }, { $0.shouldRetry = true },
            { $0.endpoint = "GET /" }, { $0.byteOffset = 1 }, { $0.codingPath = "a" }, { $0.message = "b" },
        ] as [@Sendable (inout UsageError) -> Void])
    func everyFieldButTheUnderlyingErrorIsPartOfTheValue(change: @Sendable (inout UsageError) -> Void) {
        let error = UsageError(.transport, "a")
        var other = error
        change(&other)
        #expect(other != error)
        #expect(Set([error, other]).count == 2)
        change(&other)
        #expect(Set([other, other]).count == 1)
    }

    @Test func theUnderlyingErrorIsKeptButNeitherComparedNorShown() throws {
        struct Secret: Error { let address = "https://example.com/?key=sk-CANARY" }
        var error = UsageError(.transport, "a")
        error.underlyingError = Secret()
        #expect(error.underlyingError is Secret)
        #expect(error == UsageError(.transport, "a"))
        #expect(error.hashValue == UsageError(.transport, "a").hashValue)
        var dumped = ""
        dump(error, to: &dumped)
        let bridged = error as NSError
        for text in [dumped, "\(error)", String(reflecting: error), error.localizedDescription, "\(bridged)"] {
            #expect(!text.contains("CANARY"))
        }
        #expect(dumped.contains("Secret"))
    }

    @Test(arguments: ExtremeValues.durations)
    func describesAnyWait(wait: Duration) {
        var error = UsageError(.rateLimited, "too many requests")
        error.retryAfter = wait
        #expect(error.description.hasSuffix("[retry after \(wait.attoseconds / 1_000_000_000_000_000_000) s]"))
    }
}
