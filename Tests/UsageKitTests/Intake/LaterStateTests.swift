import Foundation
import Testing
import UsageKitTesting

@testable import UsageKit

/// A row that comes again under its id with other content replaces what came before.
@Suite struct LaterStateTests {
    private static let processing =
        #"{"id":"cmp_1","type":"chat","status":"processing","created_at":"2026-05-20T09:00:00Z","input_tokens":500}"#
    private static let completed =
        #"{"id":"cmp_1","type":"chat","status":"completed","created_at":"2026-05-20T09:00:00Z","duration_ms":7000,"#
        + #""input_tokens":500,"credits_charged":3.5}"#
    private static let other =
        #"{"id":"cmp_2","type":"chat","status":"completed","created_at":"2026-05-20T08:00:00Z","credits_charged":1.25}"#

    private func expectTheLastState(_ ledger: UsageLedger, duplicates: Int = 0) throws {
        let total = try ledger.report().total
        #expect(total.charges == [.credits: 4.75])
        #expect(total.requests == 2)
        #expect(total.succeeded == 2)
        #expect(total.inputTokens == 500)
        #expect(total.latency.count == 1)
        #expect(ledger.count == 2)
        let report = try #require(ledger.walks.first)
        #expect(report.isComplete)
        #expect(report.rows == 2)
        #expect(report.revised == 1)
        #expect(report.revisedCharges == 0)
        #expect(report.duplicates == duplicates)
        #expect(report.unsettled == 0)
    }

    @Test func aRequestThatEndsDuringAWalkCountsOnce() async throws {
        let pages = [
            #"{"data":[\#(Self.processing),\#(Self.other)],"has_more":true,"next_cursor":"a"}"#,
            #"{"data":[\#(Self.completed),\#(Self.completed)],"has_more":false,"next_cursor":null}"#,
        ]
        let transport = ScriptedTransport(pages.map { .json($0) })
        let client = try Aurous.Client(apiKey: AurousFake.testKey, configuration: .test(transport))
        var ledger = UsageLedger()
        try await ledger.ingest(client.events(in: RowLedger.week))
        try expectTheLastState(ledger, duplicates: 1)
    }

    @Test(arguments: ["lines", "array", "page"])
    func aRequestThatEndsBetweenTwoExportsCountsOnce(form: String) throws {
        let rows = [Self.processing, Self.other, Self.completed]
        let text =
            switch form {
            case "lines": rows.joined(separator: "\n")
            case "array": "[\(rows.joined(separator: ","))]"
            default: #"{"data":[\#(rows.joined(separator: ","))],"has_more":false}"#
            }
        var ledger = UsageLedger()
        try ledger.ingest(Aurous.replay, of: Array(text.utf8))
        try expectTheLastState(ledger)
        let (saved, report) = try Aurous.replay.rows(of: Array(text.utf8))
        #expect(saved.map(\.id) == ["cmp_2", "cmp_1"])
        #expect(ledger.walks == [report])
    }

    @Test func rowsWhoseRequestHasNotEndedAreCounted() async throws {
        let page = #"{"data":[\#(Self.processing),\#(Self.other)],"has_more":false}"#
        let client = try Aurous.Client(
            apiKey: AurousFake.testKey, configuration: .test(ScriptedTransport([.json(page)])))
        let walked = try await UsageLedger().reports(during: client.events(in: RowLedger.week)).last()
        #expect(walked?.ledger.walks.first?.unsettled == 1)
        for text in [page, "\(Self.processing)\n\(Self.other)", "[\(Self.other),\(Self.processing)]"] {
            var ledger = UsageLedger()
            let report = try ledger.ingest(Aurous.replay, of: Array(text.utf8))
            #expect(report.unsettled == 1)
            #expect(try Aurous.replay.rows(of: Array(text.utf8)).report == report)
        }
    }

    @Test func aReplacedChargeIsCountedForConsumersThatCannotTakeItBack() throws {
        let later = Self.completed.replacing("3.5", with: "3")
        let (rows, report) = try Aurous.replay.rows(of: Array("\(Self.completed)\n\(later)".utf8))
        #expect(rows.count == 1)
        #expect(report.revisedCharges == 1)
        #expect(report.isComplete)
    }

    /// Some of the rows come again, changed once or twice, in every form of a file and in walks.
    @Test(arguments: RowLedger.allCases.filter(\.hasIDs), PropertySeeds.some(6))
    func theLastStateOfEachRowCounts(ledger: RowLedger, seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed &+ 900)
        let rows = Self.revised(ledger.rows(seed: seed, count: 60), ledger, &random)
        let expected = Self.lastStates(rows)
        for form in SavedRows.Form.allCases {
            guard let file = SavedRows.file(of: rows, ledger, form, &random) else { continue }
            let replayed = try ledger.replayed(Array(file.text.utf8)).ledger
            try Self.expect(replayed, expected, ledger)
        }
        let server = RecordingServer(ledger.fake(rows))
        let pageSize = max(7, ledger.pageSizes.lowerBound)
        let walked = try await ledger.visit(LedgerVisitor(options: WalkOptions()), .test(server), pageSize: pageSize)
        let served = try server.pages.flatMap { page in
            guard case .array(let rows)? = try JSONValue(json: page)[ledger == .chatBotKit ? "items" : "data"] else {
                return [JSONValue]()
            }
            return rows
        }
        let last = Self.lastStates(served)
        try Self.expect(walked, last, ledger)
        // Pages that are fetched at the same time are served in any order, and delivered in that of the listing.
        let ahead = try await ledger.visit(
            LedgerVisitor(options: .with { $0.prefetch = 3 }), .test(ledger.fake(rows)), pageSize: pageSize)
        try Self.expect(ahead, last, ledger)
    }

    private static func expect(_ ledger: UsageLedger, _ rows: [JSONValue], _ provider: RowLedger) throws {
        let total = try ledger.report().total
        let charges = total.charges.map { ($0.key.rawValue, $0.value) }
        #expect(Dictionary(uniqueKeysWithValues: charges) == provider.charges(rows))
        #expect(ledger.count == rows.count)
        #expect(ledger.walks.first?.rows == rows.count)
    }

    private static func revised(
        _ rows: [JSONValue], _ ledger: RowLedger, _ random: inout SeededGenerator
    ) -> [JSONValue] {
        var revised = rows
        for _ in 0..<20 {
            guard var row = rows.randomElement(using: &random) else { break }
            let amount = JSONValue.number(JSONNumber(Int.random(in: 0...9, using: &random)))
            for name in ["credits_charged", "amount", "cost_eur"] where row[name] != nil {
                row = row.replacing(name, by: amount)
            }
            revised.insert(row.adding("state", amount), at: Int.random(in: 0...revised.count, using: &random))
        }
        return revised
    }

    private static func lastStates(_ rows: [JSONValue]) -> [JSONValue] {
        var last: [String: Int] = [:]
        for (index, row) in rows.enumerated() { last[row["id"]?.string ?? "\(index)"] = index }
        return last.values.sorted().map { rows[$0] }
    }
}

extension AsyncSequence {
    fileprivate func last() async throws -> Element? {
        var last: Element?
        for try await element in self { last = element }
        return last
    }
}

private struct LedgerVisitor: WalkVisitor {
    let options: WalkOptions

    func visit<Row: UsageRow & JSONRepresentable>(_ walk: Walk<Row>) async throws -> UsageLedger {
        var walk = walk
        walk.options = options
        var ledger = UsageLedger()
        try await ledger.ingest(walk)
        return ledger
    }
}
