import Foundation
import Testing

@testable import UsageKit

@Suite struct ColumnFilterTests {
    /// The rows that pass, by way of the filter's verdict on each chunk.
    private static func passingRows(
        _ records: [UsageRecord], window: TimeWindow = .all, _ filter: UsageFilter?
    ) throws -> [Int] {
        var columns = RecordColumns()
        for record in records { try columns.append(record) }
        let compiled = try ColumnFilter(columns, window: window, filter: filter)
        return (0..<columns.chunkCount).flatMap { index in
            let rows = columns.rows(ofChunk: index)
            switch compiled.verdict(chunk: index) {
            case .all: return Array(rows)
            case .none: return []
            case .some(let mask): return zip(rows, mask).filter(\.1).map(\.0)
            }
        }
    }

    private static let records = [
        UsageRecord(provider: .aurous, time: Timestamp(seconds: 10), model: "a", tokens: TokenCounts(input: 5)),
        UsageRecord(provider: .aurous, time: Timestamp(seconds: 20), model: "b", tokens: TokenCounts(input: 9)),
        UsageRecord(provider: .aurous, model: nil),
    ]

    @Test func passesTheRowsForWhichTheConditionHolds() throws {
        #expect(try Self.passingRows(Self.records, nil) == [0, 1, 2])
        #expect(try Self.passingRows(Self.records, .isOne(.model, ["a", nil])) == [0, 2])
        #expect(try Self.passingRows(Self.records, .compares(.inputTokens, .above, 5)) == [1])
        #expect(try Self.passingRows(Self.records, .not(.compares(.inputTokens, .above, 5))) == [0, 2])
        #expect(try Self.passingRows(Self.records, .all([])) == [0, 1, 2])
        #expect(try Self.passingRows(Self.records, .any([])) == [])
    }

    @Test func aWindowIncludesItsStartAndExcludesItsEndAndRowsWithoutATime() throws {
        let (start, end) = (Timestamp(seconds: 10), Timestamp(seconds: 20))
        #expect(try Self.passingRows(Self.records, window: TimeWindow(from: start, to: end), nil) == [0])
        #expect(try Self.passingRows(Self.records, window: TimeWindow(from: start), nil) == [0, 1])
    }

    @Test func comparesTextsByTheirBytes() throws {
        let records = ["é", "e\u{301}"].map { UsageRecord(provider: .aurous, model: $0) }
        #expect(try Self.passingRows(records, .isOne(.model, ["e\u{301}"])) == [1])
    }

    @Test func refusesAComparisonWithNaN() throws {
        let error = #expect(throws: UsageError.self) {
            try Self.passingRows(Self.records, .compares(.duration, .below, .nan))
        }
        #expect(error?.code == .invalidArgument)
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func agreesWithTheNaiveFilter(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let records = RandomRecords.make(Int.random(in: 0...90, using: &random), using: &random)
        for _ in 0..<5 {
            let query = RandomRecords.query(using: &random)
            let expected = records.indices.filter { row in
                (records[row].time.map(query.window.contains) ?? (query.window == .all))
                    && (query.filter.map { NaiveReport.holds($0, records[row]) } ?? true)
            }
            #expect(try Self.passingRows(records, window: query.window, query.filter) == expected)
        }
    }
}
