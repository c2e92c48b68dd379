import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

@Suite struct VeniceBillingEntryTests {
    private func rows() throws -> [Venice.BillingEntry] {
        try Venice.replay.rows(of: Fixture.bytes("Venice/usage-history")).rows
    }

    /// Prose calls the field `unit`, which no sample has.
    @Test func aUnitIsKeptAndIsNoQuantity() throws {
        let entry = try Venice.BillingEntry([
            "timestamp": "2026-10-02T00:00:00Z", "sku": "m-image-unit", "unit": 3, "pricePerUnitUsd": 1, "amount": -3,
            "currency": "USD",
        ])
        #expect(entry.units == nil && entry.unknown["unit"] == 3)
        #expect(entry.usageRecord.quantities.isEmpty)
        #expect(try entry.usageRecord.charge == Money(3, .usd))
    }

    @Test func readsEveryFieldOfAnInference() throws {
        let entry = try #require(try rows().first)
        #expect(entry.timestamp == .at("2026-10-02T08:15:30.120Z"))
        #expect(entry.sku == "example-model-llm-output-mtoken")
        #expect(entry.units == Decimal(string: "0.0005"))
        #expect(entry.pricePerUnitUSD == 2)
        #expect(entry.amount == Decimal(string: "-0.001"))
        #expect(entry.currency == .usd)
        #expect(entry.notes == "API Inference")
        #expect(entry.inferenceDetails?.requestID == "chatcmpl-0001")
        #expect(entry.inferenceDetails?.promptTokens == 300)
        #expect(entry.inferenceDetails?.completionTokens == 500)
        #expect(entry.inferenceDetails?.executionTime == .milliseconds(2100))
        #expect(entry.inferenceDetails?.unknown.isEmpty == true)
        #expect(entry.unknown.isEmpty)
    }

    @Test func aDebitBecomesMoneySpent() throws {
        #expect(
            try #require(try rows().first).usageRecord
                == UsageRecord(
                    provider: .venice, requestID: "chatcmpl-0001", repeatsRequest: true,
                    time: .at("2026-10-02T08:15:30.120Z"), model: "example-model",
                    sku: "example-model-llm-output-mtoken", tokens: TokenCounts(input: 300, output: 500),
                    quantities: [try Quantity(#require(Decimal(string: "0.0005")), unit: "llm-output-mtoken")],
                    charge: try Money(#require(Decimal(string: "0.001")), .usd), duration: .milliseconds(2100)))
    }

    @Test func anEntryWithoutARequestHasNoTokensAndNoDuration() throws {
        let entry = try rows()[1]
        #expect(entry.currency == .bundledCredits)
        #expect(entry.inferenceDetails == nil)
        let record = entry.usageRecord
        #expect(record.requestID == nil)
        #expect(record.tokens == .unknown)
        #expect(record.duration == nil)
        #expect(record.model == "example")
        #expect(record.quantities == [try Quantity(1, unit: "image-unit")])
        #expect(record.charge?.description == "0.05 BUNDLED_CREDITS")
    }

    @Test func aCreditIsNegativeSpendingAndItsCurrencyOpen() throws {
        let json =
            #"{"timestamp":"2026-10-02T00:00:00Z","sku":"credit-purchase","units":1,"pricePerUnitUsd":10,"amount":10,"currency":"GALACTIC","inferenceDetails":{"requestId":null,"promptTokens":null,"completionTokens":null,"inferenceExecutionTime":null}}"#
        let entry = try JSONReader.read(Array(json.utf8)) { (json) throws(UsageError) in
            try Venice.BillingEntry(from: &json)
        }
        #expect(entry.currency == Currency(rawValue: "GALACTIC"))
        #expect(entry.notes == nil)
        #expect(entry.inferenceDetails != nil)
        #expect(entry.usageRecord.charge?.description == "-10 GALACTIC")
        #expect(entry.usageRecord.quantities == [try Quantity(1, unit: "credit-purchase")])
        #expect(entry.usageRecord.model == "credit-purchase")
        #expect(entry.usageRecord.requestID == nil)
    }

    @Test(arguments: [
        ("qwen3-235b-llm-output-mtoken", "qwen3-235b", "llm-output-mtoken"),
        ("qwen3-235b-llm-input-mtoken", "qwen3-235b", "llm-input-mtoken"),
        ("claude-opus-4-5-llm-cache-write-5m-mtoken", "claude-opus-4-5", "llm-cache-write-5m-mtoken"),
        ("claude-opus-4-5-llm-cache-read-mtoken", "claude-opus-4-5", "llm-cache-read-mtoken"),
        ("flux-2-pro-image-unit", "flux-2-pro", "image-unit"), ("sora-2-video-unit", "sora-2", "video-unit"),
        ("llm-jp-3-llm-input-mtoken", "llm-jp-3", "llm-input-mtoken"),
        ("modèle-llm-input-mtoken", "modèle", "llm-input-mtoken"), ("a--image-unit", "a-", "image-unit"),
    ])
    func splitsAProductIntoModelAndKindOfUnit(sku: String, model: String, kind: String) {
        let product = Venice.StockKeepingUnit(sku)
        #expect(product.model == model)
        #expect(product.unitKind == kind)
    }

    @Test(arguments: [
        "credit-purchase", "image-unit", "llm-input-mtoken", "mtoken", "unit", "", "-", "some-model-mtoken",
        "unit-price",
        "model-image-units",
    ])
    func takesAProductWithoutAKnownKindAsTheModel(sku: String) {
        let product = Venice.StockKeepingUnit(sku)
        #expect(product.model == sku)
        #expect(product.unitKind == nil)
    }
}

@Suite struct VeniceAnalyticsRowTests {
    @Test func readsEveryFieldOfTheAnalytics() async throws {
        let transport = ScriptedTransport([try .response(Fixture.response("Venice/usage-analytics"))])
        let analytics = try await Venice.Client(apiKey: "k", configuration: .test(transport)).analytics()
        #expect(analytics.lookback == "7d")
        #expect(analytics.byDate.map(\.date) == ["2026-11-01"])
        #expect(analytics.byDate[0].usd == Decimal(string: "1.5"))
        #expect(analytics.byDate[0].diem == 0)
        let model = try #require(analytics.byModel.first)
        #expect(model.name == "Example LLM")
        #expect(model.unitType == "tokens")
        #expect(model.modelType == "LLM")
        #expect(model.totalUSD == Decimal(string: "1.5"))
        #expect(model.totalDIEM == 0)
        #expect(model.totalUnits == 90_000)
        #expect(model.breakdown?.map(\.type) == ["Input", "Output"])
        #expect(model.breakdown?[0].usd == Decimal(string: "0.5"))
        #expect(model.breakdown?[1].units == 30_000)
        #expect(model.breakdown?[1].diem == 0)
        #expect(analytics.byModelDaily.first?.figures["Example LLM"] == Decimal(string: "1.5"))
        #expect(analytics.byModelDaily.first?.day == (try Timestamp("2026-11-01T00:00:00Z")))
        #expect(analytics.topModels == ["Example LLM"])
        let key = try #require(analytics.byKey.first)
        #expect(key.apiKeyID == nil)
        #expect(key.keyDescription == "Web App")
        #expect(key.totalUSD == Decimal(string: "1.5"))
        #expect(key.totalDIEM == 0)
        #expect(key.totalUnits == 90_000)
        #expect(analytics.byKeyDaily.first?.figures["Web App"] == Decimal(string: "1.5"))
        #expect(analytics.topKeyNames == ["Web App"])
        #expect(analytics.unknown.isEmpty)
        #expect(try analytics.jsonValue.canonical == Fixture.json("Venice/usage-analytics").canonical)
    }

    @Test func keepsFiguresThatTheSpecificationLacks() throws {
        let json = try Fixture.json("Venice/usage-analytics")
            .adding("byModelDailyUsd", [["date": 1, "M": 2]]).adding("byKeyDailyUsd", [])
        let analytics = try JSONReader.read(Array(json.text.utf8)) { (json) throws(UsageError) in
            try Venice.Analytics(from: &json)
        }
        #expect(analytics.byModelDailyUSD?.first?.figures["M"] == 2)
        #expect(analytics.jsonValue.canonical == json.canonical)
    }
}
