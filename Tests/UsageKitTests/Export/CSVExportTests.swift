import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

@Suite struct CSVExportTests {
    private let columns = [
        "provider", "id", "requestID", "time", "type", "model", "apiKey", "user", "status", "sku", "bot",
        "conversation", "inputTokens", "outputTokens", "units", "charge", "currency", "durationMS",
    ]

    @Test func writesARecord() throws {
        let record = UsageRecord(
            provider: .aurous, id: "a", model: "m,1", charge: try Money(2, .credits), duration: .seconds(1))
        #expect(CSVExport().line(for: record) == "aurous,a,,,,\"m,1\",,,,,,,,,{},2,credit,1000\r\n")
    }

    @Test func labelsHaveColumnsOfTheirOwn() throws {
        var record = UsageRecord(provider: .aurous, model: "m")
        record.labels = [.lora: "=x", .account: "a,b", .note: "not asked for"]
        let export = CSVExport(labels: [.account, .lora, .hold, UsageDimension(rawValue: "a,b")])
        let lines = try cells(export.header + export.line(for: record))
        #expect(lines[0] == columns + ["account", "lora", "hold", "a,b"])
        #expect(lines[1].suffix(4) == ["a,b", "'=x", "", ""])
        #expect(lines[1].count == lines[0].count)
    }

    /// Reads the cells of a text (RFC 4180) scalar by scalar, without the package's code.
    private func cells(_ text: String) throws -> [[String]] {
        var lines: [[String]] = []
        var line: [String] = []
        var cell = String.UnicodeScalarView()
        var isQuoted = false
        var scalars = text.unicodeScalars.makeIterator()
        var pending = scalars.next()
        while let scalar = pending {
            pending = scalars.next()
            switch scalar {
            case "\"" where isQuoted && pending == "\"":
                cell.append(scalar)
                pending = scalars.next()
            case "\"":
                try #require(isQuoted || cell.isEmpty)
                isQuoted.toggle()
            case "," where !isQuoted:
                line.append(String(cell))
                cell = String.UnicodeScalarView()
            case "\r" where !isQuoted:
                try #require(pending == "\n")
                pending = scalars.next()
                lines.append(line + [String(cell)])
                line = []
                cell = String.UnicodeScalarView()
            default: cell.append(scalar)
            }
        }
        try #require(!isQuoted && line.isEmpty && cell.isEmpty)
        return lines
    }

    private func row(_ record: UsageRecord, _ export: CSVExport = CSVExport()) throws -> [String: String] {
        let lines = try cells(export.header + export.line(for: record))
        try #require(lines.count == 2)
        try #require(lines[0] == columns)
        try #require(lines[1].count == columns.count)
        return Dictionary(uniqueKeysWithValues: zip(lines[0], lines[1]))
    }

    @Test func everyFieldHasItsCell() throws {
        let record = UsageRecord(
            provider: .tresor, id: "i", requestID: "r", time: .at("2026-05-20T00:00:00.120Z"), type: "chat", model: "m",
            apiKey: "k", user: "u", status: .completed, sku: "s", bot: "b", conversation: "c",
            tokens: TokenCounts(input: 1, output: 0),
            quantities: [
                try Quantity(#require(Decimal(string: "0.50")), unit: "audio_seconds"), try Quantity(2, unit: "n"),
            ],
            charge: try Money(#require(Decimal(string: "-0.000000000000000000000001")), .eur),
            duration: .nanoseconds(1_500_250_000))
        #expect(
            try row(record) == [
                "provider": "tresor", "id": "i", "requestID": "r", "time": "2026-05-20T00:00:00.120Z", "type": "chat",
                "model": "m", "apiKey": "k", "user": "u", "status": "completed", "sku": "s", "bot": "b",
                "conversation": "c", "inputTokens": "1", "outputTokens": "0",
                "units": #"{"audio_seconds":"0.5","n":"2"}"#, "charge": "-0.000000000000000000000001",
                "currency": "EUR", "durationMS": "1500.25",
            ])
    }

    @Test func unknownFieldsAreEmpty() throws {
        let cells = try row(UsageRecord(provider: .venice))
        #expect(cells["provider"] == "venice")
        #expect(cells["units"] == "{}")
        #expect(cells.filter { $0.key != "provider" && $0.key != "units" }.values.allSatisfy { $0.isEmpty })
    }

    @Test(arguments: [
        "a,b", "a\"b", "\"", "\"\"", "a\nb", "a\r\nb", "\r", "a\rb", ",", "q\"\u{301}x", ",\u{301}", "\u{301}",
        "e\u{301},",
        "👩‍👩‍👧,\"", "\r\n\u{308}", " a ", "", "\u{2028}", "\u{0}x", "a;b\tc",
    ])
    func everyTextRoundTrips(text: String) throws {
        let cells = try row(
            UsageRecord(provider: .aurous, id: text, model: text, conversation: text), CSVExport(formulas: .kept))
        #expect(Array((cells["model"] ?? "-").unicodeScalars) == Array(text.unicodeScalars))
        #expect(Array((cells["id"] ?? "-").unicodeScalars) == Array(text.unicodeScalars))
    }

    @Test(arguments: [
        "=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "=\"a\",b", "-\u{301}", "=cmd|' /C calc'!A0",
        "\nx", "\n=1+1", "\r\n=1+1", "\0x", " =1+1", "  \t-1", "\u{A0}+1", "\u{3000}=1", "\u{2028}@A1",
        "\u{FF1D}1+1", "\u{FF0B}1", "\u{FF0D}1", "\u{FF20}A1", "\u{FE66}1", "\u{FE62}1", "\u{FE63}1", "\u{FE6B}A1",
        "\u{200B}=1+1", "\u{FEFF}=1+1", "\u{200F}=1", "\u{202E}=1", "\u{2066}-1", "\u{AD}=1", "\u{2060}\u{200D}@A1",
        "\u{FEFF} \u{FF1D}1", "\u{1B}=1", "\u{301}=1", "\u{115F}=1", "\u{E0020}=1", "=\u{338}1",
    ])
    func aTextThatASpreadsheetWouldRunIsEscaped(text: String) throws {
        let record = UsageRecord(
            provider: ProviderID(rawValue: text), id: text, requestID: text, type: text, model: text, apiKey: text,
            user: text, status: UsageStatus(rawValue: text), sku: text, bot: text, conversation: text,
            quantities: [try Quantity(1, unit: UsageUnit(rawValue: text))],
            charge: try Money(1, Currency(rawValue: text)))
        let cells = try row(record)
        for column in columns
        where !["time", "inputTokens", "outputTokens", "units", "charge", "durationMS"].contains(column) {
            #expect(cells[column] == "'" + text, "\(column)")
        }
        #expect(cells["units"]?.first == "{")
        #expect(try row(record, CSVExport(formulas: .kept))["model"] == text)
    }

    @Test(arguments: [
        "a=1", "1=1", "gpt-4", "_=1", "'a=1", "\"=1", "(=1)", " a=1", "\u{200B}a", "\u{FEFF}", "\u{2028}", " ", "é=1",
        "\u{FF21}=1", "\u{2260}1", "名=1", "",
    ])
    func everyOtherTextStaysAsItIs(text: String) throws {
        let cells = try row(UsageRecord(provider: .aurous, model: text))
        #expect(Array((cells["model"] ?? "-").utf8) == Array(text.utf8))
    }

    @Test func negativeNumbersStayNumbers() throws {
        let cells = try row(
            UsageRecord(provider: .venice, quantities: [try Quantity(-5, unit: "n")], charge: try Money(-10, .usd)))
        #expect(cells["charge"] == "-10")
        #expect(cells["units"] == #"{"n":"-5"}"#)
    }

    @Test(arguments: RowLedger.allCases)
    func everyLineOfALedgerRoundTrips(ledger: RowLedger) async throws {
        let outcome = try await ledger.walk(.test(ledger.fake(ledger.rows(seed: 50, count: 60))), pageSize: 50)
        let export = CSVExport()
        let lines = try cells(export.header + outcome.records.map(export.line).joined())
        #expect(lines.count == 61)
        #expect(lines.allSatisfy { $0.count == columns.count })
        for (line, record) in zip(lines.dropFirst(), outcome.records) {
            #expect(line[1] == record.id ?? "")
            #expect(line[3] == record.time?.description ?? "")
            #expect(line[15] == record.charge?.exact.description ?? "")
            #expect(Decimal(string: line[15]) == record.charge?.amount)
        }
    }
}
