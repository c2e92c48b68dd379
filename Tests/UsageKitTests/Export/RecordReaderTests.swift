import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

/// What the exports of records have written is read back from a file, and nothing else.
@Suite struct RecordReaderTests {
    private func read(
        _ text: String, repeatingRequests providers: Set<ProviderID> = [],
        formulas: CSVExport.Formulas = .escaped, blockSize: Int = 1 << 16
    ) throws(UsageError) -> [UsageRecord] {
        var reader = try RecordReader(
            of: .bytes(Array(text.utf8)), repeatingRequests: providers, formulas: formulas, blockSize: blockSize)
        var records: [UsageRecord] = []
        while let record = try reader.next() { records.append(record) }
        return records
    }

    private func ndjson(_ records: [UsageRecord]) -> String { records.map { NDJSONExport().line(for: $0) }.joined() }

    private func csv(_ records: [UsageRecord], _ export: CSVExport = CSVExport()) -> String {
        export.header + records.map { export.line(for: $0) }.joined()
    }

    @Test func aFileIsReadRecordByRecordIntoALedger() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "records-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: url) }
        let records = [
            UsageRecord(
                provider: .venice, requestID: "r", repeatsRequest: true, model: "'=1",
                quantities: [try Quantity("0.5", unit: "n")], charge: try Money("2.5", .diem), duration: .seconds(2),
                labels: [.note: "-x"]),
            UsageRecord(provider: .tresor, time: Timestamp(seconds: 0), tokens: TokenCounts(input: 0, output: 7)),
        ]
        for text in [ndjson(records), csv(records, CSVExport(labels: [.note]))] {
            try Data(text.utf8).write(to: url)
            var reader = try RecordReader(of: url, repeatingRequests: [.venice])
            var ledger = UsageLedger()
            var read: [UsageRecord] = []
            while let record = try reader.next() {
                try ledger.append(record)
                read.append(record)
            }
            #expect(read == records)
            #expect(try ledger.report().total.charges == [.diem: 2.5])
            #expect(try reader.next() == nil)
        }
    }

    @Test(arguments: RowLedger.allCases)
    func theRecordsOfEveryLedgerAreReadBack(ledger: RowLedger) async throws {
        let outcome = try await ledger.walk(.test(ledger.fake(ledger.rows(seed: 52, count: 60))), pageSize: 50)
        #expect(outcome.records.count == 60)
        #expect(try read(ndjson(outcome.records)) == outcome.records)
        #expect(try read(csv(outcome.records), repeatingRequests: [.venice]) == outcome.records)
    }

    @Test(arguments: PropertySeeds.some(6))
    func everyRecordIsReadBackFromBlocksOfAnySize(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let records = (0..<60).compactMap { _ in readable(RandomRecords.awkward(using: &random)) }
        let blockSize = [1, 7, 64, 1000, 1 << 16].randomElement(using: &random) ?? 1
        #expect(try read(ndjson(records), blockSize: blockSize) == records)
        let labels = Set(records.flatMap(\.labels.keys)).sorted { ByteString($0.rawValue) < ByteString($1.rawValue) }
        let repeating = records.map { record in
            var record = record
            record.provider = record.repeatsRequest ? .venice : .tresor
            return record
        }
        for formulas in [CSVExport.Formulas.escaped, .kept] {
            let text = csv(repeating, CSVExport(formulas: formulas, labels: labels))
            let read = try read(text, repeatingRequests: [.venice], formulas: formulas, blockSize: blockSize)
            #expect(read == repeating.map(withoutEmptyTexts))
        }
    }

    /// The record as an export can say it: one quantity of each unit, of up to 38 digits; nil if there is a longer sum.
    private func readable(_ record: UsageRecord) -> UsageRecord? {
        var record = record
        guard case .object(let units) = record.units else { return nil }
        record.quantities = []
        for member in units.members {
            guard let number = member.value.string.flatMap({ ExactDecimal($0) }) else { return nil }
            record.quantities.append(Quantity(exact: number, unit: UsageUnit(rawValue: member.name)))
        }
        record.duration = record.duration.flatMap { Duration(exactMilliseconds: ExactDecimal(milliseconds: $0)) }
        return record
    }

    private func withoutEmptyTexts(_ record: UsageRecord) -> UsageRecord {
        func text(_ text: String?) -> String? { text?.isEmpty == true ? nil : text }
        var record = record
        (record.id, record.requestID, record.type) = (text(record.id), text(record.requestID), text(record.type))
        (record.model, record.apiKey, record.user) = (text(record.model), text(record.apiKey), text(record.user))
        (record.sku, record.bot, record.conversation) = (text(record.sku), text(record.bot), text(record.conversation))
        record.status = text(record.status?.rawValue).map(UsageStatus.init(rawValue:))
        record.labels = record.labels.filter { !$0.value.isEmpty }
        return record
    }

    @Test func columnsMayComeInAnyOrderAndOthersAreLabels() throws {
        let text = """
            team,durationMS,currency,charge,units,outputTokens,inputTokens,conversation,bot,sku,status,user,apiKey,model,\
            type,time,requestID,id,provider\nred,1.5,EUR,2,{},4,3,,,,completed,,,m,,2026-05-20T00:00:00Z,,a,tresor\n
            """
        let record = UsageRecord(
            provider: .tresor, id: "a", time: .at("2026-05-20T00:00:00Z"), model: "m", status: .completed,
            tokens: TokenCounts(input: 3, output: 4), charge: try Money(2, .eur), duration: .microseconds(1500),
            labels: [UsageDimension(rawValue: "team"): "red"])
        #expect(try read(text) == [record])
    }

    @Test func filesThatWereJoinedAreReadAsOne() throws {
        let records = [UsageRecord(provider: .tresor, id: "a"), UsageRecord(provider: .aurous, id: "b")]
        let mark = "\u{FEFF}"
        #expect(try read(mark + ndjson(records) + "\r\n" + mark + ndjson(records)) == records + records)
        #expect(try read(mark + csv(records) + mark + csv(records)) == records + records)
        let lines = ndjson(records).replacing("\n", with: "\r\n")
        #expect(try read(String(lines.dropLast())) == records)
        let unended = String(String.UnicodeScalarView(csv(records).unicodeScalars.filter { $0 != "\r" }.dropLast()))
        #expect(try read(unended) == records)
    }

    @Test(arguments: ["", "\u{FEFF}", "\n \r\n"])
    func aFileWithoutLinesHasNoRecords(text: String) throws {
        #expect(try read(text) == [])
        #expect(try read(CSVExport().header) == [])
    }

    @Test func everyColumnMustBePresent() throws {
        for column in CSVExport.columns {
            let header = CSVExport.columns.map { $0 == column ? $0 + "s" : $0 }.joined(separator: ",")
            let error = try #require(throws: UsageError.self) { try read(header + "\n") }
            #expect(error.code == .unexpectedShape)
            #expect(error.message == "line 1: the column \(column) is missing")
        }
    }

    @Test(arguments: [
        ("inputTokens", "1.5"), ("outputTokens", "x"), ("charge", "x"), ("currency", "EUR"), ("durationMS", "1e-16"),
        ("time", "2026-05-20"), ("units", ""), ("units", "[]"), ("units", "{"), ("units", #""{""n"":1}""#),
    ])
    func aCellThatIsNotAsItIsWrittenIsNamed(column: String, cell: String) throws {
        let usual = ["provider": "tresor", "units": "{}"].merging([column: cell]) { $1 }
        let line = CSVExport.columns.map { usual[$0] ?? "" }
        let text = csv([UsageRecord(provider: .tresor)]) + line.joined(separator: ",") + "\r\n"
        let error = try #require(throws: UsageError.self) { try read(text) }
        #expect(error.code == .unexpectedShape)
        #expect(error.message.hasPrefix("line 3: "), "\(error.message)")
        let place = column == "currency" ? "charge" : column
        #expect(error.codingPath?.hasPrefix(place) == true)
        let before = line.prefix { $0 != (column == "currency" ? "EUR" : cell) || $0.isEmpty }
        if !cell.isEmpty, column != "currency" {
            let start = CSVExport().header.utf8.count + CSVExport().line(for: UsageRecord(provider: .tresor)).utf8.count
            #expect(error.byteOffset == start + before.joined(separator: ",").utf8.count + 1)
        }
    }

    @Test func recordsBeforeAnErrorAreGivenAndTheErrorStays() throws {
        let record = UsageRecord(provider: .tresor, id: "a")
        for (text, code) in [
            (ndjson([record]) + "{\"a\":}\n", UsageError.Code.malformedJSON), (csv([record]) + "a\"b\n", .malformedCSV),
        ] {
            var reader = try RecordReader(
                of: .bytes(Array(text.utf8)), repeatingRequests: [], formulas: .escaped, blockSize: 100)
            #expect(try reader.next() == record)
            for _ in 0..<2 {
                do {
                    _ = try reader.next()
                    Issue.record("no error")
                } catch {
                    #expect(error.code == code)
                    #expect(error.message.hasPrefix(code == .malformedCSV ? "line 3: " : "line 2: "))
                    #expect(error.byteOffset != nil)
                }
            }
        }
    }

    @Test(arguments: [
        "[]", "provider;id\na;b\n", "provider\tid\n", "sep=,\nprovider,id\n", "\u{1F}\u{8B}", "PK\u{3}\u{4}",
    ])
    func filesOfOtherKindsAreRefused(text: String) throws {
        var bytes = Array(text.utf8)
        if text.hasPrefix("\u{1F}") { bytes = [0x1F, 0x8B, 8] }
        #expect(throws: UsageError.self) {
            var reader = try RecordReader(
                of: .bytes(bytes), repeatingRequests: [], formulas: .escaped, blockSize: 10)
            _ = try reader.next()
        }
    }

    @Test func aFileThatIsMissingIsUnreadable() {
        #expect(throws: UsageError.self) {
            _ = try RecordReader(of: URL(filePath: "/nonexistent/records.csv"), repeatingRequests: [])
        }
    }
}
