import Foundation
import Testing

@testable import UsageKit

/// Sets of causes come in the order of their sizes, and no cause of a set can be left out.
@Suite struct CauseOrderTests {
    private static let start = Timestamp(seconds: 1_780_272_000)

    private static func row(
        _ id: String, _ charge: String, minute: Int64, status: UsageStatus = .completed
    ) throws -> UsageRecord {
        UsageRecord(
            provider: .aurous, id: id, time: start.advanced(by: .seconds(minute * 60)), status: status,
            charge: try Money(charge, .usd))
    }

    private static func entry(_ day: Int64, _ figures: [ReconciledFigure: String]) throws -> Statement.Entry {
        let window = TimeWindow(
            unchecked: start.advanced(by: .seconds(day * 86_400)), start.advanced(by: .seconds(day * 86_400 + 86_400)))
        var entry = Statement.Entry(window: window)
        for (figure, value) in figures { try entry.set(figure, to: Decimal(string: value)) }
        return entry
    }

    /// A shifted window is found after sets of two causes, and comes before them.
    @Test func aShiftComesBeforeLargerSets() throws {
        let rows = try [
            Self.row("A", "1.00", minute: 30), Self.row("B", "2.004", minute: 720),
            Self.row("C", "5", minute: 780, status: .failed), Self.row("D", "2.00", minute: -60),
        ]
        let statement = Statement("day", entries: [try Self.entry(0, [.charge(.usd): "3.00"])])
        let found = try #require(try Reconciliation(statement, with: ReconciledRows(rows)).entries.first?.explanations)
        #expect(found.contains([.shiftedWindow(seconds: -43_200)]))
        #expect(found.map(Set.init).contains([.excludedStatus(.failed), .rounded(to: 2, eachRow: false, .halfUp)]))
        #expect(found.map(\.count) == found.map(\.count).sorted())
    }

    /// On the first day, a shift and the failed requests are needed; on the second one, the shift moves a failed one only.
    @Test func aSetIsNotNamedOfAnEntryThatNeedsOneCause() throws {
        let rows = try [
            Self.row("a", "1", minute: 30), Self.row("b", "2", minute: 720), Self.row("c", "4", minute: 800),
            Self.row("d", "8", minute: 900, status: .failed), Self.row("e", "64", minute: 1440 + 20, status: .failed),
            Self.row("f", "16", minute: 1440 + 700), Self.row("g", "32", minute: 1440 + 720, status: .failed),
        ]
        let entries = try [
            Self.entry(0, [.requests: "2", .charge(.usd): "6"]), Self.entry(1, [.requests: "1", .charge(.usd): "16"]),
        ]
        let result = try Reconciliation(Statement("days", entries: entries), with: ReconciledRows(rows))
        let pair: Set<Cause> = [.excludedStatus(.failed), .shiftedWindow(seconds: 3600)]
        #expect(result.entries[0].explanations.map(Set.init).contains(pair))
        #expect(result.entries[1].explanations == [[.excludedStatus(.failed)]])
        #expect(result.commonCauses.map(Set.init).contains(pair))
    }

    /// Sets that are added in any order are in that of their sizes, without supersets.
    @Test func setsAreKeptInOrder() {
        var outcome = CauseSearch.Outcome()
        outcome.close(with: [.lateRows, .filteredRows])
        outcome.close(with: [.removedRows, .repeatedRows, .endIncluded])
        outcome.close(with: [.earlierStates])
        outcome.close(with: [.filteredRows, .lateRows])
        outcome.close(with: [.earlierStates, .unsettledRows])
        outcome.close(with: [.unsettledRows])
        #expect(
            outcome.closing == [
                [.earlierStates], [.unsettledRows], [.lateRows, .filteredRows],
                [.removedRows, .repeatedRows, .endIncluded],
            ])
        outcome.close(with: [.lateRows], isFirst: true)
        outcome.close(with: [.repeatedRows])
        #expect(outcome.closing == [[.lateRows], [.earlierStates], [.unsettledRows], [.repeatedRows]])
    }
}
