import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

/// The bodies of Venice's refusals.
@Suite struct VeniceErrorTests {
    private static let window = TimeWindow.between("2026-10-01T00:00:00Z", "2026-10-08T00:00:00Z")

    private func refusal(_ status: Int, _ body: String) async throws -> UsageError {
        let client = try Venice.Client(
            apiKey: VeniceFake.testKey, configuration: .test(ScriptedTransport([.json(body, status: status)])))
        let error = await #expect(throws: UsageError.self) { try await client.balance() }
        return try #require(error)
    }

    /// Venice blocks a key after 20 failures within 30 seconds.
    @Test func theClientStaysBelowTheLimitOfFailures() async throws {
        let clock = ManualClock()
        let script = ScriptedTransport((0..<25).map { _ in .json(#"{"error":"No."}"#, status: 404) })
        let client = try Venice.Client(apiKey: VeniceFake.testKey, configuration: .test(script, clock: clock))
        let start = clock.now
        for _ in 0..<19 { await #expect(throws: UsageError.self) { try await client.balance() } }
        #expect(start.duration(to: clock.now) == .zero)
        await #expect(throws: UsageError.self) { try await client.balance() }
        #expect(start.duration(to: clock.now) == .seconds(30))
    }

    @Test(arguments: [
        (#"{"error":"No."}"#, "No.", String?.none, [String]()),
        (#"{"error":{"message":"No.","type":"invalid_request_error","param":"model","code":"bad"}}"#, "No.", "bad", []),
        (#"{"error":"No.","code":"E1"}"#, "No.", "E1", []),
        (#"{"error":"No.","details":"Read the manual."}"#, "No.", nil, [": Read the manual."]),
        (
            #"{"error":"No.","details":{"_errors":["all wrong"],"pageSize":{"_errors":["too big","too odd"]},"range":{"_errors":[],"start":{"_errors":["late"]}}},"issues":[{"path":["pageSize"],"message":"too big"}]}"#,
            "No.", nil, [": all wrong", "pageSize: too big", "pageSize: too odd", "range.start: late"]
        ),
        (
            #"{"error":"No.","issues":[{"path":["items",0,"id"],"message":"missing","code":"custom"},{"message":"odd"}]}"#,
            "No.", nil, ["items.0.id: missing", ": odd"]
        ),
    ])
    func everyShapeIsRead(body: String, message: String, code: String?, problems: [String]) async throws {
        let error = try await refusal(400, body)
        #expect(error.code == .requestRefused)
        #expect(error.message == message)
        #expect(error.providerCode == code)
        let read = try #require(Venice.ErrorBody(error))
        #expect(read.message == message)
        #expect(read.problems.map { "\($0.field): \($0.message)" } == problems)
        #expect(read.jsonValue.text.utf8.count == JSONText(body).count)
    }

    @Test(arguments: ["no JSON", "[]", #"{"message":"x"}"#])
    func aBodyOfAnotherShapeIsNone(body: String) async throws {
        #expect(Venice.ErrorBody(try await refusal(400, body)) == nil)
    }

    @Test func theErrorOfAnotherProviderIsNone() {
        var error = UsageError(.requestRefused, "x")
        error.refusal = UsageError.Refusal(body: #"{"error":"x"}"#)
        #expect(Venice.ErrorBody(error) == nil)
        error.provider = .venice
        #expect(Venice.ErrorBody(error)?.message == "x")
    }

    @Test func theFakesValidationIsRead() async throws {
        let fake = VeniceFake(entries: [])
        let client = try Venice.Client(apiKey: VeniceFake.testKey, configuration: .test(fake))
        var query = Venice.HistoryQuery()
        try query.setFilter("currency", to: "VCU")
        let error = await #expect(throws: UsageError.self) {
            try await client.history(in: Self.window, matching: query).collect()
        }
        let body = try #require(error.flatMap(Venice.ErrorBody.init))
        #expect(body.problems.map(\.field) == ["currency"])
    }

    @Test func paymentRequirementsAreKept() async throws {
        let body =
            #"{"x402Version":2,"error":"Payment required","resource":{"url":"https://api.venice.ai/x"},"accepts":[{"scheme":"exact","network":"base","amount":"1000"}],"extensions":{"bazaar":{}},"authOptions":[{"type":"siwx"}],"more":1}"#
        let error = try await refusal(402, body)
        #expect(error.code == .paymentRequired)
        let payment = try #require(Venice.PaymentRequirements(error))
        #expect(payment.x402Version == 2)
        #expect(payment.error == "Payment required")
        #expect(payment.resource?["url"] == "https://api.venice.ai/x")
        #expect(payment.accepts.map { $0["amount"] } == ["1000"])
        #expect(payment.extensions?["bazaar"] == [:])
        #expect(payment.authOptions == [["type": "siwx"]])
        #expect(payment.unknown["more"] == 1)
        #expect(payment.jsonValue.text == body)
    }

    @Test func aRequestWithoutAKeyIsToldHowToPay() async throws {
        let fake = VeniceFake(entries: [])
        let url = try #require(URL(string: "https://fake.example/api/v1/billing/balance"))
        let response = try await fake.send(TransportRequest(url: url))
        #expect(response.status == 402)
        let payment = try Venice.PaymentRequirements(JSONValue(json: response.body))
        #expect(payment.x402Version == 2 && payment.accepts.isEmpty)
    }

    @Test(arguments: [(402, #"{"error":"Insufficient balance"}"#), (400, #"{"x402Version":2,"error":"x"}"#)])
    func anErrorThatIsNoOfferIsNone(status: Int, body: String) async throws {
        #expect(Venice.PaymentRequirements(try await refusal(status, body)) == nil)
    }
}

/// The length of a JSON text without white space.
private struct JSONText {
    let count: Int

    init(_ text: String) {
        count = ((try? JSONValue(json: Array(text.utf8)))?.text.utf8.count) ?? -1
    }
}
