import Foundation
import Testing

@testable import UsageKit

@Suite struct UsageSketchTests {
    private static let aurous = ProviderID(rawValue: "aurous")

    private static func money(_ text: String, _ currency: Currency = .credits) throws -> Money {
        Money(exact: try #require(ExactDecimal(text)), currency: currency)
    }

    private static func quantity(_ text: String, _ unit: UsageUnit = "u") throws -> Quantity {
        Quantity(exact: try #require(ExactDecimal(text)), unit: unit)
    }

    @Test func groupsRowsAsAReportDoes() throws {
        let day = try Timestamp("2026-05-20T08:00:00Z")
        var sketch = try UsageSketch(ReportQuery(every: .day, by: [.model, .apiKey]))
        try sketch.add(contentsOf: [
            UsageRecord(
                provider: Self.aurous, time: day, model: "m", status: .completed,
                tokens: TokenCounts(input: 600, output: 100), charge: Self.money("0.02"), duration: .milliseconds(810)),
            UsageRecord(
                provider: Self.aurous, time: day, model: "m", status: .failed,
                tokens: TokenCounts(input: 59, output: 3), charge: Self.money("0.00987"),
                duration: .milliseconds(1602)),
        ])
        #expect(sketch.count == 1)
        let group = sketch[0]
        #expect(group.start == (try Timestamp("2026-05-20T00:00:00Z")))
        #expect(group.end == (try Timestamp("2026-05-21T00:00:00Z")))
        #expect(group[.model] == "m")
        #expect(group[.sku] == nil)
        #expect((group.requests, group.succeeded, group.failed, group.cancelled) == (2, 1, 1, 0))
        #expect((group.inputTokens, group.outputTokens) == (659, 103))
        #expect(group.charges == [.credits: Decimal(string: "0.02987")])
        #expect(group.latency?.count == 1)
        #expect(group.latency?.p95 == .milliseconds(810))
        #expect(group.coverage.durations == 2)
        #expect(sketch.total.requests == 2)
        #expect(sketch.total.key.isEmpty)
        #expect(sketch.relativeError == 0.01)
    }

    @Test func startsEmpty() throws {
        let sketch = try UsageSketch()
        #expect(sketch.isEmpty)
        #expect(sketch.total.requests == 0)
        #expect(sketch.total.succeeded == nil)
        #expect(sketch.total.inputTokens == nil)
        #expect(sketch.total.latency?.count == 0)
        #expect(sketch.total.charges.isEmpty)
    }

    // MARK: - What is refused

    @Test(arguments: [
        ReportQuery(top: ReportQuery.Top(3, by: .requests)), ReportQuery(measures: [.distinct(.model)]),
        ReportQuery(measures: [.charges, .distinct(.user)]), ReportQuery(every: .day, fillsEmptyBuckets: true),
        ReportQuery(where: (0..<128).reduce(.all([])) { filter, _ in .not(filter) }),
    ])
    func refusesQueriesThatItCannotAnswer(query: ReportQuery) {
        let error = #expect(throws: UsageError.self) { try UsageSketch(query) }
        #expect(error?.code == .invalidArgument)
    }

    @Test(arguments: [0, 0.000_9, 0.6, .nan])
    func refusesRelativeErrorsOutOfBounds(relativeError: Double) {
        let error = #expect(throws: UsageError.self) { try UsageSketch(relativeError: relativeError) }
        #expect(error?.code == .invalidArgument)
    }

    private static let unacceptable: [(UsageRecord, UsageError.Code)] = [
        (UsageRecord(provider: aurous, tokens: TokenCounts(input: -1)), .invalidArgument),
        (UsageRecord(provider: aurous, tokens: TokenCounts(output: -1)), .invalidArgument),
        (UsageRecord(provider: aurous, duration: .nanoseconds(-1)), .invalidArgument),
        (UsageRecord(provider: aurous, duration: .seconds(9_223_372_037)), .invalidArgument),
        (UsageRecord(provider: aurous, time: Timestamp(seconds: 9_223_372_037)), .invalidArgument),
        (UsageRecord(provider: aurous, time: Timestamp(seconds: -9_223_372_037)), .invalidArgument),
        (UsageRecord(provider: aurous, time: Timestamp(seconds: .max)), .invalidArgument),
        (UsageRecord(provider: aurous, time: Timestamp(seconds: .min)), .invalidArgument),
        (UsageRecord(provider: aurous, tokens: TokenCounts(input: .max)), .inexactNumber),
        (UsageRecord(provider: aurous, model: "n", tokens: TokenCounts(output: .max)), .inexactNumber),
        (UsageRecord(provider: aurous, charge: Money(exact: tiny, currency: .usd)), .inexactNumber),
        (UsageRecord(provider: aurous, model: "n", charge: Money(exact: tiny, currency: .usd)), .inexactNumber),
        (UsageRecord(provider: aurous, quantities: [Quantity(exact: tiny, unit: "u")]), .inexactNumber),
        (
            UsageRecord(
                provider: aurous,
                quantities: [Quantity(exact: ExactDecimal(1), unit: "v"), Quantity(exact: tiny, unit: "v")]),
            .inexactNumber
        ),
        (
            UsageRecord(
                provider: aurous, time: Timestamp(seconds: 0), tokens: TokenCounts(input: 1, output: 1),
                quantities: [Quantity(exact: ExactDecimal(1), unit: "u"), Quantity(exact: tiny, unit: "u")],
                charge: Money(exact: ExactDecimal(1), currency: .usd), duration: .seconds(1)),
            .inexactNumber
        ),
    ]

    private static let tiny = ExactDecimal(mantissa: 1, exponent: -60) ?? .zero

    @Test(arguments: unacceptable)
    func refusedRecordsLeaveTheSketchUnchanged(record: UsageRecord, code: UsageError.Code) throws {
        let query = ReportQuery(every: .day, by: [.model], measures: .standard.union([.extremes]))
        var sketch = try UsageSketch(query)
        try sketch.add(
            UsageRecord(
                provider: Self.aurous, tokens: TokenCounts(input: 5, output: 6), quantities: [Self.quantity("3")],
                charge: Self.money("2", .usd), duration: .seconds(2)))
        let before = sketch
        let single = #expect(throws: UsageError.self) { try sketch.add(record) }
        #expect(single?.code == code)
        #expect(sketch == before)
        let good = UsageRecord(provider: Self.aurous, model: "o", status: .failed)
        let batch = #expect(throws: UsageError.self) { try sketch.add(contentsOf: [good, record]) }
        #expect(batch?.code == code)
        #expect(sketch == before)
        #expect(sketch.map(\.key) == [[nil]])
        try sketch.add(good)
        #expect(sketch.map(\.key) == [["o"], [nil]])
        #expect(sketch.total.requests == 2)
    }

    @Test func refusesInvalidRecordsEvenIfTheFilterExcludesThem() throws {
        var sketch = try UsageSketch(ReportQuery(where: .any([])))
        let record = UsageRecord(provider: Self.aurous, tokens: TokenCounts(input: -1))
        #expect(throws: UsageError.self) { try sketch.add(record) }
    }

    /// A sum that a group cannot hold may fit into the total, if another group's sum cancels it.
    @Test func checksTheSumsOfGroupsAndTheTotal() throws {
        let large = "99999999999999999999999999999999999999"
        var sketch = try UsageSketch(ReportQuery(by: [.model]))
        try sketch.add(UsageRecord(provider: Self.aurous, model: "a", charge: Self.money(large)))
        try sketch.add(UsageRecord(provider: Self.aurous, model: "b", charge: Self.money("-" + large)))
        let before = sketch
        // The total could hold 0.5, but the group would need 39 digits.
        for model in ["a", "b"] {
            let record = UsageRecord(provider: Self.aurous, model: model, charge: try Self.money("0.5"))
            let error = #expect(throws: UsageError.self) { try sketch.add(record) }
            #expect(error?.code == .inexactNumber)
            let reason = "in the group with model \(model), the charges in credit do not fit in 38 significant digits"
            #expect(error?.message == reason)
            let merged = #expect(throws: UsageError.self) { try sketch.add(contentsOf: [record]) }
            #expect(merged?.code == .inexactNumber)
            #expect(merged?.message == reason)
            #expect(sketch == before)
        }
        try sketch.add(UsageRecord(provider: Self.aurous, model: "c", charge: Self.money("0.5")))
        #expect(sketch.total.charges == [.credits: 0.5])
    }

    @Test func refusesToMergeASketchOfAnotherQuery() throws {
        var sketch = try UsageSketch(ReportQuery(where: .isOne(.model, ["é"]), by: [.model]))
        try sketch.add(UsageRecord(provider: Self.aurous, model: "é"))
        let before = sketch
        for other in [
            try UsageSketch(), try UsageSketch(ReportQuery(where: .isOne(.model, ["é"]))),
            try UsageSketch(ReportQuery(where: .isOne(.model, ["e\u{301}"]), by: [.model])),
            try UsageSketch(ReportQuery(where: .isOne(.model, ["é"]), by: [.model]), relativeError: 0.02),
            try UsageSketch(ReportQuery(where: .isOne(.model, ["é"]), by: [.model], quantileMethod: .nearestRank)),
        ] {
            let error = #expect(throws: UsageError.self) { try sketch.merge(other) }
            #expect(error?.code == .invalidArgument)
            #expect(sketch == before)
        }
        try sketch.merge(UsageSketch(ReportQuery(where: .isOne(.model, ["é"]), by: [.model])))
        #expect(sketch == before)
    }

    @Test func refusesMoreRowsThanAnIntegerCounts() throws {
        var sketch = try UsageSketch()
        try sketch.add(UsageRecord(provider: Self.aurous))
        for _ in 0..<62 { try sketch.merge(sketch) }
        let before = sketch
        let error = #expect(throws: UsageError.self) { try sketch.merge(sketch) }
        #expect(error?.code == .invalidArgument)
        #expect(sketch == before)
    }

    // MARK: - What is measured

    @Test func countsOnlyRowsThatPassTheWindowAndTheFilter() throws {
        let window = TimeWindow.between("2026-05-01T00:00:00Z", "2026-06-01T00:00:00Z")
        var sketch = try UsageSketch(ReportQuery(window: window, where: .isOne(.model, ["m"])))
        for (time, model) in [
            ("2026-05-01T00:00:00Z", "m"), ("2026-05-31T23:59:59.999999999Z", "m"), ("2026-06-01T00:00:00Z", "m"),
            ("2026-04-30T23:59:59.999999999Z", "m"), ("2026-05-02T00:00:00Z", "n"), (nil, "m"),
        ] {
            try sketch.add(UsageRecord(provider: Self.aurous, time: time.map { .at($0) }, model: model))
        }
        #expect(sketch.total.requests == 2)
    }

    @Test func leavesOutWhatIsNotMeasured() throws {
        let record = UsageRecord(
            provider: Self.aurous, status: .completed, tokens: TokenCounts(input: .max, output: 2),
            quantities: [try Self.quantity("3")], charge: try Self.money("4"), duration: .seconds(5))
        var sketch = try UsageSketch(ReportQuery(measures: []))
        try sketch.add(record)
        try sketch.add(record)
        let group = sketch[0]
        #expect((group.requests, group.succeeded) == (2, 2))
        #expect((group.inputTokens, group.outputTokens) == (nil, nil))
        #expect(group.charges.isEmpty)
        #expect(group.units.isEmpty)
        #expect(group.latency == nil)
        #expect(
            group.coverage
                == Coverage(rows: 2, charges: 0, inputTokens: 0, outputTokens: 0, durations: 0))
        #expect(group.statistics(of: .outputTokens) == nil)
        #expect(group.statistics(of: .duration) == nil)
        #expect(group.value(of: .sum(.charge(.credits))) == nil)
    }

    @Test func findsExtremes() throws {
        var sketch = try UsageSketch(ReportQuery(measures: .standard.union([.extremes])))
        for (number, status) in [(3, UsageStatus.completed), (-7, .completed), (1, .failed)] {
            try sketch.add(
                UsageRecord(
                    provider: Self.aurous, status: status, tokens: TokenCounts(input: number + 7),
                    quantities: [Self.quantity("\(number)"), Self.quantity("\(number).5"), Self.quantity("1", "v")],
                    charge: Self.money("\(number).25", number == 1 ? .eur : .usd),
                    duration: .milliseconds(number + 8)))
        }
        let group = sketch.total
        func extremes(_ field: UsageField) -> [Decimal?] {
            [group.statistics(of: field)?.minimum, group.statistics(of: field)?.maximum]
        }
        #expect(extremes(.inputTokens) == [0, 10])
        #expect(extremes(.outputTokens) == [nil, nil])
        #expect(extremes(.charge(.usd)) == [Decimal(string: "-7.25"), Decimal(string: "3.25")])
        #expect(extremes(.charge(.eur)) == [Decimal(string: "1.25"), Decimal(string: "1.25")])
        #expect(extremes(.charge(.diem)) == [nil, nil])
        #expect(extremes(.unit("u")) == [Decimal(string: "-7.5"), Decimal(string: "3.5")])
        #expect(extremes(.unit("v")) == [1, 1])
        // The failed request took 9 ms; latency does not cover it.
        #expect(extremes(.duration) == [Decimal(string: "0.001"), Decimal(string: "0.011")])
        var plain = try UsageSketch()
        try plain.add(UsageRecord(provider: Self.aurous, tokens: TokenCounts(input: 1), duration: .seconds(1)))
        let tokens = try #require(plain.total.statistics(of: .inputTokens))
        #expect((tokens.count, tokens.sum, tokens.minimum, tokens.maximum) == (1, 1, nil, nil))
        let duration = try #require(plain.total.statistics(of: .duration))
        #expect((duration.count, duration.sum, duration.minimum, duration.maximum) == (1, 1, nil, nil))
    }

    @Test func requestsOfSeveralRowsAreUnknown() throws {
        var sketch = try UsageSketch(ReportQuery(by: [.model], measures: .standard.union([.extremes])))
        let plain = UsageRecord(
            provider: Self.aurous, model: "plain", status: .completed, tokens: TokenCounts(input: 1),
            charge: try Self.money("1"), duration: .seconds(1))
        var shared = plain
        (shared.model, shared.repeatsRequest, shared.requestID) = ("shared", true, "r")
        var single = shared
        (single.model, single.requestID) = ("single", nil)
        try sketch.add(contentsOf: [plain, shared, shared, single])
        #expect(sketch.map(\.requests) == [1, nil, 1])
        #expect(sketch.map(\.succeeded) == [1, nil, 1])
        #expect(sketch.map(\.inputTokens) == [1, nil, 1])
        #expect(sketch.map { $0.latency?.count } == [1, nil, 1])
        #expect(sketch.map { $0.statistics(of: .inputTokens)?.minimum } == [1, nil, 1])
        #expect(sketch.map(\.coverage.rows) == [1, 2, 1])
        #expect(sketch.map { $0.charges[.credits] } == [1, 2, 1])
        #expect(sketch.map { $0.statistics(of: .charge(.credits))?.count } == [1, 2, 1])
        #expect(sketch.map(\.statuses) == [[.completed: 1], nil, [.completed: 1]])
        #expect(sketch.map { $0.value(of: .requests) } == [1, nil, 1])
        #expect(sketch.total.requests == nil)
        #expect(sketch.total.charges == [.credits: 4])
    }

    /// Swift's own equality treats both spellings as the same text.
    @Test func keepsASumForEachSpellingOfALabel() throws {
        let (composed, decomposed) = ("\u{E9}", "e\u{301}")
        let records = try [(composed, 1), (decomposed, 10), (composed, 100), ("z", 1_000)].map { label, amount in
            UsageRecord(
                provider: Self.aurous, quantities: [try Self.quantity("\(amount)", UsageUnit(rawValue: label))],
                charge: try Self.money("\(amount)", Currency(rawValue: label)))
        }
        var sketch = try UsageSketch()
        try sketch.add(contentsOf: records)
        let total = sketch.total
        let expected: [(String, Decimal, Int)] = [(composed, 101, 2), (decomposed, 10, 1), ("z", 1_000, 1)]
        for (label, sum, count) in expected {
            #expect(total.value(of: .sum(.unit(UsageUnit(rawValue: label)))) == sum)
            #expect(total.statistics(of: .unit(UsageUnit(rawValue: label)))?.count == count)
            #expect(total.charge(in: Currency(rawValue: label)) == sum)
            #expect(total.statistics(of: .charge(Currency(rawValue: label)))?.count == count)
        }
        let written = try JSONDecoder().decode(UsageSketch.self, from: JSONEncoder().encode(sketch))
        #expect(written == sketch)
        #expect(written.total.charge(in: Currency(rawValue: composed)) == 101)
    }

    @Test func sketchesOfTwoSpellingsMergeInAnyOrder() throws {
        let parts = try ["\u{E9}", "e\u{301}", "z"].map { label in
            var sketch = try UsageSketch(ReportQuery(by: [.model], measures: .standard.union([.extremes])))
            try sketch.add(
                UsageRecord(
                    provider: Self.aurous, model: label,
                    quantities: [try Self.quantity("1", UsageUnit(rawValue: label))],
                    charge: try Self.money("1", Currency(rawValue: label))))
            return sketch
        }
        let whole = try parts[0].merging(parts[1]).merging(parts[2])
        #expect(whole.map { $0.key[0].map { Array($0.utf8) } } == [[0x65, 0xCC, 0x81], [0x7A], [0xC3, 0xA9]])
        for order in [[0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            #expect(try parts[order[0]].merging(parts[order[1]]).merging(parts[order[2]]) == whole)
        }
    }

    /// Statuses of different bytes count apart; the dictionary has one entry for what Swift treats as equal.
    @Test func countsStatusesOfTwoSpellings() throws {
        var sketch = try UsageSketch()
        for status in ["\u{E9}", "e\u{301}", "e\u{301}"] {
            try sketch.add(UsageRecord(provider: Self.aurous, status: UsageStatus(rawValue: status)))
        }
        #expect(sketch.total.statuses?.values.reduce(0, +) == 3)
    }

    @Test func copiesAreIndependent() throws {
        var sketch = try UsageSketch(ReportQuery(by: [.model]))
        try sketch.add(UsageRecord(provider: Self.aurous, model: "a", duration: .seconds(1)))
        let copy = sketch
        try sketch.add(UsageRecord(provider: Self.aurous, model: "a", duration: .seconds(2)))
        #expect((copy[0].latency?.count, sketch[0].latency?.count) == (1, 2))
    }

    // MARK: - Memory

    @Test func aGroupTakesLessThanTwoKilobytes() throws {
        var random = SeededGenerator(seed: 1)
        var sketch = try UsageSketch(ReportQuery(every: .day, by: [.model, .apiKey, .status]))
        let (groups, rows) = (100, 300)
        for row in 0..<groups * rows {
            let latency = LatencyShape.logUniform.values(1, &random)[0]
            try sketch.add(
                UsageRecord(
                    provider: Self.aurous, time: Timestamp(seconds: Int64(row % 4) * 86_400),
                    model: "a-long-model-name",
                    apiKey: "key_0123456789_\(row % groups)", status: .completed,
                    tokens: TokenCounts(input: row, output: row),
                    charge: Self.money("0.0\(row)", row / groups % 2 == 0 ? .credits : .bundledCredits),
                    duration: .nanoseconds(min(max(latency, 50_000_000), 300_000_000_000))))
        }
        #expect(sketch.count == groups)
        #expect(sketch.allSatisfy { $0.charges.count == 2 })
        #expect(sketch.approximateBytes / groups <= 1_280)
        // 79 million requests a group.
        for _ in 0..<18 { try sketch.merge(sketch) }
        #expect(sketch.total.requests == groups * rows << 18)
        #expect(sketch.approximateBytes / groups <= 2_048)
    }

    @Test func memoryDoesNotGrowWithTheRecords() throws {
        var random = SeededGenerator(seed: 2)
        var sketch = try UsageSketch(ReportQuery(by: [.model]))
        func fill(_ count: Int) throws {
            for latency in LatencyShape.uniform.values(count, &random) {
                try sketch.add(
                    UsageRecord(
                        provider: Self.aurous, model: "m", charge: Self.money("1"), duration: .nanoseconds(latency)))
            }
        }
        try fill(10_000)
        let before = sketch.approximateBytes
        try fill(10_000)
        #expect(sketch.approximateBytes <= before + 512)
    }
}
