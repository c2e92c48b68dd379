import Testing
import UsageKitTesting

@testable import UsageKit

/// Documents that are printed over several lines, among others that are not.
@Suite struct PrintedFilesTests {
    private static let page =
        #"{"data":[{"id":"a","model":"m","modality":"chat","cost_eur":1,"#
        + #""created_at":"2026-06-02T09:00:00Z"}],"total_count":1}"#

    @Test func aPrintedPageMayFollowACompactOne() throws {
        let printed = SavedRows.overLines(Self.page.replacing("\"a\"", with: "\"b\""), "\n")
        for text in ["\(Self.page)\n\(printed)\n", "\(printed)\n\(Self.page)"] {
            let (rows, report) = try Tresor.replay.rows(of: Array(text.utf8))
            #expect(Set(rows.map(\.id)) == ["a", "b"])
            #expect(report.pages == 2)
            #expect(report.isComplete)
        }
    }

    /// Rows, arrays and pages of every provider, with every second document printed over lines.
    @Test(arguments: RowLedger.allCases, ["lines", "arrays", "pages"])
    func theSameHoldsForEveryForm(_ provider: RowLedger, form: String) throws {
        let rows = provider.rows(seed: 11, count: 12).map(\.text)
        let name = provider == .chatBotKit ? "items" : "data"
        let documents: [String] =
            switch form {
            case "lines": rows
            case "arrays": stride(from: 0, to: 12, by: 3).map { "[\(rows[$0..<$0 + 3].joined(separator: ","))]" }
            default:
                stride(from: 0, to: 12, by: 3).map { "{\"\(name)\":[\(rows[$0..<$0 + 3].joined(separator: ","))]}" }
            }
        let expected = try provider.replayed(Array(documents.joined(separator: "\n").utf8))
        for first in 0...1 {
            let mixed = documents.enumerated().map { $0 % 2 == first ? SavedRows.overLines($1, "\r\n") : $1 }
            let bytes = Array(mixed.joined(separator: "\n").utf8)
            let read = try provider.replayed(bytes)
            #expect(read.rows == expected.rows)
            #expect(read.report == expected.report)
            #expect(read.ledger.count == 12)
        }
    }

    /// The line is named that was cut off, and not the one after it.
    @Test(arguments: ["lines", "pages"], [1, 5, 64, 1000])
    func aLineThatWasCutOffIsNamed(form: String, blockSize: Int) throws {
        let row = #"{"id":"a","model":"m","modality":"chat","cost_eur":1,"created_at":"2026-06-02T09:00:00Z"}"#
        let document = form == "lines" ? row : "{\"data\":[\(row)]}"
        let text = "\(document)\n\(document.dropLast())\n\(document)\n"
        let error = try #require(throws: UsageError.self) {
            let whole = RowKeyReceiver<Tresor.LedgerRow>(SavedRows.tresor.judge(in: .all))
            var reading = try SavedFileReading(
                SavedRows.tresor, .bytes(Array(text.utf8)), into: whole, blockSize: blockSize)
            while try reading.readBlock() != nil {}
        }
        #expect(error.message == "line 2: found a line that ends inside a row or page, and no line that continues it")
        #expect(error.byteOffset == 2 * document.utf8.count)
    }
}
