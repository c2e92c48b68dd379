import Foundation
import Testing

@testable import UsageKit

/// A report, a sketch and the test of a single record let the same rows pass, and refuse the same filters.
@Suite struct UsageFilterPropertyTests {
    @Test func aReportCountsTheRecordForWhichTheFilterHolds() throws {
        let records = [
            UsageRecord(provider: .aurous, model: "\u{E9}"), UsageRecord(provider: .aurous, model: "e\u{301}"),
        ]
        let filter = UsageFilter.isOne(.model, ["e\u{301}"])
        #expect(try records.map { try filter.holds(for: $0) } == [false, true])
        var ledger = UsageLedger()
        try ledger.append(contentsOf: records)
        let report = try ledger.report(ReportQuery(where: filter, by: [.model]))
        #expect(report.map { $0[.model]?.utf8.count } == [3])
    }

    @Test(arguments: 0..<60 as Range<UInt64>)
    func letTheSameRowsPass(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var records = RandomRecords.labelled(Int.random(in: 1...80, using: &random), using: &random)
        // The conversation names each record in the report.
        for index in records.indices { records[index].conversation = "\(index)" }
        var ledger = UsageLedger(keeping: RandomRecords.kept)
        try ledger.append(contentsOf: records)
        for _ in 0..<10 {
            let filter = RandomFilters.filter(depth: 4, using: &random)
            let expected = try Set(records.filter { try filter.holds(for: $0) }.map(\.conversation))
            let query = ReportQuery(where: filter, by: [.conversation])
            #expect(try Set(ledger.report(query).map { $0[.conversation] }) == expected)
            var sketch = try UsageSketch(query)
            try sketch.add(contentsOf: records)
            #expect(Set(sketch.map { $0[.conversation] }) == expected)
        }
    }

    @Test(arguments: 100..<160 as Range<UInt64>)
    func aLedgerRefusesALabelThatItDoesNotKeepAtAnyPosition(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let wrong = UsageFilter.isOne(.planet, ["x"])
        let filter = RandomFilters.nest(wrong, levels: .random(in: 0...20, using: &random), using: &random)
        let ledger = UsageLedger(keeping: RandomRecords.kept)
        let error = try #require(throws: UsageError.self) { try ledger.report(ReportQuery(where: filter)) }
        #expect(error.code == .invalidArgument)
        #expect(error.message.hasPrefix("the ledger has no dimension 'planet'"))
    }

    @Test(arguments: 200..<230 as Range<UInt64>, [126, 127, 128, 129, 400])
    func refuseTheSameDepths(seed: UInt64, levels: Int) throws {
        var random = SeededGenerator(seed: seed)
        // With the filter at its bottom, these are `levels + 1` conditions; those beside it are nested less deep.
        let filter = RandomFilters.nest(.isOne(.model, ["a"]), levels: levels, using: &random)
        let error = try Self.expectAgreement(on: filter, using: &random)
        #expect(error?.code == (levels < 128 ? nil : .invalidArgument))
    }

    /// Expects that all evaluators accept a filter, or refuse it with the same error, which it returns.
    private static func expectAgreement(
        on filter: UsageFilter, using random: inout SeededGenerator
    ) throws -> UsageError? {
        var ledger = UsageLedger(keeping: RandomRecords.kept)
        if Bool.random(using: &random) { try ledger.append(contentsOf: RandomRecords.labelled(5, using: &random)) }
        func error(_ body: () throws(UsageError) -> Void) -> UsageError? {
            do throws(UsageError) {
                try body()
                return nil
            } catch {
                return error
            }
        }
        let query = ReportQuery(where: filter)
        let expected = error { () throws(UsageError) in _ = try filter.holds(for: UsageRecord(provider: .aurous)) }
        let ofReport = error { () throws(UsageError) in _ = try ledger.report(query) }
        let ofSketch = error { () throws(UsageError) in _ = try UsageSketch(query) }
        #expect(ofReport?.code == expected?.code)
        #expect(ofReport?.message == expected?.message)
        #expect(ofSketch?.code == expected?.code)
        #expect(ofSketch?.message == expected?.message)
        return expected
    }
}
