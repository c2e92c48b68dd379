import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

/// A field that makes no sense is unknown; the row and its charge stay, and the report names the field.
@Suite struct UnreadableFieldTests {
    private static func aurous(_ id: String, _ members: String) -> String {
        #"{"id":"\#(id)","type":"chat","created_at":"2026-05-20T00:00:00Z","duration_ms":100,"input_tokens":10,"#
            .replacing(
                #""created_at":"2026-05-20T00:00:00Z","#,
                with: members.contains("created_at") ? "" : #""created_at":"2026-05-20T00:00:00Z","#
            )
            .replacing(#""duration_ms":100,"#, with: members.contains("duration_ms") ? "" : #""duration_ms":100,"#)
            .replacing(#""input_tokens":10,"#, with: members.contains("input_tokens") ? "" : #""input_tokens":10,"#)
            + #"\#(members),"credits_charged":1}"#
    }

    /// As in files from the field: one member of each row makes no sense.
    private static let odd = [
        aurous("1", #""status":"completed""#), aurous("2", #""duration_ms":-5"#),
        aurous("3", #""created_at":"0001-01-01T00:00:00Z""#), aurous("4", #""created_at":"9999-12-31T23:59:59Z""#),
        aurous("5", #""input_tokens":-1"#), aurous("6", #""status":"completed""#),
    ]

    private func expectAllRows(_ ledger: UsageLedger) throws {
        let total = try ledger.report().total
        #expect(total.requests == 6)
        #expect(total.charges == [.credits: 6])
        #expect(total.latency.count == 5)
        #expect(total.inputTokens == 50)
        #expect(ledger.isComplete)
        let note = try #require(ledger.walks.first?.notes.first)
        #expect(ledger.walks.first?.notes.count == 1)
        #expect(note.code == .unreadableField)
        #expect(note.count == 4)
        #expect(note.first.count == 3)
        #expect(note.first.first?.hasSuffix(": duration_ms") == true)
        let byDay = try ledger.report(every: .day)
        #expect(byDay.last?.start == nil)
        #expect(byDay.last?.requests == 2)
    }

    @Test func aWalkKeepsRowsWithFieldsThatMakeNoSense() async throws {
        let page = #"{"data":[\#(Self.odd.joined(separator: ","))],"has_more":false}"#
        let client = try Aurous.Client(
            apiKey: AurousFake.testKey, configuration: .test(ScriptedTransport([.json(page)])))
        var ledger = UsageLedger()
        try await ledger.ingest(client.events(in: RowLedger.week))
        try expectAllRows(ledger)
        #expect(ledger.walks.first?.notes.first?.first.first == "page 1, row 2: duration_ms")
    }

    @Test(arguments: ["lines", "array", "page"])
    func aFileKeepsRowsWithFieldsThatMakeNoSense(form: String) throws {
        let text =
            switch form {
            case "lines": Self.odd.joined(separator: "\n")
            case "array": "[\(Self.odd.joined(separator: ",\n"))]"
            default: #"{"data":[\#(Self.odd.joined(separator: ",\n"))],"has_more":false}"#
            }
        var ledger = UsageLedger()
        try ledger.ingest(Aurous.replay, of: Array(text.utf8), in: RowLedger.week)
        try expectAllRows(ledger)
        #expect(try Aurous.replay.rows(of: Array(text.utf8), in: RowLedger.week).report == ledger.walks[0])
    }

    /// A field of every provider in another type: the row stays, and without its charge the sums are not complete.
    @Test(
        arguments: RowContract.all.filter { $0.survivesBadFields && $0.name != "Venice inference" },
        ["true", #"{"x":1}"#, "[]", #""x""#, "1e40"])
    func everyFieldMayBeUnreadable(contract: RowContract, value: String) async throws {
        let sample = try contract.json
        for name in contract.required + contract.nullable where !contract.essential.contains(name) {
            let odd = sample.replacing(name, by: try JSONValue(json: Array(value.utf8)))
            let (isReadable, isCharge) = try contract.readability(of: name, in: odd)
            let other = sample.replacing("id", by: .string(sample["id"]?.string.map { $0 + "x" } ?? ""))
            let bytes = Array("\(odd.text)\n\(sample["id"] == nil ? sample.text : other.text)".utf8)
            let (rows, report, ledger) = try contract.ledger.replayed(bytes)
            #expect(rows.count == 2, "\(name)")
            #expect(ledger.count == 2, "\(name)")
            #expect(report.notes.map(\.code) == (isReadable ? [] : [.unreadableField]), "\(name)")
            #expect(report.isComplete == (isReadable || !isCharge), "\(name)")
            if !isReadable, isCharge { #expect(report.stopped?.message.contains("cannot be read") == true) }
        }
    }

    @Test func aCellThatCannotBeReadLeavesTheOthers() throws {
        let header = "timestamp,sku,units,pricePerUnitUsd,amount,currency,notes\n"
        let line = "2026-05-20T00:00:00Z,m-image-unit,1,1,-2,USD,n\n"
        let odd = "2026-05-20T00:00:00Z,m-image-unit,one,1,-3,USD,n\n"
        let uncharged = "yesterday,m-image-unit,1,1,two,USD,n\n"
        var ledger = UsageLedger()
        var report = try ledger.ingest(Venice.replay, of: Array((header + line + odd).utf8))
        #expect(try ledger.report().total.charges == [Currency(rawValue: "USD"): 5])
        #expect(report.notes.first?.count == 1)
        #expect(report.isComplete)
        ledger = UsageLedger()
        report = try ledger.ingest(Venice.replay, of: Array((header + line + odd + uncharged).utf8))
        #expect(try ledger.report().total.charges == [Currency(rawValue: "USD"): 5])
        #expect(ledger.count == 3)
        #expect(report.notes.first?.count == 3)
        #expect(!report.isComplete)
        let rows = try Venice.replay.rows(of: Array((header + uncharged).utf8)).rows
        #expect(rows.first?.jsonValue["amount"] == "two")
        #expect(rows.first?.jsonValue["timestamp"] == "yesterday")
    }

    @Test func aLaterStateWithAReadableChargeMakesTheSumsWhole() throws {
        let bad = Self.aurous("1", #""status":"completed""#).replacing(
            #""credits_charged":1"#, with: #""credits_charged":"?""#)
        let good = Self.aurous("1", #""status":"completed""#)
        #expect(try !Aurous.replay.rows(of: Array(bad.utf8)).report.isComplete)
        #expect(try Aurous.replay.rows(of: Array("\(bad)\n\(good)".utf8)).report.isComplete)
        #expect(try !Aurous.replay.rows(of: Array("\(good)\n\(bad)".utf8)).report.isComplete)
    }

    @Test func secondsAreNotTakenForMilliseconds() throws {
        let row = #"{"id":"u","type":"T","count":1,"createdAt":1791000000}"#
        let (rows, report) = try ChatBotKit.replay.rows(of: Array(row.utf8))
        #expect(rows.first?.createdAt == nil)
        #expect(report.notes.first?.first.first?.hasSuffix(": createdAt") == true)
    }

    @Test func anAuralytikRecordKeepsATimeThatCannotBeRead() throws {
        let text = #"{"id":"a","timestamp":"yesterday","requestId":"r","type":"t"}"#
        let (rows, report) = try Auralytik.replay.rows(of: Array(text.utf8))
        #expect(rows.first?.time == nil)
        #expect(rows.first?.jsonValue["timestamp"] == "yesterday")
        #expect(report.notes.first?.count == 1)
        #expect(report.isComplete)
    }
}

extension RowContract {
    fileprivate var ledger: RowLedger {
        switch name {
        case "Venice entry": .venice
        case "Tresor row": .tresor
        case "ChatBotKit item": .chatBotKit
        default: .aurous
        }
    }

    /// Whether a field of a row can be read although it has another type, and whether the charge depends on it.
    fileprivate func readability(of field: String, in row: JSONValue) throws -> (isReadable: Bool, isCharge: Bool) {
        let isCharge =
            switch name {
            case "Aurous request": field == "credits_charged"
            case "Aurous credit": ["type", "amount", "currency"].contains(field)
            case "Venice entry": ["amount", "currency"].contains(field)
            case "Tresor row": field == "cost_eur"
            default: ["type", "count"].contains(field)
            }
        let bytes = Array(row.text.utf8)
        let unreadable: [String] =
            switch ledger {
            case .venice: try Venice.replay.rows(of: bytes).rows[0].unreadableFields
            case .tresor: try Tresor.replay.rows(of: bytes).rows[0].unreadableFields
            case .chatBotKit: try ChatBotKit.replay.rows(of: bytes).rows[0].unreadableFields
            default: try Aurous.replay.rows(of: bytes).rows[0].unreadableFields
            }
        return (!unreadable.contains(field), isCharge)
    }
}
