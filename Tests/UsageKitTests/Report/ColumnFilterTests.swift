import Foundation
import Testing

@testable import UsageKit

@Suite struct ColumnFilterTests {
    /// Rows at 0, 1 and 2 s with the models a, b and none.
    private static func columns() throws -> RecordColumns {
        var columns = RecordColumns()
        for (second, model) in [(0, "a"), (1, "b"), (2, nil)] as [(Int64, String?)] {
            try columns.append(
                UsageRecord(
                    provider: .aurous, time: Timestamp(seconds: second), model: model,
                    tokens: TokenCounts(input: Int(second) * 10)))
        }
        return columns
    }

    private static func verdict(
        _ filter: UsageFilter?, window: TimeWindow = .all
    ) throws -> ColumnFilter.Verdict {
        let compiled = try filter.map { try CompiledFilter($0) }
        return ColumnFilter(try columns(), window: window, filter: compiled).verdict(chunk: 0)
    }

    @Test func selectsTheRowsThatPass() throws {
        let filter = ColumnFilter(
            try Self.columns(), window: .all, filter: try CompiledFilter(.isOne(.model, ["b", nil])))
        #expect(filter.verdict(chunk: 0) == .some([false, true, true]))
    }

    @Test func decidesAboutAWholeChunkIfItCan() throws {
        #expect(try Self.verdict(nil) == .all)
        #expect(try Self.verdict(.isOne(.provider, ["aurous"])) == .all)
        #expect(try Self.verdict(.isOne(.provider, ["venice"])) == ColumnFilter.Verdict.none)
        #expect(try Self.verdict(.compares(.inputTokens, .atMost, 20)) == .all)
        #expect(try Self.verdict(.compares(.inputTokens, .above, 20)) == ColumnFilter.Verdict.none)
    }

    @Test func combinesTheWindowWithTheFilter() throws {
        let window = try TimeWindow(from: Timestamp(seconds: 1), to: nil)
        #expect(try Self.verdict(nil, window: window) == .some([false, true, true]))
        #expect(try Self.verdict(.isOne(.model, ["a", "b"]), window: window) == .some([false, true, false]))
        #expect(try Self.verdict(.not(.isOne(.model, ["b"])), window: window) == .some([false, false, true]))
    }
}
