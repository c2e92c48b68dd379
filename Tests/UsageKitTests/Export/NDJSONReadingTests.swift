import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

/// What the export has written is read back, and nothing else.
@Suite struct NDJSONReadingTests {
    private func read(_ text: String) throws -> [UsageRecord] { try NDJSONExport().records(from: Array(text.utf8)) }

    private func lines(_ records: [UsageRecord]) -> String { records.map { NDJSONExport().line(for: $0) }.joined() }

    @Test func aRecordOfARepeatedRequestIsReadBack() throws {
        let records = [
            UsageRecord(provider: .venice, requestID: "r", repeatsRequest: true, charge: try Money(2, .diem)),
            UsageRecord(provider: .venice),
        ]
        #expect(try read(lines(records)) == records)
    }

    @Test(arguments: RowLedger.allCases)
    func theRecordsOfEveryLedgerAreReadBack(ledger: RowLedger) async throws {
        let outcome = try await ledger.walk(.test(ledger.fake(ledger.rows(seed: 51, count: 60))), pageSize: 50)
        #expect(try read(lines(outcome.records)) == outcome.records)
        #expect(outcome.records.count == 60)
    }

    /// The same report comes from the rows and from their export.
    @Test func aReportOfTheExportIsThatOfTheRows() throws {
        var generator = SeededGenerator(seed: 15)
        let records = RandomRecords.labelled(800, using: &generator).map { record in
            var record = record
            record.quantities = Array(record.quantities.prefix(1))
            return record
        }
        #expect(try read(lines(records)) == records)
    }

    @Test func labelsAreWrittenInAnObjectAndReadBack() throws {
        var record = UsageRecord(provider: .tresor, id: "a")
        record.labels = [.region: "eu", .account: "a,b", UsageDimension(rawValue: "id"): "x", .keyName: "e\u{301}"]
        let line = NDJSONExport().line(for: record)
        #expect(line.hasSuffix(#""labels":{"account":"a,b","id":"x","keyName":"e\#u{301}","region":"eu"}}"# + "\n"))
        #expect(try read(line) == [record])
        var other = record
        other.labels[.keyName] = "\u{E9}"
        #expect(other != record)
        #expect(Set([record, other]).count == 2)
    }

    @Test func aRecordWhoseLabelsAreNullHasNone() throws {
        let line = try JSONValue(json: Array(NDJSONExport().line(for: UsageRecord(provider: .tresor)).utf8))
        #expect(try read(line.adding("labels", .null).text) == [UsageRecord(provider: .tresor)])
    }

    @Test(arguments: [#"{"region":1}"#, #"{"region":null}"#, "[]"])
    func labelsOfAnotherShapeAreRefused(labels: String) throws {
        let line = try JSONValue(json: Array(NDJSONExport().line(for: UsageRecord(provider: .tresor)).utf8))
        let error = try #require(throws: UsageError.self) {
            try read(line.adding("labels", JSONValue(json: Array(labels.utf8))).text)
        }
        #expect(error.code == .unexpectedShape)
    }

    @Test func marksEmptyLinesAndForeignMembersAreSkipped() throws {
        let record = UsageRecord(provider: .tresor, id: "a")
        let line = try JSONValue(json: Array(NDJSONExport().line(for: record).utf8)).adding("region", "eu").text
        #expect(try read("\u{FEFF}\r\n\(line)\r\n  \n\(line)") == [record, record])
        #expect(try read("") == [])
    }

    @Test func everyMemberMustBePresent() throws {
        let line = try JSONValue(json: Array(NDJSONExport().line(for: UsageRecord(provider: .tresor)).utf8))
        #expect(line.members.count == 19)
        for member in line.members {
            let error = try #require(throws: UsageError.self) { try read("\n" + line.removing(member.name).text) }
            #expect(error.code == .unexpectedShape)
            #expect(error.message == "line 2: the field \(member.name) is missing")
        }
    }

    @Test(arguments: [
        ("charge", "1"), ("charge", #""x""#), ("currency", #""EUR""#), ("provider", "null"), ("id", "7"),
        ("inputTokens", "1.5"), ("inputTokens", #""1""#), ("durationMS", #""1""#), ("durationMS", "1e-16"),
        ("durationMS", "1e39"), ("time", #""2026-05-20""#), ("units", "null"), ("units", #"{"n":1}"#),
        ("units", #"{"n":"1e400"}"#), ("repeatsRequest", "null"), ("repeatsRequest", "1"),
    ])
    func aMemberThatIsNotAsItIsWrittenIsNamed(name: String, value: String) throws {
        let record = UsageRecord(provider: .tresor)
        let line = try JSONValue(json: Array(NDJSONExport().line(for: record).utf8))
        let changed = line.replacing(name, by: try JSONValue(json: Array(value.utf8)))
        let error = try #require(throws: UsageError.self) { try read(changed.text) }
        #expect(error.code == .unexpectedShape)
        #expect(error.codingPath?.hasPrefix(name == "currency" ? "charge" : name) == true)
        #expect(error.message.hasPrefix("line 1: expected "))
    }

    @Test func aMalformedLineIsNamedWithItsByte() throws {
        let line = NDJSONExport().line(for: UsageRecord(provider: .tresor))
        let error = try #require(throws: UsageError.self) { try read(line + "{\"a\":}\n") }
        #expect(error.code == .malformedJSON)
        #expect(error.message.hasPrefix("line 2: "))
        #expect(error.byteOffset == line.utf8.count + 5)
    }
}
