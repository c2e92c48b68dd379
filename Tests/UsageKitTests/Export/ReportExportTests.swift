import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

/// The exports of reports against a naive writer; each has samples of its own in the tests of its file.
@Suite struct ReportExportTests {
    @Test func agreesWithTheNaiveWriterOnOneGroup() throws {
        var ledger = UsageLedger()
        try ledger.append(UsageRecord(provider: .aurous, charge: Money(Decimal(string: "0.50") ?? 0, .eur)))
        let report = try ledger.report()
        let naive = NaiveReportText(report: report)
        #expect(naive.json.hasSuffix(#""charges":1,"inputTokens":0,"outputTokens":0,"durations":0}}]}"#))
        #expect(JSONExport().text(of: report) == naive.json)
    }

    @Test(arguments: PropertySeeds.some(30, from: 0))
    func agreesWithTheNaiveWriter(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let records = RandomRecords.labelled(Int.random(in: 0...120, using: &random), using: &random)
            .map { Self.nasty($0, using: &random) }
        var ledger = UsageLedger(keeping: RandomRecords.kept)
        try ledger.append(contentsOf: records)
        for _ in 0..<4 {
            var query = RandomRecords.query(using: &random)
            if Int.random(in: 0..<3, using: &random) == 0 {
                query.top = ReportQuery.Top(Int.random(in: 0...2, using: &random), by: .requests)
            }
            // Shorter buckets would be filled with thousands of groups, for which the naive writer is too slow.
            query.fillsEmptyBuckets = [.day, .week, .month].contains(query.bucket) && Bool.random(using: &random)
            if Int.random(in: 0..<4, using: &random) == 0 { query.measures.remove(.charges) }
            let report = try Self.withWalks(ledger.report(query), using: &random)
            try Self.expectAgreement(of: report)
        }
    }

    /// Reports of more groups than one part has, and of more keys than are kept.
    @Test(arguments: [3, (1 << 14) + 5]) func agreesOnManyGroups(keys: Int) throws {
        var ledger = UsageLedger()
        for key in 0..<keys {
            try ledger.append(
                UsageRecord(
                    provider: .aurous, time: Timestamp(seconds: Int64(key % 3) * 86_400), model: "m\(key)",
                    charge: try Money(Decimal(key) / 100, .usd), duration: .microseconds(key * 1_000_003)))
        }
        let report = try ledger.report(every: .day, by: [.model])
        #expect(report.count == keys)
        try Self.expectAgreement(of: report)
    }

    @Test func amountsBeyond64BitsHaveAllDigits() throws {
        var ledger = UsageLedger()
        let amounts = [
            "99999999999999999999999999999999999998", "0.00000000000000000000000000000000000012345678",
            "18446744073709551616", "-0.18446744073709551616", "1000000000000000000000000000000000000000000",
        ]
        for (number, text) in amounts.enumerated() {
            let exact = try #require(ExactDecimal(text))
            try ledger.append(
                UsageRecord(
                    provider: .aurous, model: "\(number)",
                    quantities: [Quantity(exact: exact.negated, unit: UsageUnit(rawValue: "u\(number)"))],
                    charge: Money(exact: exact, currency: Currency(rawValue: "c\(number)"))))
        }
        let report = try ledger.report(by: [.model])
        let json = try JSONValue(json: Array(JSONExport().text(of: report).utf8))
        guard case .array(let groups) = json["groups"] else { throw UsageError(.unexpectedShape, "no groups") }
        #expect(groups.enumerated().map { $1["charges"]?["c\($0)"]?.string } == amounts)
        try Self.expectAgreement(of: report)
    }

    private static func expectAgreement(of report: UsageReport) throws {
        let naive = NaiveReportText(report: report)
        let json = JSONExport().text(of: report)
        #expect(Array(json.utf8) == Array(naive.json.utf8))
        #expect(try JSONValue(json: Array(json.utf8)).text == json)
        #expect(Array(NDJSONExport().text(of: report).utf8) == Array(naive.ndjson.utf8))
        for export in [CSVExport(), CSVExport(formulas: .kept)] {
            #expect(Array(export.text(of: report).utf8) == Array(naive.csv(export).utf8))
        }
    }

    /// Texts with quotes, control characters, commas and the beginnings of formulas.
    private static let texts = [
        "a\"b", "\"", "\\", "a,b", "a\nb", "\r\n", "\t", "\u{0}", "\u{1F}x", "=1+1", "+1", "-1", "@A1", " =1",
        "\u{2028}", "q\"\u{301}", "\u{FF1D}1", "/", "",
    ]

    private static func nasty(_ record: UsageRecord, using random: inout SeededGenerator) -> UsageRecord {
        var record = record
        func text() -> String? {
            Int.random(in: 0..<3, using: &random) == 0 ? texts.randomElement(using: &random) : nil
        }
        record.model = text() ?? record.model
        record.apiKey = text() ?? record.apiKey
        record.user = text() ?? record.user
        record.charge = record.charge.map { charge in
            Money(exact: charge.exact, currency: text().map { Currency(rawValue: $0) } ?? charge.currency)
        }
        record.quantities = record.quantities.map { quantity in
            Quantity(exact: quantity.exact, unit: text().map { UsageUnit(rawValue: $0) } ?? quantity.unit)
        }
        return record
    }

    private static func withWalks(_ report: UsageReport, using random: inout SeededGenerator) -> UsageReport {
        let walks = (0..<Int.random(in: 0...3, using: &random)).map { number in
            WalkReport(
                provider: [.aurous, .venice, ProviderID(rawValue: "a\"")][number], endpoint: "e\n\(number)",
                window: number == 0 ? .all : .since("2026-05-01T00:00:00.5Z"), pages: number, rows: 7 * number,
                isFinished: Bool.random(using: &random),
                stopped: number == 2 ? WalkStop(.missingRows, "\"1\" row") : nil)
        }
        return UsageReport(query: report.query, groups: Array(report), total: report.total, walks: walks)
    }
}
