import Foundation
import Testing

@testable import UsageKit

@Suite struct AuthorizationTests {
    private let canary = "sk-CANARY-0123456789"

    private func request() throws -> TransportRequest {
        TransportRequest(url: try #require(URL(string: "https://a.example/api/v1/usage/summary?billingPeriod=2026-10")))
    }

    @Test func bearerSetsTheAuthorizationField() throws {
        var request = try request()
        Authorization.bearer(try Credential("key")).sign(&request, at: Timestamp(seconds: 0))
        #expect(request.headers.fields == [.init("Authorization", "Bearer key")])
    }

    @Test func headerSetsItsField() throws {
        var request = try request()
        Authorization.header("X-Api-Key", try Credential("key")).sign(&request, at: Timestamp(seconds: 0))
        #expect(request.headers.fields == [.init("X-Api-Key", "key")])
    }

    /// The expected signature was computed with Python's `hmac` over
    /// `1790000000.GET./api/v1/usage/summary.47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=`.
    @Test func signsThePathWithoutTheQuery() throws {
        let authorization = Authorization.hmac(key: try Credential("ak_live_x"), secret: try Credential("hush"))
        var request = try request()
        authorization.sign(&request, at: Timestamp(seconds: 1_790_000_000, nanoseconds: 999_999_999))
        #expect(request.headers["X-Api-Key"] == "ak_live_x")
        #expect(request.headers["X-Timestamp"] == "1790000000")
        #expect(request.headers["X-Signature"] == "wfPQBVF69OP/2ihWvWejJt7l2iN401oHiwz0cV3wri0=")
    }

    @Test func signingAgainReplacesTheSignature() throws {
        let authorization = Authorization.hmac(key: try Credential("ak_live_x"), secret: try Credential("hush"))
        var request = try request()
        authorization.sign(&request, at: Timestamp(seconds: 1))
        let first = request.headers
        authorization.sign(&request, at: Timestamp(seconds: 2))
        #expect(request.headers.fields.count == first.fields.count)
        #expect(request.headers["X-Signature"] != first["X-Signature"])
    }

    @Test func neverShowsAKey() throws {
        let key = try Credential(canary)
        for authorization in [Authorization.bearer(key), .header("X-Api-Key", key), .hmac(key: key, secret: key)] {
            var dumped = ""
            dump(authorization, to: &dumped)
            for text in ["\(authorization)", String(reflecting: authorization), dumped] {
                #expect(!text.contains(canary))
            }
            var request = try request()
            authorization.sign(&request, at: Timestamp(seconds: 0))
            dump(request, to: &dumped)
            dump(request.headers, to: &dumped)
            #expect(!("\(request)\(request.headers)" + dumped).contains(canary))
        }
    }
}
