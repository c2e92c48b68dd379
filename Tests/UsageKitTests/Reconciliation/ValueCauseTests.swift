import Foundation
import Testing

@testable import UsageKit

/// Values whose rows the other side leaves out, of any dimension by which it is not split.
@Suite struct ValueCauseTests {
    private static let day = TimeWindow(
        unchecked: Timestamp(seconds: 1_780_272_000), Timestamp(seconds: 1_780_358_400))

    /// Rows of which each has figures that no others add up to.
    private static func rows(_ count: Int, _ change: (inout UsageRecord, Int) -> Void) throws -> [UsageRecord] {
        try (0..<count).map { number in
            var record = UsageRecord(
                provider: .venice, id: "r\(number)", time: Timestamp(seconds: 1_780_300_000 + Int64(number)),
                tokens: TokenCounts(input: 1 + number * number, output: 1),
                charge: try Money("0.\(100_000 + number * number * number)", .usd))
            change(&record, number)
            return record
        }
    }

    private static func explanations(
        _ rows: [UsageRecord], without isOut: (UsageRecord) -> Bool
    ) throws -> [[Cause]] {
        let statement = try Statement("days", of: rows.filter { !isOut($0) })
        var kept = statement
        kept.entries = statement.entries.map { entry in
            var entry = entry
            entry.window = day
            return entry
        }
        return try Reconciliation(kept, with: ReconciledRows(rows)).entries.flatMap(\.explanations)
    }

    /// A model that is left out is named.
    @Test func aModelIsFound() throws {
        let rows = try Self.rows(9) { $0.model = ["a", "b", "c"][$1 % 3] }
        #expect(try Self.explanations(rows) { $0.model == "b" } == [[.excludedValue("b", of: .model)]])
    }

    @Test(arguments: [UsageDimension.model, .type, .sku, .user, .bot, .conversation, .account, .init(.region)])
    func aValueOfEachDimensionIsFound(dimension: UsageDimension) throws {
        let rows = try Self.rows(12) { record, number in
            let value = ["a", "b", "c", "d"][number % 4]
            switch dimension {
            case .model: record.model = value
            case .type: record.type = value
            case .sku: record.sku = value
            case .user: record.user = value
            case .bot: record.bot = value
            case .conversation: record.conversation = value
            default: record.labels[dimension] = value
            }
        }
        let found = try Self.explanations(rows) { $0.text(for: dimension) == "c" }
        #expect(found == [[.excludedValue("c", of: dimension)]])
    }

    /// Two of forty keys.
    @Test func twoValuesAreFound() throws {
        let rows = try Self.rows(80) { $0.apiKey = "k\($1 % 40)" }
        let found = try Self.explanations(rows) { ["k7", "k31"].contains($0.apiKey) }
        #expect(found.map(Set.init) == [[.excludedValue("k7", of: .apiKey), .excludedValue("k31", of: .apiKey)]])
    }

    /// There is a limit, up to which one value is found.
    @Test(arguments: [(ValueSearch.mostValues, true), (ValueSearch.mostValues + 1, false)])
    func valuesAreTriedUpToALimit(count: Int, isFound: Bool) throws {
        let rows = try Self.rows(count + 1) { $0.user = "u\($1 == 0 ? 1 : $1)" }
        let found = try Self.explanations(rows) { $0.user == "u1" }
        #expect(found == (isFound ? [[.excludedValue("u1", of: .user)]] : []))
    }

    // MARK: Synonyms

    /// One key has one model only: the key is named.
    @Test func valuesOfTheSameRowsAreNamedOnce() throws {
        let rows = try Self.rows(8) { record, number in
            record.apiKey = number % 4 == 0 ? "k" : "other"
            record.model = number % 4 == 0 ? "m" : "n"
            record.user = number % 4 == 0 ? "u" : "v"
        }
        #expect(try Self.explanations(rows) { $0.model == "m" } == [[.excludedValue("k", of: .apiKey)]])
    }

    /// All requests that have not ended are processing.
    @Test func aStatusOfTheSameRowsIsNamedOnce() throws {
        let rows = try Self.rows(8) { $0.status = $1 % 4 == 0 ? .processing : .completed }
        #expect(try Self.explanations(rows) { $0.status == .processing } == [[.unsettledRows]])
    }

    /// The row outside the window is that at its end.
    @Test func aRowAtTheEndIsNamedOnce() throws {
        var rows = ReconciledRows(try Self.rows(3) { _, _ in })
        var last = try Self.rows(1) { _, _ in }[0]
        last.id = "last"
        last.time = Self.day.end
        rows.add(last, as: .outside)
        var entry = Statement.Entry(window: Self.day)
        try entry.set(.rows, to: 4)
        let result = try Reconciliation(Statement("total", entries: [entry]), with: rows)
        #expect(result.entries.map(\.explanations) == [[[.endIncluded]]])
    }
}
