import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

@Suite struct NDJSONExportTests {
    @Test func writesEveryFieldByNameAndAmountsAsTexts() throws {
        let record = UsageRecord(
            provider: .tresor, id: "i", requestID: "r", time: .at("2026-05-20T00:00:00.120Z"), type: "chat", model: "m",
            apiKey: "k", user: "u", status: .completed, sku: "s", bot: "b", conversation: "c",
            tokens: TokenCounts(input: 1, output: 0), quantities: [try Quantity(2, unit: "n")],
            charge: try Money(#require(Decimal(string: "-0.5")), .eur), duration: .milliseconds(1500))
        #expect(
            NDJSONExport().line(for: record)
                == #"{"provider":"tresor","id":"i","requestID":"r","time":"2026-05-20T00:00:00.120Z","type":"chat","#
                + #""model":"m","apiKey":"k","user":"u","status":"completed","sku":"s","bot":"b","conversation":"c","#
                + #""inputTokens":1,"outputTokens":0,"units":{"n":"2"},"charge":"-0.5","currency":"EUR","#
                + #""durationMS":1500,"repeatsRequest":false}"# + "\n")
    }

    @Test func unknownFieldsAreNull() throws {
        let line = NDJSONExport().line(for: UsageRecord(provider: .venice))
        let json = try JSONValue(json: Array(line.utf8))
        #expect(json.members.count == 19)
        #expect(json["units"] == [:])
        #expect(json["repeatsRequest"] == false)
        let known = ["provider", "units", "repeatsRequest"]
        #expect(json.members.filter { !known.contains($0.name) }.allSatisfy { $0.value.isNull })
    }

    @Test(arguments: ["a\nb", "\"", "\\", "\u{2028}", "\r\n", "\u{0}", "é", "e\u{301}"])
    func everyTextIsOneLineAndRoundTrips(text: String) throws {
        let line = NDJSONExport().line(for: UsageRecord(provider: .aurous, model: text))
        #expect(line.utf8.filter { $0 == 0x0A }.count == 1)
        #expect(!line.utf8.contains(0x0D))
        let model = try JSONValue(json: Array(line.utf8))["model"]?.string
        #expect(model.map { Array($0.unicodeScalars) } == Array(text.unicodeScalars))
    }

    @Test(arguments: RowLedger.allCases)
    func foundationReadsEveryLine(ledger: RowLedger) async throws {
        let outcome = try await ledger.walk(.test(ledger.fake(ledger.rows(seed: 51, count: 40))), pageSize: 50)
        for record in outcome.records {
            let line = NDJSONExport().line(for: record)
            let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            #expect(object["id"] as? String == record.id)
            #expect(object["charge"] as? String == record.charge?.exact.description)
            #expect(object["inputTokens"] as? Int == record.tokens.input)
        }
    }
}
