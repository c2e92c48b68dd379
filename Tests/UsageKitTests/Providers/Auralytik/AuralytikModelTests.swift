import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

@Suite struct AuralytikModelTests {
    private func client(_ body: JSONValue) throws -> Auralytik.Client {
        try Auralytik.Client(apiKey: "k", configuration: .test(ScriptedTransport([.json(body.text)])))
    }

    private func wrapped(_ body: JSONValue) -> JSONValue {
        ["data": body, "meta": ["requestId": "req_1", "timestamp": "2026-10-01T00:00:00Z"]]
    }

    private func detail(_ json: String) throws -> Auralytik.Detail {
        try JSONReader.read(Array(json.utf8)) { (json) throws(UsageError) in try Auralytik.Detail(from: &json) }
    }

    @Test(arguments: [false, true])
    func readsTheVendorsSummary(isWrapped: Bool) async throws {
        let json = try Fixture.json("Auralytik/usage-page-summary")
        let summary = try await client(isWrapped ? wrapped(json) : json).summary()
        #expect(summary.billingPeriod == (try BillingPeriod(year: 2024, month: 1)))
        #expect(summary.tier == "professional")
        #expect(summary.meters.map(\.name) == ["calls", "webhooks", "storage_gb"])
        #expect(summary.meters.map(\.used) == [8420, 15_200, Decimal(string: "12.4")])
        #expect(summary.meters.map(\.included) == [10_000, 50_000, 25])
        #expect(summary.meters.map(\.overage) == [0, 0, 0])
        #expect(summary.unknown.isEmpty)
        #expect((summary.meta?.requestID == "req_1") == isWrapped)
        #expect((summary.meta?.timestamp == .at("2026-10-01T00:00:00Z")) == isWrapped)
        #expect(summary.jsonValue.removing("meta").canonical == json.canonical)
    }

    @Test(arguments: [false, true])
    func readsTheVendorsBreakdown(isWrapped: Bool) async throws {
        let json = try Fixture.json("Auralytik/usage-page-by-key")
        let breakdown = try await client(isWrapped ? wrapped(json) : json).usageByKey()
        #expect(breakdown.billingPeriod == (try BillingPeriod(year: 2024, month: 1)))
        #expect(breakdown.keys.map(\.id) == ["ak_prod_abc123", "ak_stg_def456"])
        #expect(breakdown.keys.map(\.name) == ["Production API Key", "Staging API Key"])
        #expect(breakdown.keys.map(\.calls) == [6100, 2320])
        #expect(breakdown.keys.map(\.lastUsedAt) == [.at("2024-01-31T23:45:00Z"), .at("2024-01-31T18:20:00Z")])
        #expect((breakdown.meta?.requestID == "req_1") == isWrapped)
        #expect(breakdown.jsonValue.removing("meta").canonical == json.canonical)
    }

    @Test func keepsUnknownMeters() async throws {
        let summary = try await client([
            "billingPeriod": "2026-10", "usage": ["seats": ["used": nil, "included": nil, "unit": "x"]],
        ]).summary()
        #expect(summary.tier == nil)
        #expect(summary.meters.first?.used == nil)
        #expect(summary.meters.first?.unknown["unit"] == "x")
    }

    @Test(arguments: ["2026-13", "2026", "26-01", "", "2026-1"])
    func refusesAPeriodThatDoesNotExist(period: String) async throws {
        let transport = ScriptedTransport(
            [0, 1].map { _ in .json(#"{"billingPeriod":"\#(period)","usage":{}}"#) })
        let client = try Auralytik.Client(apiKey: "k", configuration: .test(transport))
        let error = await #expect(throws: UsageError.self) { try await client.summary() }
        #expect(error?.code == .unexpectedShape)
        #expect(error?.codingPath == "billingPeriod")
    }

    @Test func keepsAllFieldsOfAnItemisedRecord() throws {
        let json =
            #"{"id":"d1","timestamp":"2026-05-01T00:00:00.5Z","requestId":"r","keyId":"ak_1","type":"calls","model":"m","x":[1]}"#
        let detail = try detail(json)
        #expect(detail.id == "d1")
        #expect(detail.time == .at("2026-05-01T00:00:00.500Z"))
        #expect(detail.jsonValue.text == json)
        #expect(
            detail.usageRecord
                == UsageRecord(
                    provider: .auralytik, id: "d1", requestID: "r", time: .at("2026-05-01T00:00:00.500Z"),
                    type: "calls", model: "m", apiKey: "ak_1"))
    }

    @Test func acceptsAnItemisedRecordWithoutKnownFields() throws {
        let detail = try detail(#"{"amount":5,"id":7,"timestamp":null}"#)
        #expect(detail.usageRecord == UsageRecord(provider: .auralytik, id: "7"))
        #expect(detail.fields["amount"]?.text == "5")
    }

    @Test(arguments: ["timestamp", "createdAt", "occurredAt"])
    func findsTheInstantUnderEachKnownName(name: String) throws {
        #expect(try detail(#"{"\#(name)":"2026-05-01T00:00:00Z"}"#).time == .at("2026-05-01T00:00:00Z"))
        let odd = try detail(#"{"\#(name)":"yesterday"}"#)
        #expect(odd.time == nil)
        #expect(odd.unreadableFields == [name])
    }
}
