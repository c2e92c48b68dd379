import Foundation
import Testing

@testable import UsageKit

/// Saved rows whose names differ in their bytes alone, or hold characters that no terminal should see: each name keeps
/// its own figures and its bytes, from the file to the report, the sketch and the exports.
@Suite struct HostileNamesTests {
    /// "café" with "é" as one scalar, and as an "e" with a combining accent; Swift treats the two texts as equal.
    private static let spellings = ["caf\u{E9}", "cafe\u{301}"]

    /// How the names are written in the file.
    enum Writing: CaseIterable {
        case asText, escaped
    }

    /// The literal of a text in JSON.
    private static func literal(_ text: String, _ writing: Writing) -> String {
        let scalars = text.unicodeScalars.map { scalar in
            guard scalar.value < 0x20 || (writing == .escaped && !scalar.isASCII) else { return String(scalar) }
            let digits = String(scalar.value, radix: 16)
            return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
        return "\"" + scalars.joined() + "\""
    }

    private static func venice(_ currency: String, amount: String, sku: String = "m-image-unit") -> String {
        """
        {"timestamp":"2026-06-02T09:00:01.000Z","sku":\(sku.first == "\"" ? sku : "\"\(sku)\""),"pricePerUnitUsd":0.05,\
        "units":3,"amount":\(amount),"currency":\(currency),"notes":"API","inferenceDetails":null}
        """
    }

    private static func tresor(id: String, model: String, cost: String) -> String {
        """
        {"id":\(id),"model":\(model),"modality":"chat","provider":"p","billing_unit":"token","audio_seconds":null,\
        "prompt_tokens":10,"completion_tokens":2,"cost_eur":\(cost),"discount_applied_pct":0,"receipt_id":null,\
        "failover":false,"key_prefix":"tr-1","key_name":null,"created_at":"2026-06-02T09:00:00Z"}
        """
    }

    /// The rows in each form of a file: one on a line, an array, a page.
    private static func files(_ rows: [String], container: String) -> [[UInt8]] {
        let all = rows.joined(separator: ",")
        return [rows.joined(separator: "\n"), "[\(all)]", "{\"\(container)\":[\(all)]}"].map { Array($0.utf8) }
    }

    /// The rows of a file, and the ledgers that hold them: added row by row, read from the file, and merged from halves.
    private func read<Row>(
        _ replay: Replay<Row>, _ file: [UInt8]
    ) throws -> (records: [UsageRecord], ledgers: [UsageLedger]) {
        let records = try replay.rows(of: file).rows.map(\.usageRecord)
        var byRow = UsageLedger()
        try byRow.append(contentsOf: records)
        var fromFile = UsageLedger()
        try fromFile.ingest(replay, of: file)
        var (first, second) = (UsageLedger(), UsageLedger())
        for (index, record) in records.enumerated() {
            if index % 2 == 0 { try first.append(record) } else { try second.append(record) }
        }
        return (records, [byRow, fromFile, second.merging(first)])
    }

    private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test(arguments: Writing.allCases)
    func currenciesThatDifferInTheirBytesAreTwo(writing: Writing) throws {
        let names = Self.spellings.map { Self.literal($0, writing) }
        let rows = [
            Self.venice(names[0], amount: "-2"), Self.venice(names[1], amount: "-30"),
            Self.venice(names[0], amount: "-0.25"),
        ]
        let expected: [[UInt8]: Decimal] = [
            bytes(Self.spellings[0]): try #require(Decimal(string: "2.25")), bytes(Self.spellings[1]): 30,
        ]
        for file in Self.files(rows, container: "data") {
            let (records, ledgers) = try read(Venice.replay, file)
            for ledger in ledgers {
                let charges = try ledger.report().total.charges
                #expect(charges.count == 2)
                #expect(
                    Dictionary(charges.map { (bytes($0.key.rawValue), $0.value) }) { first, _ in first } == expected)
                #expect(
                    try ledger.report(by: [.currency]).map { $0.key[0].map(bytes) } == [
                        bytes(Self.spellings[1]), bytes(Self.spellings[0]),
                    ])
            }
            var sketch = try UsageSketch(ReportQuery(by: [.currency]))
            try sketch.add(contentsOf: records)
            #expect(sketch.count == 2)
            #expect(Set(sketch.total.charges.map { bytes($0.key.rawValue) }) == Set(expected.keys))
            try expectExportsToKeep(records)
        }
    }

    @Test(arguments: Writing.allCases)
    func unitsThatDifferInTheirBytesAreTwo(writing: Writing) throws {
        let names = Self.spellings.map { Self.literal($0, writing) }
        // The unit of a product of an unknown kind is the whole name.
        let rows = names.map { Self.venice("\"USD\"", amount: "-1", sku: $0) }
        for file in Self.files(rows, container: "data") {
            let (records, ledgers) = try read(Venice.replay, file)
            for ledger in ledgers {
                let units = try ledger.report().total.units
                #expect(Set(units.map { bytes($0.key.rawValue) }) == Set(Self.spellings.map(bytes)))
                #expect(units.values.allSatisfy { $0 == 3 })
            }
            try expectExportsToKeep(records)
        }
    }

    @Test(arguments: Writing.allCases)
    func idsAndModelsThatDifferInTheirBytesAreTwo(writing: Writing) throws {
        let names = Self.spellings.map { Self.literal($0, writing) }
        let rows = [
            Self.tresor(id: names[0], model: names[0], cost: "1"),
            Self.tresor(id: names[1], model: names[1], cost: "10"),
            Self.tresor(id: names[0], model: names[0], cost: "1"),
        ]
        for file in Self.files(rows, container: "data") {
            #expect(try Tresor.replay.rows(of: file).report.duplicates == 1)
            let (records, ledgers) = try read(Tresor.replay, file)
            #expect(records.map { $0.id.map(bytes) } == Self.spellings.map(bytes))
            for ledger in ledgers {
                let report = try ledger.report(by: [.model])
                #expect(report.map { $0.key[0].map(bytes) } == [bytes(Self.spellings[1]), bytes(Self.spellings[0])])
                #expect(report.map { $0.charges[.eur] } == [10, 1])
                #expect(report.total.charges[.eur] == 11)
                let filter = UsageFilter.isOne(.model, [Self.spellings[0]])
                #expect(try ledger.report(ReportQuery(where: filter)).total.charges[.eur] == 1)
            }
            try expectExportsToKeep(records)
        }
    }

    @Test(arguments: Writing.allCases)
    func namesWithControlAndFormatCharactersAreKept(writing: Writing) throws {
        let names = [
            "\u{1B}[2Jred", "two\nlines       99  99", "bell\u{7}", "\u{202E}gpj.exe", "\u{0}", "\u{FEFF}=1+1",
        ]
        let rows = names.enumerated().map { index, name in
            Self.tresor(id: "\"row-\(index)\"", model: Self.literal(name, writing), cost: "1")
        }
        for file in Self.files(rows, container: "data") {
            let (records, ledgers) = try read(Tresor.replay, file)
            for ledger in ledgers {
                let keys = try ledger.report(by: [.model]).map { $0.key[0].map(bytes) }
                #expect(keys == names.map(bytes).sorted { $0.lexicographicallyPrecedes($1) })
            }
            try expectExportsToKeep(records)
        }
    }

    /// A JSON object on one line has the bytes of each name; a line of CSV has them in a cell.
    private func expectExportsToKeep(_ records: [UsageRecord]) throws {
        for record in records {
            let line = NDJSONExport().line(for: record)
            #expect(line.utf8.count { $0 == UInt8(ascii: "\n") } == 1)
            let object = try JSONValue(json: Array(line.utf8))
            for (name, text) in [
                ("id", record.id), ("model", record.model), ("sku", record.sku),
                ("currency", record.charge?.currency.rawValue),
            ] {
                #expect(object[name] == JSONValue(text))
                guard let text, !text.utf8.contains(where: { $0 < 0x20 }) else { continue }
                let cells = CSVExport(formulas: .kept).line(for: record).utf8
                #expect(Array(cells).firstRange(of: Array(text.utf8)) != nil)
            }
            #expect(object["units"] == record.units)
        }
    }
}
