import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

/// Ids in which text was replaced stay ids.
///
/// A row that comes again under such an id is the same row if the same bytes were replaced; otherwise the result is not
/// complete.
@Suite struct DamagedIDTests {
    static let withIDs = RowLedger.allCases.filter(\.hasIDs)

    /// The row as bytes, with an id; `?` is a byte that no text can have.
    private static func bytes(_ row: JSONValue, id: String, _ byte: UInt8 = 0xFF) -> [UInt8] {
        let text = row.replacing("id", by: .string("@")).text.replacing("\"@\"", with: "\"\(id)\"")
        return text.utf8.map { $0 == UInt8(ascii: "?") ? byte : $0 }
    }

    private static func file(_ rows: [[UInt8]]) -> [UInt8] { Array(rows.joined(separator: [UInt8(ascii: "\n")])) }

    /// The row with another content.
    private static func revised(_ row: JSONValue) -> JSONValue { row.adding("added", 1) }

    private static func rows(_ ledger: RowLedger) -> [JSONValue] { ledger.rows(seed: 2, count: 3) }

    @Test(arguments: withIDs) func theSameBytesAreTheSameRow(ledger: RowLedger) throws {
        let rows = Self.rows(ledger)
        let file = Self.file([
            Self.bytes(rows[0], id: "a?"), Self.bytes(rows[1], id: "b"), Self.bytes(rows[0], id: "a?"),
        ])
        let report = try ledger.replay(file)
        #expect(report.isComplete, "\(report)")
        #expect((report.rows, report.duplicates, report.revised) == (2, 1, 0))
    }

    @Test(arguments: withIDs) func theLaterStateCountsUnderTheSameBytes(ledger: RowLedger) throws {
        let rows = Self.rows(ledger)
        let file = Self.file([
            Self.bytes(rows[0], id: "a?"), Self.bytes(rows[1], id: "b"), Self.bytes(Self.revised(rows[0]), id: "a?"),
        ])
        let report = try ledger.replay(file)
        #expect(report.isComplete, "\(report)")
        #expect((report.rows, report.duplicates, report.revised) == (2, 0, 1))
    }

    @Test(arguments: withIDs) func idsThatBecomeEqualMakeAFileIncomplete(ledger: RowLedger) throws {
        let rows = Self.rows(ledger)
        for second in [rows[0], rows[1]] {
            let file = Self.file([
                Self.bytes(rows[2], id: "c"), Self.bytes(rows[0], id: "a?"), Self.bytes(second, id: "a?", 0xFE),
            ])
            let report = try ledger.replay(file)
            #expect(report.rows == 2)
            #expect(report.stopped?.code == .replacedText)
            #expect(
                report.stopped?.message == "1 rows came again under an id in which text was replaced (first: line 3); "
                    + "they may be other rows")
        }
    }

    /// An id that has U+FFFD itself is as good as any other, whatever is damaged elsewhere.
    @Test(arguments: withIDs) func soundIDsWithTheReplacementCharacterAreKnown(ledger: RowLedger) throws {
        let rows = Self.rows(ledger)
        let damaged = Self.bytes(rows[2].adding("added", "!"), id: "c").map { $0 == UInt8(ascii: "!") ? 0xFF : $0 }
        let sound = Self.bytes(rows[0], id: "a\u{FFFD}")
        for file in [[damaged, sound, sound], [sound, damaged, sound], [sound, sound, damaged]] {
            let report = try ledger.replay(Self.file(file))
            #expect(report.isComplete, "\(report)")
            #expect((report.rows, report.duplicates) == (2, 1))
        }
        // A damaged id that becomes equal to it may be that of another row.
        for file in [[sound, Self.bytes(rows[1], id: "a?")], [Self.bytes(rows[1], id: "a?"), sound]] {
            #expect(try ledger.replay(Self.file(file)).stopped?.code == .replacedText)
        }
    }

    /// A row that is damaged in one of two exports, and not in the other, has two ids.
    @Test(arguments: withIDs) func aRowWithASoundAndADamagedIDMayCountTwice(ledger: RowLedger) throws {
        let row = Self.rows(ledger)[0]
        for ids in [["ab?d", "abcd"], ["abcd", "ab?d"], ["a?cd", "ab?d"], ["?", "abcd"]] {
            let report = try ledger.replay(Self.file(ids.map { Self.bytes(row, id: $0) }))
            #expect(report.rows == 2)
            #expect(report.stopped?.code == .replacedText, "\(ids)")
            #expect(report.stopped?.message.contains("they may count twice") == true)
        }
        for ids in [["ab?d", "abce"], ["ab?d", "xbcd"], ["a?cd", "ab?e"]] {
            #expect(try ledger.replay(Self.file(ids.map { Self.bytes(row, id: $0) })).isComplete, "\(ids)")
        }
        let others = Self.rows(ledger)
        #expect(
            try ledger.replay(Self.file([Self.bytes(others[0], id: "ab?d"), Self.bytes(others[1], id: "abcd")]))
                .isComplete)
    }

    @Test func tooManyEqualRowsAreNotCompared() throws {
        let row = Self.rows(.tresor)[0]
        let rows = (0..<1500).map { Self.bytes(row, id: "\($0 + 1000)?-\($0 + 1000)") }
        let report = try Tresor.replay.replacingBadText().rows(of: Self.file(rows)).report
        #expect(report.rows == 1500)
        #expect(report.stopped?.code == .replacedText)
    }

    // MARK: Pages

    /// Saved pages of Tresor overlap by a row.
    @Test func savedPagesMayShareADamagedRow() throws {
        let rows = RowLedger.tresor.rows(seed: 3, count: 6).enumerated().map {
            Self.bytes($1, id: $0 == 3 ? "r?" : "r\($0)")
        }
        func page(_ rows: ArraySlice<[UInt8]>) -> [UInt8] {
            Array(#"{"data":["#.utf8) + Array(rows.joined(separator: [UInt8(ascii: ",")]))
                + Array(#"],"total_count":6,"limit":4,"offset":\#(rows.startIndex)}"#.utf8)
        }
        let report = try RowLedger.tresor.replay(Self.file([page(rows[0..<4]), page(rows[3..<6])]))
        #expect(report.isComplete, "\(report)")
        #expect((report.rows, report.duplicates) == (6, 0))
        var other = rows
        other[3] = other[3].map { $0 == 0xFF ? 0xFE : $0 }
        let masked = try RowLedger.tresor.replay(Self.file([page(rows[0..<4]), page(other[3..<6])]))
        #expect(masked.stopped?.code == .replacedText)
    }

    /// A server whose rows have the ids `r0`, `r1` …, one of them damaged.
    private func server(_ rows: [JSONValue], damaging index: Int, _ byte: UInt8 = 0xFF) -> AlteredServer {
        let named = rows.enumerated().map { $1.replacing("id", by: .string($0 == index ? "r?" : "r\($0)")) }
        return AlteredServer(TresorFake(rows: named)) { _, request, server in
            var response = try await server.send(request)
            response.body = response.body.map { $0 == UInt8(ascii: "?") ? byte : $0 }
            return response
        }
    }

    @Test(
        arguments: 0..<12,
        [
            WalkOptions(replacesBadText: true), WalkOptions(prefetch: 3, replacesBadText: true),
            WalkOptions(shards: 3, replacesBadText: true),
            WalkOptions(lookBack: .seconds(86_400), replacesBadText: true),
        ])
    func aWalkWithADamagedIDIsComplete(index: Int, options: WalkOptions) async throws {
        let rows = RowLedger.tresor.rows(seed: 9, count: 12)
        let outcome = try await RowLedger.tresor.walk(
            .test(server(rows, damaging: index)), pageSize: 4, options: options)
        #expect(outcome.report.isComplete, "\(outcome.report)")
        #expect(outcome.rows.count == 12)
    }

    /// The end of ChatBotKit's listing is confirmed with the ids of its last rows, and a damaged one cannot be asked
    /// for.
    @Test(arguments: 0..<12) func anEndAfterADamagedIDIsConfirmed(index: Int) async throws {
        let rows = RowLedger.chatBotKit.rows(seed: 9, count: 12).enumerated().map {
            $1.replacing("id", by: .string($0 == index ? "r?" : "r\($0)"))
        }
        let server = AlteredServer(ChatBotKitFake(records: rows)) { _, request, server in
            if request["cursor"]?.contains("\u{FFFD}") == true {
                Issue.record("a damaged id was asked for")
            }
            var response = try await server.send(request)
            response.body = response.body.map { $0 == UInt8(ascii: "?") ? 0xFF : $0 }
            return response
        }
        let outcome = try await RowLedger.chatBotKit.walk(
            .test(server), pageSize: 4, options: WalkOptions(replacesBadText: true))
        if index % 4 == 3 {
            #expect(outcome.failure?.code == .missingCursor)
        } else {
            #expect(outcome.report.isComplete, "\(outcome.report)")
            #expect(outcome.rows.count == 12)
        }
    }

    /// The row that a page repeats of the page before it must be that row.
    @Test func aSeamThatOnlySeemsToFitIsNamed() async throws {
        let rows = RowLedger.tresor.rows(seed: 9, count: 12)
        let (one, two) = (server(rows, damaging: 3), server(rows, damaging: 3, 0xFE))
        let changing = AlteredServer(one) { number, request, server in
            try await number == 1 ? server.send(request) : two.send(request)
        }
        let outcome = try await RowLedger.tresor.walk(
            .test(changing), pageSize: 4, options: WalkOptions(replacesBadText: true))
        #expect(outcome.report.stopped?.code == .replacedText)
        #expect(outcome.report.stopped?.message.contains("(first: page 2, row 1)") == true)
    }

    /// A second pass over the listing meets a row that the first one did not have.
    @Test func aRowOfALaterPassIsHeldToItsBytes() async throws {
        let rows = RowLedger.tresor.rows(seed: 9, count: 12)
        let (one, two) = (server(rows, damaging: 3), server(rows, damaging: 3, 0xFE))
        let changing = AlteredServer(one) { number, request, server in
            var response = try await number <= 4 ? server.send(request) : two.send(request)
            // The total is never reached.
            response.body = response.body.replacing(
                Array(#""total_count":12"#.utf8), with: Array(#""total_count":13"#.utf8))
            return response
        }
        let outcome = try await RowLedger.tresor.walk(
            .test(changing), pageSize: 6, options: WalkOptions(replacesBadText: true))
        #expect(outcome.report.rewalks == 1)
        #expect(outcome.report.stopped?.message.contains("under an id in which text was replaced") == true)
    }

    /// What was replaced before a checkpoint is not known after it, so rows that may come again there are believed.
    @Test func aWalkIsResumedAfterADamagedRow() async throws {
        let rows = RowLedger.tresor.rows(seed: 9, count: 12)
        for index in 0..<12 {
            let first = try await RowLedger.tresor.walk(
                .test(server(rows, damaging: index)), pageSize: 4, options: WalkOptions(replacesBadText: true), pages: 1
            )
            let checkpoint = try #require(first.checkpoint)
            let rest = try await RowLedger.tresor.walk(
                .test(server(rows, damaging: index)), pageSize: 4, options: WalkOptions(replacesBadText: true),
                from: checkpoint)
            #expect(rest.report.isComplete, "\(rest.report)")
            #expect(first.rows.count + rest.rows.count == 12)
        }
    }

    /// What was found before a checkpoint stays in it.
    @Test func aResumedWalkStaysIncomplete() async throws {
        let rows = RowLedger.aurous.rows(seed: 9, count: 30)
        let server = AlteredServer(AurousFake(events: rows, now: { ClientConfiguration.present })) {
            _, request, server in
            var response = try await server.send(request)
            if request["cursor"] == nil {
                response.body = try #require(Damage(member: "status").applied(to: response.body))
            }
            return response
        }
        let options = WalkOptions(replacesBadText: true)
        let first = try await RowLedger.aurous.walk(.test(server), pageSize: 10, options: options, pages: 1)
        let checkpoint = try #require(first.checkpoint)
        var hostile = checkpoint
        hostile.contents.known.damaged?.rows.count = -1
        let bytes = try JSONEncoder().encode(hostile)
        #expect(throws: UsageError.self) { try JSONDecoder().decode(WalkCheckpoint.self, from: bytes) }
        let rest = try await RowLedger.aurous.walk(.test(server), pageSize: 10, options: options, from: checkpoint)
        #expect(
            rest.report.stopped?.message
                == "text was replaced that decides how 1 rows count (first: page 1, row 1: status)")
    }
}
