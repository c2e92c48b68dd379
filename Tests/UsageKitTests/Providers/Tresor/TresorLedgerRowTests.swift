import Foundation
import Testing

@testable import UsageKit

@Suite struct TresorLedgerRowTests {
    private func row(_ fixture: String) throws -> Tresor.LedgerRow {
        try #require(try Tresor.replay.rows(of: Fixture.bytes(fixture)).rows.first)
    }

    @Test func readsEveryFieldOfTheVendorsSample() throws {
        let row = try row("Tresor/usage-page")
        #expect(row.id == "8a1b3f4c-2d6e-4f9a-9c5b-1e7d8a0c4b2f")
        #expect(row.model == "global/redpill/gpt-oss-120b")
        #expect(row.modality == .chat)
        #expect(row.upstream == "redpill")
        #expect(row.region == "global")
        #expect(row.billingUnit == .token)
        #expect(row.audioSeconds == nil)
        #expect(row.promptTokens == 42)
        #expect(row.completionTokens == 128)
        #expect(row.cost?.amount == Decimal(string: "0.000182"))
        #expect(row.cost?.currency == .eur)
        #expect(row.discountPercent == 0)
        #expect(row.receiptID == "7c9e6679-7425-40de-944b-e07fc1f90ae7")
        #expect(row.isFailover == false)
        #expect(row.keyPrefix == "tr-live-a1b2c3d4")
        #expect(row.keyName == "Default")
        #expect(row.createdAt == .at("2026-05-06T10:52:02Z"))
        #expect(row.unknown.isEmpty)
    }

    @Test func theSampleBecomesARecord() throws {
        #expect(
            try row("Tresor/usage-page").usageRecord
                == UsageRecord(
                    provider: .tresor, id: "8a1b3f4c-2d6e-4f9a-9c5b-1e7d8a0c4b2f",
                    time: .at("2026-05-06T10:52:02Z"), type: "chat", model: "global/redpill/gpt-oss-120b",
                    apiKey: "tr-live-a1b2c3d4", status: .completed, tokens: TokenCounts(input: 42, output: 128),
                    charge: try Money(#require(Decimal(string: "0.000182")), .eur)))
    }

    @Test func readsATranscriptionOfADeletedKeyWithoutARegion() throws {
        let row = try row("Tresor/usage")
        #expect(row.region == nil)
        #expect(row.keyPrefix == nil)
        #expect(row.keyName == nil)
        #expect(row.receiptID == nil)
        #expect(row.isFailover == true)
        #expect(row.billingUnit == .audioMinute)
        #expect(row.modality == .transcription)
        #expect(row.audioSeconds == Decimal(string: "61.5"))
        #expect(row.discountPercent == 10)
        let record = row.usageRecord
        #expect(record.apiKey == nil)
        #expect(record.type == "transcription")
        #expect(record.tokens == TokenCounts(input: 0, output: 0))
        #expect(record.quantities == [try Quantity(#require(Decimal(string: "61.5")), unit: "audio_seconds")])
        #expect(record.charge?.description == "0.0062 EUR")
    }

    @Test func aRegionThatWasLeftOutStaysLeftOut() throws {
        let json = try row("Tresor/usage").jsonValue
        #expect(json["region"] == nil)
        #expect(json["key_prefix"] == .null)
        #expect(json["receipt_id"] == .null)
        #expect(json.canonical == (try Fixture.json("Tresor/usage")["data"]?.elements[0].canonical))
    }

    @Test func keepsUnknownValuesOfVocabularies() throws {
        let json = try row("Tresor/usage").jsonValue.replacing("modality", by: "vision")
            .replacing("billing_unit", by: "joule")
        let row = try JSONReader.read(Array(json.text.utf8)) { (json) throws(UsageError) in
            try Tresor.LedgerRow(from: &json)
        }
        #expect(row.modality?.rawValue == "vision")
        #expect(row.billingUnit?.rawValue == "joule")
        #expect(row.jsonValue == json)
    }
}
