import Foundation
import Testing

@testable import UsageKit

@Suite struct CSVReplayTests {
    private static let header = VeniceCSVTests.header

    private static func line(_ instant: String, _ amount: String = "-1") -> String {
        "\(instant),m-image-unit,1,1,\(amount),USD,,,,,\n"
    }

    private static let first = line("2026-10-01T00:00:00Z")
    private static let second = line("2026-10-02T00:00:00Z", "-2")

    private func replay(_ text: String, in window: TimeWindow = .all) throws(UsageError) -> (
        rows: [Venice.BillingEntry], report: WalkReport
    ) {
        try Venice.replay.rows(of: Array(text.utf8), in: window)
    }

    private func failure(_ text: String) -> UsageError? {
        do {
            _ = try replay(text)
            return nil
        } catch {
            return error
        }
    }

    @Test func aFileIsOnePage() throws {
        let (rows, report) = try replay(Self.header + Self.first + Self.second)
        #expect(rows.map(\.amount) == [-1, -2])
        #expect(report.pages == 1)
        #expect(report.rows == 2)
        #expect(report.endpoint == "replay")
        #expect(report.isComplete)
    }

    @Test func aHeaderAloneIsAnEmptyLedger() throws {
        for text in [Self.header, String(Self.header.dropLast()), "\u{FEFF}" + Self.header] {
            let (rows, report) = try replay(text)
            #expect(rows.isEmpty)
            #expect(report.isComplete)
            #expect(report.pages == 1)
        }
    }

    @Test func equalChargesAreTwoCharges() throws {
        #expect(try replay(Self.header + Self.first + Self.first).rows.count == 2)
    }

    @Test func aHeaderThatComesAgainBeginsAPage() throws {
        let (rows, report) = try replay(Self.header + Self.first + Self.header + Self.header + Self.second)
        #expect(rows.map(\.amount) == [-1, -2])
        #expect(report.pages == 3)
        #expect(report.isComplete)
    }

    @Test func aPageThatComesTwiceIsNotCountedTwice() throws {
        let page = Self.header + Self.first + Self.second
        let (rows, report) = try replay(page + page)
        #expect(rows.count == 2)
        #expect(report.duplicates == 2)
        #expect(!report.isComplete)
    }

    /// The columns change places with the header.
    private static func turned(_ lines: String) -> String {
        lines.split(separator: "\n").map { line in
            line.split(separator: ",", omittingEmptySubsequences: false).reversed().joined(separator: ",") + "\n"
        }.joined()
    }

    @Test func aHeaderInAnotherOrderBeginsAPage() throws {
        let (rows, report) = try replay(Self.header + Self.first + Self.turned(Self.header + Self.second))
        #expect(rows.map(\.amount) == [-1, -2])
        #expect(rows.map(\.sku) == ["m-image-unit", "m-image-unit"])
        #expect(report.pages == 2)
        #expect(report.isComplete)
    }

    @Test func aHeaderWithOtherColumnsIsAnError() throws {
        let other = Self.header.replacing("sku", with: "skv")
        let error = try #require(failure(Self.header + Self.first + other + Self.second))
        #expect(error.message == "line 3: expected a row, found a header with other columns")
        #expect(error.byteOffset == (Self.header + Self.first).utf8.count)
    }

    @Test func byteOrderMarksOfJoinedFilesAreSkipped() throws {
        let parts = [Self.header + Self.first, Self.header + Self.second, Self.turned(Self.header + Self.first)]
        let (rows, report) = try replay(parts.map { "\u{FEFF}" + $0 }.joined())
        #expect(rows.map(\.amount) == [-1, -2, -1])
        #expect(report.pages == 3)
    }

    @Test func emptyLinesAreSkipped() throws {
        let lines = ["\n\r\n", Self.header, "\n", Self.first, "\r\n\n", ",,,,,,,,,,\n", Self.second, "\n\n"]
        for text in [lines.joined(), "\u{FEFF}" + lines.joined()] {
            let (rows, report) = try replay(text)
            #expect(rows.map(\.amount) == [-1, -2])
            #expect(report.pages == 1)
            #expect(report.isComplete)
            var ledger = UsageLedger()
            #expect(try ledger.ingest(Venice.replay, of: Array(text.utf8)) == report)
        }
        let error = try #require(failure(lines.joined() + "\"\"\n"))
        #expect(error.message == "line 12: expected 11 cells as in the header, found 1")
    }

    /// The first file does not end in a line feed; cells are quoted or not, on both sides.
    @Test(arguments: ["", "n", "\"n\"", "\"\""], [false, true])
    func filesThatWereJoinedAtAByteOrderMarkAreRead(last: String, isQuoted: Bool) throws {
        let first = Self.first.dropLast() + last
        let header = isQuoted ? Self.header.replacing("timestamp", with: "\"timestamp\"") : Self.header
        for other in [header + Self.second, Self.turned(header + Self.second)] {
            let text = Self.header + first + "\u{FEFF}" + other + "\u{FEFF}" + Self.header + Self.first
            let (rows, report) = try replay(text)
            #expect(rows.map(\.amount) == [-1, -2, -1])
            #expect(report.pages == 3)
            #expect(report.notes.count <= 1)
            var ledger = UsageLedger()
            #expect(try ledger.ingest(Venice.replay, of: Array(text.utf8)) == report)
            for size in [1, 2, 3, 50] {
                let bytes = Array(text.utf8)
                var stream = Venice.replay.stream()
                var given: [Venice.BillingEntry] = []
                for start in stride(from: 0, to: bytes.count, by: size) {
                    given += try stream.read(Array(bytes[start..<min(start + size, bytes.count)]))
                }
                #expect(try given + stream.end() == rows)
            }
        }
    }

    @Test func aWindowCutsTheRows() throws {
        let window = TimeWindow.between("2026-10-02T00:00:00Z", "2026-10-03T00:00:00Z")
        let (rows, report) = try replay(Self.header + Self.first + Self.second, in: window)
        #expect(rows.map(\.amount) == [-2])
        #expect(report.outsideWindow == 1)
    }

    static let damaged: [(String, line: Int, byte: Int)] = [
        // Lines of fewer and of more cells.
        ("2026-10-02T00:00:00Z,m\n", 3, 22), (",,,,,,,,,,,x\n", 3, 11), ("2026-10-02T00:00:00Z", 3, 20),
        // An embedded line break is a line of the file.
        ("2026-10-02T00:00:00Z,\"m\nn\",x\n", 4, 28), ("2026-10-02T00:00:00Z,\"m\n\n\"x\n", 5, 26),
        // Quotes.
        ("2026-10-02T00:00:00Z,\"m\n", 3, 21), ("2026-10-02T00:00:00Z,m\"\n", 3, 22), ("\"a\"b\n", 3, 3),
        ("a\rb\n", 3, 1),
        // A line of JSON.
        ("{\"timestamp\":\"2026-10-02T00:00:00Z\"}\n", 3, 1),
    ]

    @Test(arguments: damaged)
    func theLineAndTheByteOfADamagedLineAreNamed(_ text: String, line: Int, byte: Int) throws {
        let before = Self.header + Self.first
        let error = try #require(failure(before + text))
        #expect(error.code == .malformedCSV)
        #expect(error.message.hasPrefix("line \(line): "))
        #expect(error.byteOffset == before.utf8.count + byte)
        #expect(error.provider == .venice)
    }

    @Test func pagesThatWereJoinedInsideALineAreRefused() throws {
        let error = try #require(failure(Self.header + String(Self.first.dropLast()) + Self.header + Self.second))
        #expect(error.code == .malformedCSV)
        #expect(error.message == "line 2: expected 11 cells as in the header, found 21")
    }

    @Test func aProviderWithoutCSVSaysSo() throws {
        let bytes = Array("id,model\n1,2\n".utf8)
        var errors: [UsageError?] = []
        errors.append(#expect(throws: UsageError.self) { try Tresor.replay.rows(of: bytes) })
        errors.append(#expect(throws: UsageError.self) { try Aurous.replay.rows(of: bytes) })
        errors.append(#expect(throws: UsageError.self) { try ChatBotKit.replay.rows(of: bytes) })
        errors.append(#expect(throws: UsageError.self) { try Auralytik.replay.rows(of: bytes) })
        #expect(errors.map(\.?.provider) == [.tresor, .aurous, .chatBotKit, .auralytik])
        for error in errors {
            #expect(error?.code == .unexpectedShape)
            #expect(error?.byteOffset == 0)
            #expect(error?.message.hasPrefix("line 1: ") == true)
            #expect(error?.message.hasSuffix(" is not supported") == true)
            #expect(error?.message.contains("an array of rows: CSV of ") == true)
        }
    }
}
