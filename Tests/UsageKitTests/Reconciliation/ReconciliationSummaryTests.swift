import Foundation
import Testing

@testable import UsageKit

/// What the report says of several entries, of entries that are not there, and of sides that are not whole.
@Suite struct ReconciliationSummaryTests {
    private static let start = Timestamp(seconds: 1_780_272_000)

    private static func row(
        _ id: String, _ charge: String, day: Int64, model: String? = nil, status: UsageStatus? = nil
    ) throws -> UsageRecord {
        UsageRecord(
            provider: .aurous, id: id, time: start.advanced(by: .seconds(day * 86_400 + 43_200)), model: model,
            status: status, charge: try Money(charge, .credits))
    }

    private static func window(_ day: Int64) -> TimeWindow {
        TimeWindow(
            unchecked: start.advanced(by: .seconds(day * 86_400)), start.advanced(by: .seconds((day + 1) * 86_400)))
    }

    private static func entry(_ day: Int64, _ figures: [ReconciledFigure: String]) throws -> Statement.Entry {
        var entry = Statement.Entry(window: window(day))
        for (figure, value) in figures { try entry.set(figure, to: Decimal(string: value)) }
        return entry
    }

    /// Each day has a completed and a failed request; the other side states the completed ones.
    private static func daysWithoutFailed(_ days: Int64) throws -> Reconciliation {
        var rows: [UsageRecord] = []
        var entries: [Statement.Entry] = []
        for day in 0..<days {
            rows.append(try row("c\(day)", "1.\(day + 1)", day: day, status: .completed))
            rows.append(try row("f\(day)", "2", day: day, status: .failed))
            entries.append(try entry(day, [.requests: "1", .charge(.credits): "1.\(day + 1)"]))
        }
        return try Reconciliation(Statement("buckets", entries: entries), with: ReconciledRows(rows))
    }

    // MARK: All entries

    @Test func aCauseOfAllEntriesIsNamedOnce() throws {
        let result = try Self.daysWithoutFailed(2)
        #expect(result.commonCauses == [[.excludedStatus(.failed)]])
        #expect(
            result.description == """
                differs from buckets: 2 of 2 entries
                  all 2 entries differ because failed requests do not count there
                [2026-06-01T00:00:00Z, 2026-06-02T00:00:00Z)
                  requests: 2 here, 1 there (+1)
                  charge.credit: 3.1 here, 1.1 there (+2)
                [2026-06-02T00:00:00Z, 2026-06-03T00:00:00Z)
                  requests: 2 here, 1 there (+1)
                  charge.credit: 3.2 here, 1.2 there (+2)
                """)
        let bytes = try JSONEncoder().encode(result)
        #expect(String(decoding: bytes, as: UTF8.self).contains(#""commonCauses":[[{"#))
        #expect(try JSONDecoder().decode(Reconciliation.self, from: bytes) == result)
    }

    /// Of several ways to round, only one explains all days.
    @Test func theRoundingThatFitsAllEntriesIsNamed() throws {
        let rows = try [
            Self.row("a", "1.004", day: 0), Self.row("b", "1.004", day: 0), Self.row("c", "1.001", day: 1),
            Self.row("d", "1.005", day: 2), Self.row("e", "1.006", day: 2),
        ]
        let entries = try ["2.01", "1.01", "2.02"].enumerated().map {
            try Self.entry(Int64($0.offset), [.charge(.credits): $0.element])
        }
        let result = try Reconciliation(Statement("buckets", entries: entries), with: ReconciledRows(rows))
        #expect(result.commonCauses.contains([.rounded(to: 2, eachRow: false, .up)]))
        #expect(result.commonCauses.allSatisfy { $0.count == 1 })
        #expect(result.entries.allSatisfy { $0.explanations.contains([.rounded(to: 2, eachRow: false, .up)]) })
    }

    /// A cause of one day and one of another day are no cause of both.
    @Test func differentCausesHaveNoSummary() throws {
        let rows = try [
            Self.row("a", "1", day: 0, status: .completed), Self.row("b", "2", day: 0, status: .failed),
            Self.row("c", "1", day: 1, status: .completed), Self.row("d", "2", day: 1, status: .cancelled),
        ]
        let entries = try [0, 1].map { try Self.entry($0, [.requests: "1", .charge(.credits): "1"]) }
        let result = try Reconciliation(Statement("buckets", entries: entries), with: ReconciledRows(rows))
        #expect(result.commonCauses == [])
        #expect(result.description.contains("  because failed requests do not count there"))
        #expect(result.description.contains("  because cancelled requests do not count there"))
    }

    @Test func manyEntriesAreCutWithACount() throws {
        let result = try Self.daysWithoutFailed(25)
        let lines = result.description.split(separator: "\n")
        #expect(lines.last == "5 more entries differ")
        #expect(lines.count { $0.hasPrefix("[") } == 20)
        #expect(result.entries.count == 25)
    }

    @Test func manyEquivalentSetsAreCutWithACount() throws {
        let rows = try (0..<9).map { try Self.row("r\($0)", "1", day: 0, model: "m\($0)") }
        let statement = Statement("buckets", entries: [try Self.entry(0, [.requests: "8"])])
        let result = try Reconciliation(statement, with: ReconciledRows(rows))
        #expect(result.entries.first?.explanations.count == 9)
        #expect(result.description.hasSuffix("  - rows whose model is m4 do not count there\n  - or 4 others"))
    }

    // MARK: Entries that are not there

    @Test func anEntryThatIsNotStatedHasNoCauseByStatus() throws {
        let rows = try [
            Self.row("a", "1", day: 0), Self.row("b", "1", day: 1, status: .completed),
            Self.row("c", "2", day: 1, status: .failed),
        ]
        var missing = Statement("buckets", entries: [try Self.entry(0, [.requests: "1", .charge(.credits): "1"])])
        missing.window = Self.window(0).hull(Self.window(1))
        let first = try Reconciliation(missing, with: ReconciledRows(rows))
        #expect(first.entries.last?.explanations == [] && first.entries.last?.isStated == false)
        #expect(first.description.contains("2026-06-03T00:00:00Z): not stated at all\n"))
        // Or it is said that there was nothing.
        missing.entries.append(try Self.entry(1, [.requests: "0", .charge(.credits): "0"]))
        let second = try Reconciliation(missing, with: ReconciledRows(rows))
        #expect(second.entries.last?.explanations == [])
        #expect(second.description.contains("2026-06-03T00:00:00Z): no usage there\n"))
    }

    // MARK: Sides that are not whole

    @Test(arguments: [true, false]) func ofWhatMayBeMissingNoCauseIsNamed(isOwn: Bool) throws {
        let rows = try [Self.row("a", "1", day: 0, status: .completed), Self.row("b", "2", day: 0, status: .failed)]
        let statement = Statement(
            "store", entries: [try Self.entry(0, [.requests: "1", .charge(.credits): "1"])],
            gap: isOwn ? nil : "a page is missing")
        let result = try Reconciliation(
            statement, with: ReconciledRows(rows, gap: isOwn ? "a page is missing" : nil))
        #expect(result.verdict == .unjudged && result.entries.map(\.explanations) == [[]])
        #expect(result.notCompared.isEmpty)
        #expect(
            result.description.hasSuffix(
                """
                  no causes are named: what differs may be what is missing
                [2026-06-01T00:00:00Z, 2026-06-02T00:00:00Z): 1 request fewer there
                  requests: 2 here, 1 there (+1)
                  charge.credit: 3 here, 1 there (+2)
                """))
    }

    // MARK: Tokens

    /// Images have no tokens, so it is no difference if the other side counts none of them.
    @Test(arguments: [("0", true), ("500", false)])
    func tokensThatNoRowSaysAreNotZero(stated: String, agrees: Bool) throws {
        let statement = Statement(
            "buckets", entries: [try Self.entry(0, [.requests: "1", .inputTokens: stated, .outputTokens: "0"])])
        let result = try Reconciliation(statement, with: ReconciledRows([try Self.row("a", "1", day: 0)]))
        #expect(result.verdict == (agrees ? .agrees : .differs))
        #expect(result.notCompared.contains { $0.hasPrefix("inputTokens of [2026-06-01") } == agrees)
        #expect(result.notCompared.contains { $0.hasPrefix("outputTokens of [2026-06-01") })
    }

    // MARK: Concentrations

    @Test func theLargestPartOfSeveralIsSaid() throws {
        func text(_ parts: [String]) throws -> String {
            let rows = try parts.enumerated().map { try Self.row("r\($0)", $1, day: 0, model: "m\($0)") }
            let entries = try parts.indices.map { number in
                var entry = Statement.Entry(window: Self.window(0), key: ["m\(number)"])
                try entry.set(.charge(.credits), to: 100)
                return entry
            }
            return try Reconciliation(
                Statement("models", by: [.model], entries: entries), with: ReconciledRows(rows)
            ).description
        }
        #expect(try text(["10", "99"]).hasSuffix("\n98.9 % of what differs in charge.credit is of model m0"))
        // A single entry, and three equal ones.
        #expect(try !text(["10", "100"]).contains("%"))
        #expect(try !text(["10", "10", "10"]).contains("%"))
    }

    /// What differs is 1 of model a, and of model b nobody knows how much.
    @Test func aPartOfUnknownSizeLeavesNoConcentration() throws {
        var rows = try [Self.row("r1", "1", day: 0, model: "a"), Self.row("r2", "1", day: 0, model: "b")]
        rows[1].charge = nil
        let entries = try [("a", 3), ("b", 100), ("c", 5)].map { model, charge in
            var entry = Statement.Entry(window: Self.window(0), key: [model])
            try entry.set(.charge(.credits), to: Decimal(charge))
            try entry.set(.requests, to: 1)
            return entry
        }
        let result = try Reconciliation(
            Statement("models", by: [.model], entries: entries), with: ReconciledRows(rows))
        #expect(result.entries.map { $0.comparisons.last?.own } == [1, nil, 0])
        // Only model c differs in requests.
        #expect(result.concentrations.map(\.figure) == [.requests])
        #expect(!result.description.contains("%"), "\(result)")
    }

    /// The largest part, 9 of 10, is explained, so the line does not say where the rest is.
    @Test func aConcentrationSaysIfPartsOfItAreExplained() throws {
        let rows = try [
            Self.row("r1", "9", day: 0, model: "a"), Self.row("r2", "1", day: 0, model: "b"),
        ]
        let entries = try [("a", "0", 0), ("b", "2", 1)].map { model, charge, requests in
            var entry = Statement.Entry(window: Self.window(0), key: [model])
            try entry.set(.charge(.credits), to: Decimal(string: charge))
            try entry.set(.requests, to: Decimal(requests))
            return entry
        }
        var late = ReconciledRows([rows[1]])
        late.add(rows[0], learnedAt: Self.start.advanced(by: .seconds(86_400)))
        let statement = Statement("models", by: [.model], entries: entries, madeAt: Self.start)
        let result = try Reconciliation(statement, with: late)
        #expect(result.entries.map(\.explanations) == [[[.lateRows]], []])
        #expect(
            result.description.hasSuffix("\n90.0 % of what differs in charge.credit is of model a, explained or not"),
            "\(result)")
    }

    /// All entries are of one model, so it says nothing that the difference is.
    @Test func theOnlyValueIsNoConcentration() throws {
        let rows = try [0, 1].map { try Self.row("r\($0)", "1", day: $0, model: "m") }
        let entries = try [Int64(0), 1].map { day in
            var entry = Statement.Entry(window: Self.window(day), key: ["m"])
            try entry.set(.charge(.credits), to: 100)
            return entry
        }
        let result = try Reconciliation(
            Statement("models", by: [.model], entries: entries), with: ReconciledRows(rows))
        #expect(!result.description.contains("%"))
        #expect(result.concentrations.map(\.partsPerMillion) == [1_000_000])
    }

    // MARK: Work

    /// Rows of which nothing explains the difference are in few groups, so that many sets of causes cost little.
    @Test func rowsAreNotToldApartByWindowsThatAreNotTried() throws {
        let rows = try (0..<2000).map { number in
            var row = try Self.row(
                "r\(number)", "0.\(1000 + number)", day: 0, status: number % 7 == 0 ? .failed : .completed)
            row.time = Self.start.advanced(by: .seconds(Int64(number) * 130))
            row.apiKey = "k\(number % 3)"
            return row
        }
        let entries = try (0..<3).map { try Self.entry(Int64($0), [.requests: "3", .charge(.credits): "1"]) }
        let plan = try ReconciliationPlan(Statement("buckets", entries: entries), ReconciledRows(rows))
        let entry = try #require(plan.entries.dropFirst().first)
        #expect(try plan.rows(of: entry).groupCount <= 6)
        var shifted = try plan.rows(of: entry, shifted: true)
        #expect(shifted.groupCount > 100)
        #expect(try shifted.partCount(in: EntryRows.Treatment.ownWindow) == 6)
    }
}
