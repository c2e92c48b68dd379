import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

@Suite struct VeniceCSVTests {
    /// The columns in the order in which Venice writes them.
    static let columns = [
        "timestamp", "sku", "pricePerUnitUsd", "units", "amount", "currency", "notes", "inferenceDetails.requestId",
        "inferenceDetails.inferenceExecutionTime", "inferenceDetails.promptTokens", "inferenceDetails.completionTokens",
    ]
    static let header = columns.joined(separator: ",") + "\n"
    static let plain = "2026-10-02T08:15:30.120Z,m-llm-output-mtoken,2,0.0005,-0.001,USD,,,,,\n"

    /// Entries as CSV in the forms that a spreadsheet or a service may write.
    static func text(
        of entries: [JSONValue], columns: [String] = columns, lineBreak: String = "\n",
        quoting: (String) -> String = { $0 }
    ) -> String {
        let rows = entries.map { entry in
            columns.map { column in
                let path = column.split(separator: ".")
                switch path.reduce(entry, { $0[String($1)] ?? .null }) {
                case .null: return ""
                case .string(let text): return quoting(text)
                case let other: return quoting(other.text)
                }
            }.joined(separator: ",")
        }
        return ([columns.joined(separator: ",")] + rows).map { $0 + lineBreak }.joined()
    }

    private static func entries(seed: UInt64, count: Int = 300) -> [JSONValue] {
        LedgerGenerator(seed: seed).veniceEntries(
            count: count, in: .between("2026-10-01T00:00:00Z", "2026-11-01T00:00:00Z"))
    }

    private func rows(_ text: String) throws -> [Venice.BillingEntry] {
        try Venice.replay.rows(of: Array(text.utf8)).rows
    }

    private func failure(_ text: String) -> UsageError? {
        do {
            _ = try Venice.replay.rows(of: Array(text.utf8))
            return nil
        } catch {
            return error
        }
    }

    @Test func readsEveryColumn() throws {
        let text =
            Self.header + "2026-10-02T08:15:30.120Z,example-model-llm-output-mtoken,2,0.0005,-0.001,USD,API Inference,"
            + "chatcmpl-0001,2100,300,500\n"
            + "2026-10-02T09:00:00.000Z,example-image-unit,0.05,1,-0.05,BUNDLED_CREDITS,API Inference,,,,\n"
        let expected = try Venice.replay.rows(of: Fixture.bytes("Venice/usage-history")).rows
        #expect(try rows(text) == expected)
        #expect(try rows(text.replacingOccurrences(of: "\n", with: "\r\n")) == expected)
        #expect(try rows("\u{FEFF}" + text.dropLast()) == expected)
    }

    // MARK: - The same as JSON

    @Test(arguments: 0..<5)
    func readsTheSameEntriesFromCSVAndJSON(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let entries = Self.entries(seed: seed)
        let page = JSONValue.object(["data": .array(entries), "nextCursor": nil])
        let json = try Venice.replay.rows(of: Array(page.text.utf8))
        let csv = try Venice.replay.rows(
            of: Array(
                Self.text(
                    of: entries, columns: Self.columns.shuffled(using: &random), lineBreak: "\r\n",
                    quoting: CSVText.quoted
                ).utf8))
        #expect(csv.rows == json.rows)
        #expect(csv.report == json.report)

        let query = ReportQuery(every: .day, by: [.model, .currency])
        var (fromCSV, fromJSON) = (UsageLedger(), UsageLedger())
        try fromCSV.append(contentsOf: csv.rows.map(\.usageRecord))
        try fromJSON.append(contentsOf: json.rows.map(\.usageRecord))
        let (left, right) = (try fromCSV.report(query), try fromJSON.report(query))
        #expect(left.count == right.count)
        #expect(left.count > 10)
        for (left, right) in zip(left, right) {
            #expect(left.charges == right.charges)
            #expect(left.requests == right.requests)
            #expect(left.inputTokens == right.inputTokens)
            #expect(left.outputTokens == right.outputTokens)
            #expect(left.units == right.units)
            #expect(left.latency.p95 == right.latency.p95)
        }
    }

    @Test(arguments: [
        ("0.1", "0.1"), ("-0.06356", "-0.06356"), ("1e-7", "0.0000001"), ("2.5E+3", "2500"), ("-0", "0"),
        ("12345678901234567890123456789012345678", "12345678901234567890123456789012345678"),
        ("0.00000000000000000000000000000000000001", "0.00000000000000000000000000000000000001"),
    ])
    func amountsKeepEveryDigit(_ text: String, amount: String) throws {
        let line = Self.plain.replacingOccurrences(of: "-0.001", with: text)
        #expect(try rows(Self.header + line).first?.fields.amount?.description == amount)
    }

    // MARK: - Columns

    @Test func readsTextsWithSeparatorsQuotesAndLineFeeds() throws {
        let notes = "a, \"b\"\r\nc\n'=d"
        let line = Self.plain.replacingOccurrences(of: "USD,,", with: "USD,\(CSVText.quoted(notes)),")
        let both = try rows(Self.header + line + Self.plain)
        #expect(both.map(\.notes) == [notes, nil])
    }

    @Test func anApostropheIsPartOfTheText() throws {
        let line = Self.plain.replacingOccurrences(of: "USD,,", with: "USD,'-1,")
        #expect(try rows(Self.header + line).first?.notes == "'-1")
        let guarded = Self.plain.replacingOccurrences(of: "-0.001", with: "'-0.001")
        #expect(try rows(Self.header + guarded).first?.unreadableFields == ["amount"])
    }

    @Test func unknownColumnsAreKept() throws {
        let header = "region,inferenceDetails.modelId," + Self.header
        let entries = try rows(
            header + "eu,m1,\(Self.plain)" + ",,\(Self.plain)"
                + "é,,\(Self.plain.replacingOccurrences(of: "USD,,", with: "USD,,r1"))")
        #expect(entries.map { $0.unknown["region"]?.text } == [#""eu""#, "null", #""é""#])
        #expect(entries.map { $0.inferenceDetails?.unknown["modelId"]?.text } == [#""m1""#, nil, "null"])
        #expect(entries.map { $0.inferenceDetails?.requestID } == [nil, nil, "r1"])
        for entry in entries {
            #expect(try Venice.replay.rows(of: Array(entry.jsonValue.text.utf8)).rows == [entry])
        }
    }

    @Test(arguments: ["timestamp", "sku", "amount", "currency"])
    func namesAMissingRequiredColumn(_ name: String) throws {
        let text = Self.text(of: Self.entries(seed: 1, count: 2), columns: Self.columns.filter { $0 != name })
        let error = try #require(failure(text))
        #expect(error.code == .unexpectedShape)
        #expect(error.message == "line 1: the column \(name) is missing")
        #expect(error.provider == .venice)
        #expect(
            error.byteOffset == text.utf8.firstIndex(of: 10).map { text.utf8.distance(from: text.startIndex, to: $0) })
    }

    @Test func columnsOfTheDetailsMayBeMissing() throws {
        let entries = Self.entries(seed: 2, count: 20)
        let read = try rows(Self.text(of: entries, columns: Array(Self.columns[..<6])))
        #expect(read.count == 20)
        #expect(read.allSatisfy { $0.inferenceDetails == nil && $0.notes == nil })
    }

    @Test func refusesAColumnThatComesTwice() throws {
        let error = try #require(failure("units," + Self.header + "1," + Self.plain))
        #expect(error.code == .malformedCSV)
        #expect(error.message == "line 1: the column units is repeated")
        #expect(error.byteOffset == 36)
    }

    @Test func refusesDetailsInOneColumn() throws {
        let error = try #require(failure("inferenceDetails," + Self.header))
        #expect(error.code == .unexpectedShape)
        #expect(error.message.hasPrefix("line 1: unexpected column inferenceDetails;"))
    }

    // MARK: - Damaged cells

    static let damaged: [(column: String, cell: String, code: UsageError.Code)] = [
        ("timestamp", "", .invalidTimestamp), ("timestamp", "2026-10-02", .invalidTimestamp),
        ("timestamp", "2026-10-02T08:15:30", .invalidTimestamp),
        ("timestamp", " 2026-10-02T08:15:30Z", .invalidTimestamp),
        ("sku", "", .unexpectedShape), ("currency", "", .unexpectedShape),
        ("units", " 1", .unexpectedShape), ("units", "1 ", .unexpectedShape), ("units", "1,000", .unexpectedShape),
        ("units", "+1", .unexpectedShape), ("units", ".5", .unexpectedShape), ("units", "01", .unexpectedShape),
        ("amount", "NaN", .unexpectedShape), ("amount", "-", .unexpectedShape), ("amount", "$1", .unexpectedShape),
        ("amount", "null", .unexpectedShape), ("amount", "1.234567890123456789012345678901234567890", .inexactNumber),
        ("inferenceDetails.promptTokens", "1.5", .unexpectedShape),
        ("inferenceDetails.promptTokens", "x", .unexpectedShape),
        ("inferenceDetails.completionTokens", "9223372036854775808", .unexpectedShape),
        ("inferenceDetails.inferenceExecutionTime", "1e30", .unexpectedShape),
    ]

    @Test(arguments: damaged)
    func aCellThatCannotBeReadIsUnknownAndNamed(column: String, cell: String, code: UsageError.Code) throws {
        let index = try #require(Self.columns.firstIndex(of: column))
        var cells = Self.plain.dropLast().split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        cells[index] = CSVText.quoted(cell)
        let before = Self.header + Self.plain
        let rows = try rows(before + cells.joined(separator: ",") + "\n" + Self.plain)
        #expect(rows.map(\.unreadableFields) == [[], [column], []])
        #expect(rows[1].unknown[column] == .string(cell))
        // The error of the record names the reason and the place.
        var reader = CSVReader()
        var records: [CSVRecord] = []
        let note = { (record: CSVRecord) throws(UsageError) in records.append(record) }
        try reader.read(Array((before + cells.joined(separator: ",") + "\n").utf8)[...], note)
        let columns = try Venice.BillingEntry.columns(of: CSVHeader(records[0]))
        let error = try #require(throws: UsageError.self) {
            try Venice.BillingFields(from: records[2], columns)
        }
        #expect(error.code == code)
        #expect(error.codingPath == column)
        #expect(error.byteOffset == before.utf8.count + cells[..<index].reduce(0) { $0 + $1.utf8.count + 1 })
    }

    @Test func refusesATextThatIsNotUTF8() throws {
        let line = Self.plain.replacingOccurrences(of: "USD,,", with: "USD,#,")
        let bytes = (Self.header + line).utf8.map { $0 == UInt8(ascii: "#") ? 0xFF : $0 }
        let error = #expect(throws: UsageError.self) { try Venice.replay.rows(of: bytes) }
        #expect(error?.code == .malformedCSV)
        #expect(error?.codingPath == "notes")
        let names = #expect(throws: UsageError.self) { try Venice.replay.rows(of: [0xFF] + Array(Self.header.utf8)) }
        #expect(names?.code == .malformedCSV)
        #expect(names?.byteOffset == 0)
    }

    @Test func refusesATruncatedFileUnlessItEndsInItsLastCell() throws {
        let text = Self.text(of: Self.entries(seed: 3, count: 4), quoting: CSVText.quoted)
        let whole = try rows(text)
        let bytes = Array(text.utf8)
        let ends = (Self.header.utf8.count..<bytes.count).filter { end in
            guard let read = try? Venice.replay.rows(of: Array(bytes[..<end])).rows else { return false }
            // Before the last cell's closing quote, after it, or after the line.
            #expect([UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: "\n")].contains(bytes[end - 1]))
            #expect(whole.starts(with: read.dropLast()), "cut at byte \(end)")
            return true
        }
        #expect((4...12).contains(ends.count))
    }
}
