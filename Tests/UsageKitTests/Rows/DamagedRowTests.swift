import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

/// Text that was replaced in a row makes the result incomplete if it decides how the row counts; otherwise it is noted.
@Suite struct DamagedRowTests {
    private static func rows(_ ledger: RowLedger) -> [JSONValue] { ledger.rows(seed: 21, count: 30) }

    /// A walk whose first page is damaged.
    private func walk(_ ledger: RowLedger, _ damage: Damage) async throws -> WalkOutcome {
        let server = AlteredServer(ledger.fake(Self.rows(ledger))) { number, request, server in
            var response = try await server.send(request)
            if number == 1 { response.body = try #require(damage.applied(to: response.body), "\(damage)") }
            return response
        }
        return try await ledger.walk(.test(server), pageSize: 30, options: WalkOptions(replacesBadText: true))
    }

    @Test func aDamagedCurrencyIsNamedWithItsPlace() async throws {
        let outcome = try await walk(.venice, Damage(member: "currency"))
        #expect(outcome.error == nil)
        #expect(outcome.rows.count == 30)
        #expect(outcome.report.stopped?.code == .replacedText)
        #expect(
            outcome.report.stopped?.message
                == "text was replaced that decides how 1 rows count (first: page 1, row 1: currency)")
    }

    @Test(arguments: RowLedger.allCases) func aTextOfAWalkCountsIfItDecides(ledger: RowLedger) async throws {
        for name in ledger.memberNames(of: Self.rows(ledger)).texts {
            let outcome = try await walk(ledger, Damage(member: name))
            #expect(outcome.error == nil, "\(name)")
            #expect(outcome.rows.count == 30, "\(name)")
            expect(outcome.report, Damage(member: name), of: ledger, at: "page 1")
        }
    }

    @Test(arguments: RowLedger.allCases) func anyNameInARowOfAWalkMayDecide(ledger: RowLedger) async throws {
        for name in ledger.memberNames(of: Self.rows(ledger)).all {
            let damage = Damage(member: name, isName: true)
            let outcome = try await walk(ledger, damage)
            if name == "id", ![.auralytik, .auralytikSigned].contains(ledger) {
                // Without its id it is not a row; the page is asked for once more, and is then sound.
                #expect(outcome.report.isComplete)
                continue
            }
            #expect(outcome.error == nil, "\(name)")
            expect(outcome.report, damage, of: ledger, at: "page 1")
        }
    }

    /// The first rows of a ledger in a file of each form.
    private static func files(_ ledger: RowLedger) -> [[UInt8]] {
        var random = SeededGenerator(seed: 4)
        return SavedRows.Form.allCases.compactMap {
            SavedRows.file(of: Array(rows(ledger).prefix(12)), ledger, $0, &random).map { Array($0.text.utf8) }
        }
    }

    @Test(arguments: RowLedger.allCases) func aTextOfAFileCountsIfItDecides(ledger: RowLedger) throws {
        for name in ledger.memberNames(of: Self.rows(ledger)).texts {
            for file in Self.files(ledger) {
                let damage = Damage(member: name)
                guard let bytes = damage.applied(to: file) else { continue }
                let sound = try ledger.replay(file)
                let report = try ledger.replay(bytes)
                #expect(report.rows == sound.rows)
                if sound.isComplete { expect(report, damage, of: ledger, at: "line ") }
                #expect(report.stopped?.message.contains("text was replaced") ?? false == decides(damage, ledger))
            }
        }
    }

    @Test(arguments: RowLedger.allCases) func anyNameInARowOfAFileMayDecide(ledger: RowLedger) throws {
        for name in ledger.memberNames(of: Self.rows(ledger)).all {
            for file in Self.files(ledger) {
                let damage = Damage(member: name, isName: true)
                guard let bytes = damage.applied(to: file) else { continue }
                do {
                    let report = try ledger.replay(bytes)
                    #expect(report.stopped?.message.contains(damage.place) == true, "\(damage): \(report)")
                } catch let error as UsageError {
                    #expect(name == "id" && error.code == .unexpectedShape, "\(damage): \(error)")
                }
            }
        }
    }

    private func decides(_ damage: Damage, _ ledger: RowLedger) -> Bool {
        damage.isName || ledger.decidingTexts.contains(damage.member)
    }

    private func expect(_ report: WalkReport, _ damage: Damage, of ledger: RowLedger, at place: String) {
        let note = report.notes.first { $0.code == .replacedText }
        #expect(note?.count == 1, "\(damage)")
        #expect(report.isComplete != decides(damage, ledger), "\(damage): \(report)")
        guard decides(damage, ledger), let message = report.stopped?.message else { return }
        #expect(message.contains("(first: \(place)") && message.contains("\(damage.place))"), "\(damage): \(message)")
    }

    // MARK: What decides

    @Test func theUnitOfAProductDecidesAndItsModelDoesNot() throws {
        func report(_ sku: [UInt8]) throws -> WalkReport {
            try RowLedger.venice.replay(
                Array(#"{"timestamp":"2026-05-20T00:00:00Z","sku":""#.utf8) + sku
                    + Array(#"","units":1,"amount":-1,"currency":"USD"}"#.utf8))
        }
        #expect(try report([0xFF] + Array("m-llm-input-mtoken".utf8)).isComplete)
        #expect(try report(Array("m-llm-input-mtoken".utf8) + [0xFF]).stopped?.code == .replacedText)
        #expect(try report([0xFF]).stopped?.code == .replacedText)
    }

    private static func credit(_ members: String) -> [UInt8] {
        var bytes = Array(members.utf8)
        while let range = bytes.firstRange(of: [UInt8(ascii: "?")]) { bytes.replaceSubrange(range, with: [0xFF]) }
        return Array(#"{"amount":2,"created_at":"2026-05-20T00:00:00Z","#.utf8) + bytes + Array("}".utf8)
    }

    /// A movement of credits shows its contract by its id or its object; one that shows neither is read as a request.
    @Test(arguments: [
        (#""id":"uev_?","object":"usage_event","type":"charge""#, true),
        (#""id":"uev_1","object":"usage_?vent","type":"charge""#, true),
        (#""id":"?ev_1","object":"usage_event","type":"charge""#, true),
        (#""id":"?ev_1","object":"usage_?vent","type":"charge""#, false),
        (#""id":"?ev_1","type":"charge""#, false), (#""id":"u?v_1","type":"charge""#, false),
        (#""id":"cmp_?","type":"charge""#, true), (#""id":"uev_1","type":"charg?""#, false),
        (#""id":"uev_1","type":"charge","currency":"credi?""#, false),
        (#""id":"uev_1","type":"charge","description":"?""#, true),
    ])
    func theContractOfAMovementOfCreditsDecides(members: String, isComplete: Bool) throws {
        let report = try RowLedger.aurousCredits.replay(Self.credit(members))
        #expect(report.isComplete == isComplete, "\(report)")
        #expect(report.rows == 1)
    }

    /// A later state that is sound takes the place of a damaged one.
    @Test func onlyTheStateThatCountsIsHeldToIt() throws {
        func row(_ status: String, _ end: [UInt8]) -> [UInt8] {
            Array(#"{"id":"cmp_1","type":"chat","created_at":"2026-05-20T00:00:00Z","status":"\#(status)"#.utf8) + end
                + Array("\"}\n".utf8)
        }
        let (sound, damaged) = (row("completed", []), row("completed", [0xFF]))
        #expect(try RowLedger.aurous.replay(damaged + sound).isComplete)
        #expect(try RowLedger.aurous.replay(damaged + sound + sound).isComplete)
        let stopped = try RowLedger.aurous.replay(sound + damaged).stopped
        #expect(stopped?.message == "text was replaced that decides how 1 rows count (first: line 2: status)")
    }

    /// Rows that do not count decide nothing.
    @Test func aDamagedRowOutsideTheWindowIsOnlyNoted() throws {
        let rows = ["2026-05-20", "2026-06-20"].map { day in
            #"{"id":"\#(day)","type":"chat","created_at":"\#(day)T00:00:00Z","status":"completed"}"#
        }
        let file = try #require(Damage(member: "status").applied(to: Array(rows.joined(separator: "\n").utf8)))
        let replay = Aurous.replay.replacingBadText()
        #expect(
            try !replay.rows(of: file, in: .between("2026-05-01T00:00:00Z", "2026-06-01T00:00:00Z")).report.isComplete)
        #expect(
            try replay.rows(of: file, in: .between("2026-06-01T00:00:00Z", "2026-07-01T00:00:00Z")).report.isComplete)
    }

    /// A thousand texts are told apart; of more, one may decide.
    @Test func aRowWithVeryManyDamagedTextsIsNotComplete() throws {
        func report(_ count: Int) throws -> WalkReport {
            let texts = Array(repeating: [UInt8(ascii: "\""), 0xFF, UInt8(ascii: "\"")], count: count)
            return try RowLedger.aurous.replay(
                Array(#"{"id":"cmp_1","type":"chat","created_at":"2026-05-20T00:00:00Z","added":["#.utf8)
                    + Array(texts.joined(separator: [UInt8(ascii: ",")])) + Array("]}".utf8))
        }
        #expect(try report(999).isComplete)
        #expect(try report(1000).stopped?.code == .replacedText)
        #expect(try report(5000).stopped?.message.contains("(first: line 1: added)") == true)
    }

    /// Long names above many members cost no path for each.
    @Test func longNamesAreCut() throws {
        let name = String(repeating: "n", count: 100_000)
        let members = (0..<5000).map { #""m\#($0)":"?""# }.joined(separator: ",")
        let text = #"{"id":"cmp_1","type":"chat","created_at":"2026-05-20T00:00:00Z","\#(name)":{\#(members)}}"#
        let report = try RowLedger.aurous.replay(text.utf8.map { $0 == UInt8(ascii: "?") ? 0xFF : $0 })
        #expect((report.stopped?.message.utf8.count ?? 0) < 200)
    }

    // MARK: Tables

    @Test(arguments: ["notes", "inferenceDetails.requestId", "pricePerUnitUsd"])
    func theNameOfAColumnMayDecide(column: String) throws {
        let text = VeniceCSVTests.text(of: Self.rows(.venice), lineBreak: "\n") { CSVText.quoted($0) }
        var bytes = Array(text.utf8)
        let range = try #require(bytes.firstRange(of: Array(column.utf8)))
        bytes.insert(0xFF, at: range.upperBound - 1)
        let report = try RowLedger.venice.replay(bytes)
        let damaged = "\(column.dropLast())\u{FFFD}\(column.suffix(1))"
        #expect(report.stopped?.code == .replacedText)
        #expect(report.stopped?.message.contains("(first: line 1: \(damaged))") == true, "\(report)")
    }

    @Test(arguments: [
        ("sku", false), ("currency", false), ("notes", true), ("inferenceDetails.requestId", false),
    ])
    func aCellCountsIfItDecides(column: String, isComplete: Bool) throws {
        let names = VeniceCSVTests.header.split(whereSeparator: { ",\r\n".contains($0) }).map(String.init)
        let index = try #require(names.firstIndex(of: column))
        let row = try #require(
            Self.rows(.venice).first {
                $0["inferenceDetails"]?["requestId"]?.string != nil && $0["notes"]?.string != nil
            })
        let lines = VeniceCSVTests.text(of: [row], lineBreak: "\n") { $0 }.split(separator: "\n")
        var cells = lines[1].split(separator: ",", omittingEmptySubsequences: false).map { Array($0.utf8) }
        cells[index].append(0xFF)
        let file = Array((lines[0] + "\n").utf8) + Array(cells.joined(separator: [UInt8(ascii: ",")]))
        let report = try RowLedger.venice.replay(file)
        #expect(report.isComplete == isComplete, "\(report)")
        #expect(isComplete || report.stopped?.message.contains("line 2: \(column)") == true)
    }
}
