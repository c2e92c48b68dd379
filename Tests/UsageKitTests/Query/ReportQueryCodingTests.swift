import Foundation
import Testing

@testable import UsageKit

@Suite struct ReportQueryCodingTests {
    private static func decimal(_ text: String) -> Decimal { Decimal(string: text) ?? .nan }

    @Test func writesAFilterAsAnObject() throws {
        let filter = UsageFilter.not(.compares(.inputTokens, .above, 5))
        let text = #"{"not":{"compares":{"comparison":"above","field":"inputTokens","number":"5"}}}"#
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        #expect(try encoder.encode(filter) == Data(text.utf8))
        #expect(try JSONDecoder().decode(UsageFilter.self, from: Data(text.utf8)) == filter)
    }

    @Test(arguments: [
        ReportQuery(),
        ReportQuery(
            window: .between("2026-05-01T00:00:00Z", "2026-06-01T00:00:00.000000001Z"),
            where: .all([
                .isOne(.model, ["a", nil, "e\u{301}"]), .any([]), .not(.compares(.duration, .atLeast, decimal("0.1"))),
                .compares(.charge(.bundledCredits), .below, decimal("-12345678901234567890.123456789012345678")),
                .compares(.unit("x"), .equal, decimal("1e127")), .compares(.inputTokens, .above, 5),
            ]), every: .fiveMinutes, by: UsageDimension.all,
            in: TimeZone(identifier: "Australia/Lord_Howe") ?? .gmt, weekStart: .saturday, fillsEmptyBuckets: true,
            top: ReportQuery.Top(3, by: .sum(.charge(.eur))),
            measures: [.tokens, .charges, .units, .latency, .extremes, .distinct(.model), .distinct(.user)],
            quantileMethod: .nearestRank),
        ReportQuery(
            in: TimeZone(secondsFromGMT: 19_800) ?? .gmt, top: ReportQuery.Top(-1, by: .requests), measures: []),
    ])
    func writesAndReadsQueries(query: ReportQuery) throws {
        let data = try JSONEncoder().encode(query)
        let read = try JSONDecoder().decode(ReportQuery.self, from: data)
        #expect(read == query)
        #expect(read.timeZone.secondsFromGMT() == query.timeZone.secondsFromGMT())
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        #expect(try encoder.encode(read) == encoder.encode(query))
        let list = try PropertyListEncoder().encode(query)
        #expect(try PropertyListDecoder().decode(ReportQuery.self, from: list) == query)
    }

    @Test func writesMeasuresInAFixedOrder() throws {
        let measures: [UsageMeasure] =
            [.tokens, .charges, .units, .latency, .extremes] + UsageDimension.all.map { .distinct($0) }
        #expect(Set(measures.shuffled()).inEncodingOrder == measures)
        let written = try JSONEncoder().encode(ReportQuery(measures: Set(measures.shuffled())))
        let object = try #require(try JSONSerialization.jsonObject(with: written) as? [String: Any])
        let list = try #require(object["measures"] as? [Any])
        #expect(list.prefix(5).compactMap { $0 as? String } == ["tokens", "charges", "units", "latency", "extremes"])
        #expect(list.last as? [String: String] == ["distinct": "account"])
    }

    @Test(
        arguments: [
            ("timeZone", "Mars/Olympus"), ("timeZone", 3), ("bucket", "fortnight"), ("dimensions", [3]),
            ("weekStart", "payday"), ("quantileMethod", "guess"), ("measures", ["dreams"]), ("measures", "tokens"),
            ("top", ["count": 3]), ("top", ["figure": "requests"]), ("filter", [String: Int]()),
            ("filter", ["maybe": 1]), ("filter", ["isOne": ["planet": "x"]]),
            ("filter", ["all": ["any"]]), ("window", ["start": "2026-05-01T00:00:00Z", "end": "2026-05-01T00:00:00Z"]),
        ] as [(String, any Sendable)])
    func refusesInvalidMembersOfAQuery(key: String, value: any Sendable) throws {
        let written = try JSONEncoder().encode(ReportQuery())
        var object = try #require(try JSONSerialization.jsonObject(with: written) as? [String: Any])
        object[key] = value
        let data = try JSONSerialization.data(withJSONObject: object)
        #expect(throws: (any Error).self) { try JSONDecoder().decode(ReportQuery.self, from: data) }
    }

    @Test(arguments: ["", "x", "1,5", "NaN", "1e400", "0x10", "1234567890123456789012345678901234567890.1"])
    func refusesNumbersThatAreNotOfTheJSONGrammar(text: String) {
        let data = Data(
            #"{"compares":{"field":"duration","comparison":"below","number":"\#(text)"}}"#.utf8)
        let error = #expect(throws: UsageError.self) { try JSONDecoder().decode(UsageFilter.self, from: data) }
        #expect(error?.code == .invalidArgument)
    }

    @Test(arguments: [#"{"not":"#, #"{"all":["#])
    func refusesFiltersThatNestTooDeep(opening: String) {
        let closing = opening.hasSuffix("[") ? "]}" : "}"
        let text =
            String(repeating: opening, count: 200) + #"{"all":[]}"# + String(repeating: closing, count: 200)
        let error = #expect(throws: (any Error).self) {
            try JSONDecoder().decode(UsageFilter.self, from: Data(text.utf8)).holds(for: UsageRecord(provider: .aurous))
        }
        #expect((error as? UsageError)?.code == .invalidArgument)
    }

    @Test func refusesAnObjectWithTwoConditions() {
        let data = Data(#"{"all":[],"any":[]}"#.utf8)
        let error = #expect(throws: UsageError.self) { try JSONDecoder().decode(UsageFilter.self, from: data) }
        #expect(error?.message == "a filter has exactly one of these members: isOne, compares, not, all, any")
    }

    @Test(arguments: [0, 1, 950_000_000, 1_000_000_000])
    func writesAndReadsQuantiles(partsPerBillion: Int) throws {
        let quantile = try Quantile(partsPerBillion: partsPerBillion)
        let data = try JSONEncoder().encode([quantile])
        #expect(data == Data("[\(partsPerBillion)]".utf8))
        #expect(try JSONDecoder().decode([Quantile].self, from: data) == [quantile])
    }

    @Test(arguments: [-1, 1_000_000_001])
    func refusesQuantilesOutOfBounds(partsPerBillion: Int) {
        let data = Data("[\(partsPerBillion)]".utf8)
        #expect(throws: UsageError.self) { try JSONDecoder().decode([Quantile].self, from: data) }
    }
}
