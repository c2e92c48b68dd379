import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

@Suite struct ReplayTests {
    private static func row(_ id: String, at instant: String = "2026-05-20T00:00:00Z") -> String {
        #"{"id":"\#(id)","model":"m","modality":"chat","cost_eur":0.1,"created_at":"\#(instant)"}"#
    }

    private func rows(_ text: String, in window: TimeWindow = .all) throws -> (
        rows: [Tresor.LedgerRow], report: WalkReport
    ) {
        try Tresor.replay.rows(of: Array(text.utf8), in: window)
    }

    private func failure(_ text: String) -> UsageError? {
        do {
            _ = try Tresor.replay.rows(of: Array(text.utf8))
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: ["\n", "\r\n", "\n\n", ""])
    func readsALineARow(separator: String) throws {
        let text = [Self.row("a"), Self.row("b"), Self.row("c")].joined(separator: separator) + separator
        let (rows, report) = try rows(text)
        #expect(rows.map(\.id) == ["a", "b", "c"])
        #expect(report.isComplete)
        #expect(report.pages == 1)
        #expect(report.rows == 3)
        #expect(report.endpoint == "replay")
        #expect(report.provider == .tresor)
    }

    @Test func readsPagesOneAfterTheOther() throws {
        let (rows, report) = try rows(
            #"{"data":[\#(Self.row("a")),\#(Self.row("b"))],"total_count":9,"x":[{"data":[]}]}"# + "\n"
                + #"{"total_count":9,"data":[]}"# + #"{"data":[\#(Self.row("c"))]}"#)
        #expect(rows.map(\.id) == ["a", "b", "c"])
        #expect(report.pages == 3)
        #expect(report.expected == 9)
        #expect(report.stopped?.message == "the provider reports 9 rows but returned 3")
    }

    @Test func readsAnArray() throws {
        let (rows, report) = try rows(" [\n\(Self.row("a")),\n\(Self.row("b"))\n]\n")
        #expect(rows.map(\.id) == ["a", "b"])
        #expect(report.pages == 1)
        #expect(report.isComplete)
        #expect(try self.rows("[]").rows.isEmpty)
    }

    @Test(arguments: ["", "\n", " \r\n\t"])
    func anEmptyFileHasNoRows(text: String) throws {
        let (rows, report) = try rows(text)
        #expect(rows.isEmpty)
        #expect(report.isComplete)
        #expect(report.rows == 0)
    }

    @Test func rowsThatComeTwiceCountInTheirLaterState() throws {
        let changed = Self.row("a").replacingOccurrences(of: "0.1", with: "0.2")
        let (rows, report) = try rows([Self.row("a"), Self.row("b"), Self.row("a"), changed].joined(separator: "\n"))
        #expect(rows.map(\.id) == ["b", "a"])
        #expect(rows.last?.cost?.amount == Decimal(string: "0.2"))
        #expect(report.rows == 2)
        #expect(report.duplicates == 1)
        #expect(report.revised == 1)
        #expect(report.revisedCharges == 1)
        #expect(report.isComplete)
    }

    @Test func manyPagesThatRepeatAreNoStall() throws {
        let page = { (id: String) in #"{"data":[\#(Self.row(id))],"total_count":1}"# }
        let (rows, report) = try rows(String(repeating: page("a"), count: 6) + page("b"))
        #expect(rows.map(\.id) == ["a", "b"])
        #expect(report.duplicates == 5)
        #expect(report.isComplete)
    }

    @Test func aLastPageWithoutIDsThatRepeatsIsNotCountedTwice() throws {
        let page = try Fixture.bytes("Venice/usage-history")
        let (rows, report) = try Venice.replay.rows(of: page + page)
        #expect(rows.count == 2)
        #expect(report.duplicates == 2)
        #expect(!report.isComplete)
        #expect(report.isFinished)
    }

    @Test func aWindowCutsTheRows() throws {
        let text = [
            Self.row("a", at: "2026-05-17T00:00:00Z"), Self.row("b"), Self.row("c", at: "2026-05-25T00:00:00Z"),
        ].joined(separator: "\n")
        let (rows, report) = try rows(text, in: RowLedger.week)
        #expect(rows.map(\.id) == ["b"])
        #expect(report.outsideWindow == 2)
        #expect(report.window == RowLedger.week)
    }

    @Test func theLineAndTheByteOfAMalformedRowAreNamed() throws {
        let good = Self.row("a") + "\n"
        let error = try #require(failure(good + good + #"{"id":"b","model":5}"# + "\n"))
        #expect(error.code == .unexpectedShape)
        #expect(error.message.hasPrefix("line 3: "))
        #expect(error.byteOffset == good.utf8.count * 2 + 18)
        #expect(error.codingPath == "model")
        #expect(error.provider == .tresor)
    }

    @Test func aRowThatIsCutOffIsAnErrorOfItsLine() throws {
        let good = Self.row("a") + "\n"
        let cut = try #require(failure(good + String(Self.row("b").dropLast(10)) + "\n" + good))
        #expect(cut.code == .malformedJSON)
        #expect(cut.message.hasPrefix("line 2: "))
        let end = try #require(failure(good + String(Self.row("b").dropLast(10))))
        #expect(end.message.hasPrefix("line 2: "))
    }

    @Test(arguments: [
        "x", "null", "5", #""a""#, "id,model\n1,2", "[", "{", "[]x", "[] {}", #"{"data":[}"#, #"{"data":[]}x"#,
        #"{"data":[]}{"rows":[]}"#, #"{"data":[],"data":[]}"#, "[1]",
    ])
    func whatIsNoLedgerIsRefused(text: String) throws {
        let error = try #require(failure(text))
        #expect([.malformedJSON, .unexpectedShape].contains(error.code))
        #expect(error.message.hasPrefix("line 1: "))
    }

    @Test func aPageWhereALineOfRowsBeganIsRefused() {
        #expect(failure(Self.row("a") + "\n" + #"{"data":[]}"#)?.message.hasPrefix("line 2: ") == true)
    }

    @Test(arguments: [
        ("Aurous/events", 1), ("Aurous/credit-ledger", 1), ("Venice/usage-history", 2), ("Tresor/usage", 1),
        ("ChatBotKit/usage-list", 1),
    ])
    func readsThePageOfEachProvider(fixture: String, count: Int) throws {
        let bytes = try Fixture.bytes(fixture)
        let reports =
            switch fixture.split(separator: "/")[0] {
            case "Aurous": try Aurous.replay.rows(of: bytes).report
            case "Venice": try Venice.replay.rows(of: bytes).report
            case "Tresor": try Tresor.replay.rows(of: bytes).report
            default: try ChatBotKit.replay.rows(of: bytes).report
            }
        #expect(reports.rows == count)
        // The published pages of these two name a page that follows.
        #expect(reports.isComplete == !["Aurous/events", "Venice/usage-history"].contains(fixture))
    }

    @Test(arguments: [
        ("Aurous/events", 1), ("Aurous/credit-ledger", 1), ("Venice/usage-history", 2), ("Tresor/usage", 1),
        ("ChatBotKit/usage-list", 1),
    ])
    func everyProvidersPageIsReadAlone(fixture: String, count: Int) throws {
        let bytes = try Fixture.bytes(fixture)
        let rows: (page: [UsageRecord], file: [UsageRecord]) =
            switch fixture.split(separator: "/")[0] {
            case "Aurous": try records(Aurous.replay, bytes)
            case "Venice": try records(Venice.replay, bytes)
            case "Tresor": try records(Tresor.replay, bytes)
            default: try records(ChatBotKit.replay, bytes)
            }
        #expect(rows.page.count == count)
        #expect(rows.page == rows.file)
    }

    private func records<Row>(
        _ replay: Replay<Row>, _ bytes: [UInt8]
    ) throws -> (page: [UsageRecord], file: [UsageRecord]) {
        let page = try replay.rows(ofPage: bytes).map(\.usageRecord)
        return (page, try replay.rows(of: bytes).rows.map(\.usageRecord))
    }

    @Test func aPageAloneDropsNothing() throws {
        let page = #"{"total_count":"x","data":[\#(Self.row("a")),\#(Self.row("a"))],"more":{"data":[1]}}"#
        #expect(try Tresor.replay.rows(ofPage: Array(page.utf8)).map(\.id) == ["a", "a"])
    }

    @Test(arguments: [
        ("", 0, UsageError.Code.malformedJSON, ""), ("[]", 0, .unexpectedShape, ""), ("{}", 2, .unexpectedShape, ""),
        (#"{"data":[]}{"data":[]}"#, 11, .malformedJSON, ""), (#"{"data":[],"data":[]}"#, 18, .malformedJSON, "data"),
        (#"{"data":[{"id":5}]}"#, 15, .unexpectedShape, "data[0].id"), (#"{"items":[]}"#, 12, .unexpectedShape, ""),
    ])
    func whatIsNotOnePageIsRefused(text: String, offset: Int, code: UsageError.Code, path: String) throws {
        let error = try #require(throws: UsageError.self) { try Tresor.replay.rows(ofPage: Array(text.utf8)) }
        #expect(error.code == code)
        #expect(error.byteOffset == offset)
        #expect(error.codingPath == path)
        #expect(error.provider == .tresor)
    }

    /// More rows than room is made for at first, the longest first and the longest last.
    @Test func aPageOfRowsOfAnyLengthIsRead() throws {
        let lengths = (0..<400).map { $0 * 7 }
        for lengths in [lengths, lengths.reversed()] {
            let ids = lengths.enumerated().map { "\($0)" + String(repeating: "x", count: $1) }
            let page = #"{"data":["# + ids.map { Self.row($0) }.joined(separator: ",") + "]}"
            #expect(try Tresor.replay.rows(ofPage: Array(page.utf8)).map(\.id) == ids)
        }
    }

    @Test func bothEnvelopesOfAuralytikAreRead() throws {
        let text = #"{"data":[{"id":"a"}],"page":1,"totalCount":2}{"data":[{"id":"b"}],"meta":{},"pagination":{}}"#
        let (rows, report) = try Auralytik.replay.rows(of: Array(text.utf8))
        #expect(rows.map(\.id) == ["a", "b"])
        #expect(report.pages == 2)
    }

    @Test(arguments: RowLedger.allCases)
    func savedRowsAreTheRowsThatWereWalked(ledger: RowLedger) async throws {
        let rows = ledger.rows(seed: 40, count: 50)
        let outcome = try await ledger.walk(.test(ledger.fake(rows)), pageSize: 20)
        let bytes = Array(outcome.rows.map { $0.text + "\n" }.joined().utf8)
        let records: [UsageRecord] =
            switch ledger {
            case .aurous, .aurousCredits: try Aurous.replay.rows(of: bytes).rows.map(\.usageRecord)
            case .venice, .veniceRetired: try Venice.replay.rows(of: bytes).rows.map(\.usageRecord)
            case .tresor: try Tresor.replay.rows(of: bytes).rows.map(\.usageRecord)
            case .chatBotKit: try ChatBotKit.replay.rows(of: bytes).rows.map(\.usageRecord)
            case .auralytik, .auralytikSigned: try Auralytik.replay.rows(of: bytes).rows.map(\.usageRecord)
            }
        #expect(records == outcome.records)
    }
}
