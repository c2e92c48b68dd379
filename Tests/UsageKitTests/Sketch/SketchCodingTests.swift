import Foundation
import Testing

@testable import UsageKit

@Suite struct SketchCodingTests {
    private static func latencySketch() throws -> LatencySketch {
        var sketch = try LatencySketch()
        for value in [0, 0, 1_000, 1_005, 70_000_000_000] as [Int64] { try sketch.add(.nanoseconds(value)) }
        return sketch
    }

    private static func usageSketch() throws -> UsageSketch {
        let query = ReportQuery(
            window: .since("2026-05-01T00:00:00Z"), where: .not(.isOne(.model, ["x"])), every: .day,
            by: [.model, .apiKey], in: try #require(TimeZone(identifier: "America/New_York")), weekStart: .sunday,
            measures: .standard.union([.extremes]), quantileMethod: .nearestRank)
        var sketch = try UsageSketch(query, relativeError: 0.02)
        for (day, model) in [(1, "a"), (1, "a"), (2, "b"), (3, nil)] {
            try sketch.add(
                UsageRecord(
                    provider: ProviderID(rawValue: "p"), time: .at("2026-05-0\(day + 1)T08:00:00Z"), model: model,
                    status: .completed, tokens: TokenCounts(input: day, output: nil),
                    quantities: [Quantity(3, unit: "u")], charge: Money(Decimal(day) / 8, .eur),
                    duration: .milliseconds(day * 100)))
        }
        return sketch
    }

    private static func object(_ value: some Encodable) throws -> [String: Any] {
        let object = try JSONSerialization.jsonObject(with: JSONEncoder().encode(value))
        return try #require(object as? [String: Any])
    }

    private static func read<Value: Decodable>(_ type: Value.Type, _ object: [String: Any]) throws -> Value {
        try JSONDecoder().decode(type, from: JSONSerialization.data(withJSONObject: object))
    }

    // MARK: - Latency sketches

    @Test func writesAndReadsLatencySketches() throws {
        for sketch in [try Self.latencySketch(), try LatencySketch(relativeError: 0.5, method: .nearestRank)] {
            let data = try JSONEncoder().encode(sketch)
            #expect(try JSONDecoder().decode(LatencySketch.self, from: data) == sketch)
            let list = try PropertyListEncoder().encode(sketch)
            #expect(try PropertyListDecoder().decode(LatencySketch.self, from: list) == sketch)
        }
        let object = try Self.object(Self.latencySketch())
        #expect(object["version"] as? Int == 1)
        #expect(object["sum"] as? String == "70000002005")
        #expect(object["zeros"] as? Int == 2)
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func readsEverySketchThatDurationsMake(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for distribution in LatencyShape.allCases {
            var sketch = try LatencySketch()
            for value in distribution.values(.random(in: 1...6, using: &random), &random) {
                try sketch.add(.nanoseconds(value))
            }
            let read = try JSONDecoder().decode(LatencySketch.self, from: JSONEncoder().encode(sketch))
            #expect(read == sketch)
        }
    }

    @Test(
        arguments: [
            ("version", 2), ("version", 0), ("relativeErrorPPM", 999), ("relativeErrorPPM", -1),
            ("relativeErrorPPM", 500_001), ("zeros", -1), ("zeros", 0), ("zeros", Int.max), ("sum", "70000002100"),
            ("sum", "0"), ("sum", "-1"), ("sum", ""), ("sum", "1e9"), ("minimum", 1), ("minimum", -1),
            ("minimum", nil), ("maximum", 60_000_000_000), ("maximum", Int.max),
            ("maximum", 69_999_999_000), ("bins", [Int]()), ("counts", [Int]()), ("bins", [358, 9_999]),
            ("bins", [-1, 1]), ("bins", [Int.min, 1]), ("bins", [9, 3]), ("bins", [3, 3]), ("bins", [358, 1_372]),
            ("bins", [1, 358]), ("counts", [2, 0]), ("counts", [2, -1]), ("counts", [Int.max, 1]),
            ("counts", [Int.max, 2]),
            ("counts", [1, 1]), ("counts", [3, 1]), ("counts", [2, 1, 1]),
        ] as [(String, (any Sendable)?)])
    func refusesLatencySketchesThatNoDurationsMake(key: String, value: (any Sendable)?) throws {
        var object = try Self.object(Self.latencySketch())
        #expect(object[key] != nil)
        object[key] = value
        let error = #expect(throws: UsageError.self) { try Self.read(LatencySketch.self, object) }
        #expect(error?.code == .invalidArgument)
    }

    // MARK: - Usage sketches

    @Test func writesAndReadsUsageSketches() throws {
        for sketch in [try Self.usageSketch(), try UsageSketch()] {
            let data = try JSONEncoder().encode(sketch)
            let read = try JSONDecoder().decode(UsageSketch.self, from: data)
            #expect(read == sketch)
            #expect(read.map(\.key) == sketch.map(\.key))
            #expect(read.map(\.start) == sketch.map(\.start))
            #expect(read.total.charges == sketch.total.charges)
            let list = try PropertyListEncoder().encode(sketch)
            #expect(try PropertyListDecoder().decode(UsageSketch.self, from: list) == sketch)
        }
    }

    @Test func readsLabelsOfBothFormsInTheOrderOfTheirBytes() throws {
        var sketch = try UsageSketch()
        for label in ["\u{E9}", "e\u{301}"] {
            try sketch.add(UsageRecord(provider: .aurous, charge: Money(1, Currency(rawValue: label))))
        }
        var object = try Self.object(sketch)
        var groups = try #require(object["groups"] as? [[String: Any]])
        let charges = try #require(groups[0]["charges"] as? [[String: Any]])
        #expect(charges.compactMap { ($0["label"] as? String)?.utf8.count } == [3, 2])
        #expect(try Self.read(UsageSketch.self, object) == sketch)
        groups[0]["charges"] = Array(charges.reversed())
        object["groups"] = groups
        #expect(throws: UsageError.self) { try Self.read(UsageSketch.self, object) }
    }

    @Test func writesExactNumbersAsTexts() throws {
        let object = try Self.object(Self.usageSketch())
        #expect(object["version"] as? Int == 1)
        let groups = try #require(object["groups"] as? [[String: Any]])
        let charges = try #require(groups[0]["charges"] as? [[String: Any]])
        #expect(charges[0]["sum"] as? String == "0.25")
        #expect(charges[0]["label"] as? String == "EUR")
        #expect(groups[0]["start"] as? String == "2026-05-02T04:00:00Z")
    }

    @Test(arguments: [("version", 2), ("version", -1), ("relativeErrorPPM", 10_000), ("relativeErrorPPM", 0)])
    func refusesAnotherVersionOrRelativeError(key: String, value: Int) throws {
        var object = try Self.object(Self.usageSketch())
        #expect(object[key] != nil)
        object[key] = value
        let error = #expect(throws: UsageError.self) { try Self.read(UsageSketch.self, object) }
        #expect(error?.code == .invalidArgument)
    }

    /// A path to a value of the first group, and the value that replaces it.
    @Test(
        arguments: [
            (["start"], "2026-05-02T04:00:01Z"), (["start"], "2026-04-01T04:00:00Z"), (["start"], nil),
            (["key"], [String]()), (["key"], ["a"]), (["rows"], 0), (["rows"], -1),
            (["rows"], 1),
            (["requests", "succeeded"], -1), (["requests", "succeeded"], 3),
            (["requests", "failed"], 1), (["requests", "failed"], Int.min), (["requests", "cancelled"], Int.max),
            (["requests", "durations"], 3), (["requests", "durations"], 1), (["requests", "durations"], -1),
            (["requests", "latency"], nil), (["requests", "inputTokens", "sum"], -1),
            (["requests", "inputTokens", "sum"], Int.max), (["requests", "inputTokens", "count"], 3),
            (["requests", "inputTokens", "count"], 0), (["requests", "inputTokens", "count"], -1),
            (["requests", "inputTokens", "minimum"], 2), (["requests", "inputTokens", "minimum"], -1),
            (["requests", "inputTokens", "minimum"], nil), (["requests", "inputTokens", "maximum"], 0),
            (["requests", "outputTokens", "sum"], 1), (["requests", "outputTokens", "minimum"], 1),
            (["requests", "latency", "version"], 2), (["requests", "latency", "relativeErrorPPM"], 10_000),
            (["requests", "latency", "method"], "linear"), (["requests", "latency", "zeros"], 1),
        ] as [([String], (any Sendable)?)])
    func refusesGroupsThatNoRecordsMake(path: [String], value: (any Sendable)?) throws {
        try Self.expectRefusal { group in Self.replace(&group, path[...], value) }
    }

    @Test(
        arguments: [
            ("1", 2, "1", nil), ("1", 2, nil, "1"), ("1", 2, "2", "1"), ("x", 2, "1", "1"), ("1,5", 2, "1", "1"),
            ("NaN", 2, "1", "1"), ("1e400", 2, "1", "1"), ("1", 2, "a", "1"), ("1", 2, "1", ""), ("1", 0, "1", "1"),
            ("1", -1, "1", "1"),
        ] as [(String, Int, String?, String?)])
    func refusesSumsThatNoChargesMake(sum: String, count: Int, minimum: String?, maximum: String?) throws {
        var written: [String: Any] = ["label": "EUR", "sum": sum, "count": count]
        written["minimum"] = minimum
        written["maximum"] = maximum
        try Self.expectRefusal { $0["charges"] = [written] }
        try Self.expectRefusal { $0["units"] = [written] }
    }

    @Test func refusesMoreChargesThanRows() throws {
        try Self.expectRefusal {
            $0["charges"] = [["label": "EUR", "sum": "1", "count": 3, "minimum": "1", "maximum": "1"]]
        }
        try Self.expectRefusal { group in
            group["charges"] = ["EUR", "USD"].map { label in
                ["label": label, "sum": "1", "count": Int.max, "minimum": "1", "maximum": "1"] as [String: Any]
            }
        }
    }

    @Test(
        arguments: [
            (["x"], [0]), (["x"], [-1]), (["completed"], [1]), (["failed"], [1]), (["y", "x"], [1, 1]),
            (["x", "x"], [1, 1]), (["x"], [3]), (["x", "y"], [1, 2]), (["x", "y"], [Int.max, Int.max]),
        ] as [([String], [Int])])
    func refusesStatusesThatNoRequestsHave(labels: [String], counts: [Int]) throws {
        try Self.expectRefusal { group in
            let statuses = zip(labels, counts).map { ["label": $0, "count": $1] as [String: any Sendable] }
            Self.replace(&group, ["requests", "succeeded"], 0)
            Self.replace(&group, ["requests", "otherStatuses"], statuses)
        }
    }

    /// There may be more quantities than rows, but not more than an integer counts.
    @Test func refusesMoreQuantitiesThanAnIntegerCounts() throws {
        var sketch = try UsageSketch()
        try sketch.add(UsageRecord(provider: ProviderID(rawValue: "p"), quantities: [Quantity(1, unit: "u")]))
        var object = try Self.object(sketch)
        var groups = try #require(object["groups"] as? [[String: Any]])
        groups[0]["units"] = [["label": "u", "sum": "1", "count": Int.max] as [String: Any]]
        object["groups"] = groups
        var read = try Self.read(UsageSketch.self, object)
        let before = read
        let merged = #expect(throws: UsageError.self) { try read.merge(sketch) }
        #expect(merged?.code == .invalidArgument)
        let added = #expect(throws: UsageError.self) {
            try read.add(UsageRecord(provider: ProviderID(rawValue: "p"), quantities: [Quantity(1, unit: "u")]))
        }
        #expect(added?.code == .invalidArgument)
        #expect(read == before)
    }

    @Test func refusesDuplicateLabelsAndGroups() throws {
        try Self.expectRefusal { group in
            let sums = group["charges"] as? [[String: Any]] ?? []
            group["charges"] = sums + sums
        }
        var object = try Self.object(Self.usageSketch())
        let groups = try #require(object["groups"] as? [[String: Any]])
        object["groups"] = [groups[0], groups[0]]
        #expect(throws: UsageError.self) { try Self.read(UsageSketch.self, object) }
    }

    @Test func refusesGroupsWhoseTotalCannotBeHeld() throws {
        var sketch = try UsageSketch(ReportQuery(by: [.model]))
        for model in ["a", "b"] {
            try sketch.add(
                UsageRecord(
                    provider: ProviderID(rawValue: "p"), model: model, tokens: TokenCounts(input: .max / 2)))
        }
        var object = try Self.object(sketch)
        var groups = try #require(object["groups"] as? [[String: Any]])
        Self.replace(&groups[0], ["requests", "inputTokens", "sum"], Int.max)
        object["groups"] = groups
        let error = #expect(throws: UsageError.self) { try Self.read(UsageSketch.self, object) }
        #expect(error?.code == .inexactNumber)
    }

    @Test func refusesQueriesThatASketchCannotAnswer() throws {
        var object = try Self.object(UsageSketch())
        object["query"] = try Self.object(ReportQuery(measures: [.distinct(.model)]))
        #expect(throws: UsageError.self) { try Self.read(UsageSketch.self, object) }
    }

    // MARK: -

    private static func expectRefusal(
        sourceLocation: SourceLocation = #_sourceLocation, _ edit: (inout [String: Any]) -> Void
    ) throws {
        var object = try object(usageSketch())
        var groups = try #require(object["groups"] as? [[String: Any]])
        edit(&groups[0])
        object["groups"] = groups
        let error = #expect(throws: UsageError.self, sourceLocation: sourceLocation) {
            try read(UsageSketch.self, object)
        }
        #expect(error?.code == .invalidArgument, sourceLocation: sourceLocation)
    }

    private static func replace(_ object: inout [String: Any], _ path: ArraySlice<String>, _ value: (any Sendable)?) {
        guard let key = path.first else { return }
        if path.count == 1 {
            object[key] = value
        } else {
            var inner = object[key] as? [String: Any] ?? [:]
            replace(&inner, path.dropFirst(), value)
            object[key] = inner
        }
    }
}
