import Foundation
import Testing

@testable import UsageKit

@Suite struct UsageSketchPropertyTests {
    private static func sketch(_ records: some Sequence<UsageRecord>, _ query: ReportQuery) throws -> UsageSketch {
        var sketch = try UsageSketch(query)
        for record in records { try sketch.add(record) }
        return sketch
    }

    private static func report(_ records: [UsageRecord], _ query: ReportQuery) throws -> UsageReport {
        var ledger = UsageLedger(keeping: RandomRecords.kept)
        try ledger.append(contentsOf: records)
        return try ledger.report(query)
    }

    private static func query(using random: inout SeededGenerator) -> ReportQuery {
        var query = RandomRecords.query(using: &random)
        query.measures = query.measures.filter { $0.countedDimension == nil }
        return query
    }

    @Test func agreesWithTheLedgerOfTwoRecords() throws {
        let records = [
            UsageRecord(provider: .aurous, model: "\u{E9}", duration: .seconds(1)),
            UsageRecord(provider: .aurous, model: "e\u{301}", duration: .seconds(3)),
        ]
        let query = ReportQuery(by: [.model])
        let (sketch, report) = (try Self.sketch(records, query), try Self.report(records, query))
        #expect(sketch.map { $0.key[0]?.utf8.count } == [3, 2])
        #expect(report.map { $0.key[0]?.utf8.count } == [3, 2])
        #expect(sketch.map { $0.latency?.maximum } == [.seconds(3), .seconds(1)])
        #expect(report.map(\.latency.maximum) == [.seconds(3), .seconds(1)])
        #expect(sketch.total.latency?.count == 2)
        #expect(report.total.latency.count == 2)
    }

    @Test(arguments: PropertySeeds.some(20, from: 0))
    func agreesWithTheLedger(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let records = RandomRecords.labelled(Int.random(in: 0...120, using: &random), using: &random)
        for _ in 0..<4 {
            let query = Self.query(using: &random)
            let sketch = try Self.sketch(records, query)
            let report = try Self.report(records, query)
            // The groups in which several rows may describe one request.
            let shared = try Self.report(records.filter { $0.repeatsRequest && $0.requestID != nil }, query)
            #expect(sketch.count == report.count)
            #expect(sketch.isEmpty == report.isEmpty)
            for (group, expected) in zip(sketch, report) {
                #expect(group.bucket == expected.bucket)
                #expect(group.start == expected.start)
                #expect(group.end == expected.end)
                #expect(Self.bytes(group.key) == Self.bytes(expected.key))
                #expect(group.dimensions == query.dimensions)
                for dimension in RandomRecords.dimensions { #expect(group[dimension] == expected[dimension]) }
                let isShared = shared.contains {
                    $0.start == group.start && Self.bytes($0.key) == Self.bytes(group.key)
                }
                Self.expect(group, expected, isShared: isShared)
            }
            Self.expect(sketch.total, report.total, isShared: !shared.isEmpty)
        }
    }

    @Test(arguments: 100..<130 as Range<UInt64>)
    func doesNotDependOnOrderOrPartition(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let records = RandomRecords.labelled(Int.random(in: 0...150, using: &random), using: &random)
        var query = Self.query(using: &random)
        query.measures =
            [.standard, [.charges], [.tokens, .latency, .extremes], .standard.union([.extremes])]
            .randomElement(using: &random) ?? .standard
        let whole = try Self.sketch(records, query)
        #expect(try Self.sketch(records.shuffled(using: &random), query) == whole)
        var parts = [[], [], []] as [[UsageRecord]]
        for record in records { parts[Int.random(in: 0..<3, using: &random)].append(record) }
        let (a, b, c) = (
            try Self.sketch(parts[0], query), try Self.sketch(parts[1], query), try Self.sketch(parts[2], query)
        )
        #expect(try a.merging(b) == b.merging(a))
        #expect(try a.merging(b).merging(c) == whole)
        #expect(try a.merging(b.merging(c)) == whole)
        var batches = a
        try batches.add(contentsOf: parts[1])
        try batches.add(contentsOf: parts[2])
        #expect(batches == whole)

        let written = try JSONEncoder().encode(c.merging(b))
        let read = try JSONDecoder().decode(UsageSketch.self, from: written)
        #expect(try read == c.merging(b))
        #expect(try read.merging(a) == whole)
        #expect(try a.merging(read) == whole)
        #expect(try a.merging(read).map(\.key).map(Self.bytes) == whole.map(\.key).map(Self.bytes))
    }

    @Test(arguments: PropertySeeds.some(2, from: 200))
    func keepsTheOrderOfManyGroups(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let records = (0..<3_000).map { number in
            UsageRecord(
                provider: ProviderID(rawValue: "p"), time: Timestamp(seconds: .random(in: 0..<86_400, using: &random)),
                model: seed % 2 == 0 ? "\(number)" : "\(number % 40)")
        }
        let query = ReportQuery(every: .minute, by: [.model])
        for records in [records, records.sorted { ($0.time, $0.model ?? "") < ($1.time, $1.model ?? "") }] {
            for records in [records, records.reversed()] {
                let sketch = try Self.sketch(records, query)
                let report = try Self.report(records, query)
                #expect(sketch.map(\.start) == report.map(\.start))
                #expect(sketch.map(\.key) == report.map(\.key))
                #expect(sketch.map(\.requests) == report.map(\.requests))
            }
        }
    }

    // MARK: -

    private static func bytes(_ key: [String?]) -> [[UInt8]?] {
        key.map { $0.map { Array($0.utf8) } }
    }

    private static func expect(_ group: UsageSketch.Group, _ expected: UsageReport.Group, isShared: Bool) {
        #expect(group.charges == expected.charges)
        #expect(group.units == expected.units)
        #expect(group.exactCharges == expected.exactCharges)
        #expect(group.exactUnits == expected.exactUnits)
        #expect(group.coverage.rows == expected.coverage.rows)
        #expect(group.coverage.charges == expected.coverage.charges)
        for field in RandomRecords.labels.flatMap({
            [UsageField.charge(Currency(rawValue: $0)), .unit(UsageUnit(rawValue: $0))]
        }) {
            #expect(group.statistics(of: field) == expected.statistics(of: field))
            #expect(group.value(of: .sum(field)) == expected.value(of: .sum(field)))
        }
        #expect(group.charge(in: .usd) == expected.charge(in: .usd))
        guard !isShared else {
            #expect(group.requests == nil)
            #expect(group.statuses == nil)
            #expect((group.succeeded, group.failed, group.cancelled) == (nil, nil, nil))
            #expect((group.inputTokens, group.outputTokens) == (nil, nil))
            #expect(group.latency == nil)
            #expect(group.coverage.inputTokens + group.coverage.outputTokens + group.coverage.durations == 0)
            return
        }
        #expect(group.requests == expected.requests)
        #expect(
            (group.succeeded, group.failed, group.cancelled)
                == (expected.succeeded, expected.failed, expected.cancelled))
        #expect((group.inputTokens, group.outputTokens) == (expected.inputTokens, expected.outputTokens))
        #expect(group.coverage == expected.coverage)
        #expect(group.statuses == expected.statuses)
        #expect(group.value(of: .requests) == expected.value(of: .requests))
        for field in [UsageField.inputTokens, .outputTokens, .duration] {
            #expect(group.statistics(of: field) == expected.statistics(of: field))
            #expect(group.value(of: .sum(field)) == expected.value(of: .sum(field)))
        }
        #expect(group.latency?.count == expected.latency.count)
        #expect(group.latency?.mean == expected.latency.mean)
        for quantile in [Quantile.p50, .p90, .p95, .p99] {
            guard let exact = expected.latency.quantile(quantile) else {
                #expect(group.latency?.quantile(quantile) == nil)
                continue
            }
            let value = group.latency?.quantile(quantile) ?? .seconds(-1)
            #expect(ExactQuantile.isWithin(10_000, value, of: exact))
        }
    }
}

private func < (left: (Timestamp?, String), right: (Timestamp?, String)) -> Bool {
    guard left.0 == right.0 else { return (left.0 ?? Timestamp(seconds: 0)) < (right.0 ?? Timestamp(seconds: 0)) }
    return left.1 < right.1
}
