import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

@Suite struct ErrorEnvelopeTests {
    @Test func readsMessageAndCode() throws {
        let response = TransportResponse(
            status: 403, body: #"{"error":{"message":"No access","code":"no_access"}}"#)
        let error = try #require(ErrorEnvelope(in: response)?.refusal(of: response))
        #expect(error.code == .forbidden)
        #expect(error.message == "No access")
        #expect(error.providerCode == "no_access")
        #expect(error.status == 403)
    }

    /// The error of a provider's client for a body, after one attempt.
    private func refusal(
        _ ledger: RowLedger, _ status: Int, _ body: String, headers: HTTPHeaders = [:]
    ) async throws -> UsageError {
        let transport = ScriptedTransport([.response(TransportResponse(status: status, headers: headers, body: body))])
        let outcome = try await ledger.walk(.test(transport, retry: .none), pageSize: 20)
        return try #require(outcome.failure)
    }

    @Test func theEnvelopeOfAurous() async throws {
        let error = try await refusal(
            .aurous, 400,
            #"{"error":{"type":"invalid_request","code":"too_many_buckets","message":"Use a wider bucket","doc_url":"https://d/x","request_id":"req_01","param":null}}"#
        )
        #expect(error.code == .requestRefused)
        #expect(error.providerCode == "too_many_buckets")
        #expect(error.message == "Use a wider bucket")
        #expect(error.requestID == "req_01")
        #expect(error.provider == .aurous)
        #expect(error.status == 400)
        #expect(error.endpoint == "GET /v1/usage/events")
        #expect(error.retryAfter == nil)
        #expect(
            error.description
                == "aurous: Use a wider bucket [HTTP 400, too_many_buckets, GET /v1/usage/events, request req_01]")
    }

    @Test func keepsTheParameterTheHintAndThePage() async throws {
        let error = try await refusal(
            .aurous, 400,
            #"{"error":{"type":"invalid_request","code":"too_many_buckets","message":"Too many buckets","param":"bucket_width","hint":"use 1h or wider","doc_url":"https://docs.aurous-labs.com/errors#too_many_buckets"}}"#
        )
        #expect(error.refusal?.type == "invalid_request")
        #expect(error.refusal?.parameter == "bucket_width")
        #expect(error.refusal?.hint == "use 1h or wider")
        #expect(error.refusal?.documentation == "https://docs.aurous-labs.com/errors#too_many_buckets")
        #expect(error.localizedDescription == "aurous: Too many buckets; use 1h or wider")
        #expect(error.description.contains("parameter bucket_width"))
    }

    @Test func keepsTheWholeBodyWithoutKeys() async throws {
        let body: JSONValue = [
            "error": "Invalid request", "details": ["pageSize": ["_errors": ["too small"]]],
            "issues": [["path": ["pageSize"], "key": .string(VeniceFake.testKey)]],
        ]
        let error = try await refusal(.venice, 400, body.text)
        #expect(error.message == "Invalid request")
        let kept = try JSONValue(json: Array(try #require(error.refusal?.body).utf8))
        #expect(kept["details"]?["pageSize"]?["_errors"]?.elements.first == "too small")
        #expect(kept["issues"]?.elements.first?["key"] == "<redacted>")
    }

    @Test func namesTheCauseOfTheHeader() async throws {
        let error = try await refusal(
            .chatBotKit, 403, #"{"message":"Not allowed","code":"NOT_AUTHORIZED"}"#,
            headers: ["X-Failure-Code": "FEATURE_NOT_IN_PLAN"])
        #expect(error.providerCode == "NOT_AUTHORIZED")
        #expect(error.refusal?.failureCode == "FEATURE_NOT_IN_PLAN")
    }

    @Test(arguments: [
        (400, "invalid_page_token", UsageError.Code.requestRefused), (402, "balance_too_low", .paymentRequired),
        (401, "invalid_api_key", .unauthorized), (403, "missing_scope", .forbidden),
        (404, "resource_not_found", .notFound), (410, "output_expired", .endpointRetired),
        (409, "idempotency_key_in_use", .requestRefused), (422, "output_not_available", .requestRefused),
        (429, "too_many_requests", .rateLimited), (500, "internal_error", .serverFailure),
        (504, "provider_timeout", .serverFailure),
    ])
    func theStatusDeterminesTheCode(status: Int, code: String, kind: UsageError.Code) async throws {
        let error = try await refusal(.aurous, status, #"{"error":{"type":"t","code":"\#(code)","message":"m"}}"#)
        #expect(error.code == kind)
        #expect(error.providerCode == code)
        #expect(error.message == "m")
        #expect(error.requestID == nil)
    }

    @Test func readsTheRequestIDFromTheHeader() async throws {
        let aurous = try await refusal(
            .aurous, 400, #"{"error":{"message":"m"}}"#, headers: ["aurous-request-id": "req_02"])
        #expect(aurous.requestID == "req_02")
        let venice = try await refusal(.venice, 400, #"{"error":"bad"}"#, headers: ["CF-RAY": "8f00-FRA"])
        #expect(venice.requestID == "8f00-FRA")
        let html = try await refusal(.venice, 502, "<html>", headers: ["CF-RAY": "8f01-FRA"])
        #expect(html.requestID == "8f01-FRA")
        let both = try await refusal(
            .aurous, 400, #"{"error":{"message":"m","request_id":"req_03"}}"#, headers: ["Aurous-Request-Id": "x"])
        #expect(both.requestID == "req_03")
    }

    @Test(arguments: [
        (#"{"error":"Admin API key required"}"#, "Admin API key required", nil),
        (#"{"error":"Invalid","details":{"_errors":[],"cursor":{"_errors":["x"]}},"issues":[]}"#, "Invalid", nil),
        (#"{"error":"Invalid","details":"text"}"#, "Invalid", nil), (#"{"error":"No","code":"C"}"#, "No", "C"),
        (#"{"error":{"message":"m","type":"t","param":null,"code":"c"}}"#, "m", "c"),
        (#"{"x402Version":2,"error":"Payment required","accepts":[]}"#, "Payment required", nil),
    ])
    func theEnvelopesOfVenice(body: String, message: String, code: String?) async throws {
        let error = try await refusal(.venice, 401, body)
        #expect(error.code == .unauthorized)
        #expect(error.message == message)
        #expect(error.providerCode == code)
    }

    @Test(arguments: [
        (#"{"error":{"message":"m","type":"insufficient_funds","code":"balance_exceeded"}}"#, "m", "balance_exceeded"),
        (#"{"error":{"message":"m","type":"server_error","code":null}}"#, "m", "server_error"),
        (#"{"code":"internal","message":"later"}"#, "later", "internal"),
        (#"{"error":{"code":"unauthorized"}}"#, "unauthorized", "unauthorized"),
    ])
    func theEnvelopesOfTresor(body: String, message: String, code: String) async throws {
        let error = try await refusal(.tresor, 402, body)
        #expect(error.code == .paymentRequired)
        #expect(error.message == message)
        #expect(error.providerCode == code)
    }

    @Test(arguments: [
        (400, "BAD_REQUEST", UsageError.Code.requestRefused), (401, "NOT_AUTHENTICATED", .unauthorized),
        (402, "NO_SUBSCRIPTION", .paymentRequired), (403, "NOT_AUTHORIZED", .forbidden), (404, "NOT_FOUND", .notFound),
        (405, "METHOD_NOT_ALLOWED", .requestRefused), (409, "CONFLICT", .requestRefused),
        (422, "UNPROCESSABLE_ENTITY", .requestRefused), (429, "TOO_MANY_REQUESTS", .rateLimited),
        (429, "LIMITS_REACHED", .rateLimited), (500, "INTERNAL_SERVER_ERROR", .serverFailure),
        (503, "SERVICE_UNAVAILABLE", .serverFailure),
    ])
    func anErrorOfChatBotKitIsTheSameWithItsStatusAndWith200(
        status: Int, code: String, kind: UsageError.Code
    ) async throws {
        let body = #"{"message":"Sorry","code":"\#(code)"}"#
        for status in [status, 200] {
            let error = try await refusal(.chatBotKit, status, body)
            #expect(error.code == kind)
            #expect(error.providerCode == code)
            #expect(error.message == "Sorry")
            #expect(error.status == status)
            #expect(error.provider == .chatBotKit)
        }
    }

    @Test(arguments: ["INTERNAL_SERVER_ERROR", "TIMEOUT", "TOO_MANY_REQUESTS"])
    func retriesAServerFailureThatComesWith200(code: String) async throws {
        let failed = ScriptedTransport.Stub.json(#"{"message":"Sorry","code":"\#(code)"}"#)
        let transport = ScriptedTransport([failed, failed, .json(#"{"items":[]}"#)])
        let outcome = try await RowLedger.chatBotKit.walk(.test(transport), pageSize: 20)
        #expect(outcome.error == nil)
        #expect(transport.requests.count == 3)
    }

    @Test func doesNotRetryARefusalThatComesWith200() async throws {
        let transport = ScriptedTransport([
            .json(#"{"message":"No","code":"NOT_AUTHORIZED"}"#), .json(#"{"items":[]}"#),
        ])
        let outcome = try await RowLedger.chatBotKit.walk(.test(transport), pageSize: 20)
        #expect(outcome.failure?.code == .forbidden)
        #expect(transport.requests.count == 1)
    }

    @Test func theEnvelopeOfAuralytik() async throws {
        let error = try await refusal(
            .auralytik, 429,
            #"{"error":{"code":"RATE_LIMIT_EXCEEDED","message":"Slow down","requestId":"req_9","retryAfter":60}}"#)
        #expect(error.code == .rateLimited)
        #expect(error.providerCode == "RATE_LIMIT_EXCEEDED")
        #expect(error.requestID == "req_9")
        #expect(error.retryAfter == .seconds(60))
    }

    @Test func keepsAWaitFromTheBody() async throws {
        let clock = ManualClock()
        let limited = #"{"error":{"code":"RATE_LIMIT_EXCEEDED","message":"Slow down","retryAfter":7}}"#
        let transport = ScriptedTransport([.json(limited, status: 429), .json(#"{"data":[],"has_more":false}"#)])
        let outcome = try await RowLedger.auralytik.walk(.test(transport, clock: clock), pageSize: 20)
        #expect(outcome.error == nil)
        #expect(clock.sleeps == [.seconds(7)])
    }

    @Test(arguments: ["-1", "1.5", #""5""#, "null", "1e400"])
    func ignoresAnInvalidWait(wait: String) async throws {
        let error = try await refusal(
            .auralytik, 429, #"{"error":{"code":"X","message":"m","retryAfter":\#(wait)}}"#)
        #expect(error.retryAfter == nil)
        #expect(error.message == "m")
    }

    @Test(arguments: ["", "{}", "[]", "null", "<html>", #"{"error":null}"#, #"{"error":{}}"#, #"{"error":5}"#])
    func aBodyOfAnotherFormatKeepsTheCodeOfTheStatus(body: String) async throws {
        let error = try await refusal(.tresor, 403, body)
        #expect(error.code == .forbidden)
        #expect(error.message.hasPrefix("the key does not have permission for this request"))
        #expect(error.providerCode == nil)
    }

    @Test func aMessageIsOneLineAndLimited() async throws {
        let long = String(repeating: "x", count: 5000)
        let error = try await refusal(.tresor, 400, #"{"error":{"message":"a\nb\u0000\#(long)","code":"c\nd"}}"#)
        #expect(error.message.hasPrefix("a bxxx"))
        #expect(error.message.utf8.count <= ErrorText.maximumBytes)
        #expect(error.providerCode == "c d")
    }

    @Test func doesNotRepeatASuccessorThatTheMessageNames() throws {
        let response = TransportResponse(
            status: 410, headers: ["Link": "</new>; rel=\"successor-version\""], body: #"{"error":"use /new"}"#)
        #expect(ErrorEnvelope(in: response)?.refusal(of: response)?.message == "use /new")
    }
}
