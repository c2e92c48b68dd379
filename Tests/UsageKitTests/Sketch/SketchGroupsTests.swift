import Testing

@testable import UsageKit

@Suite struct SketchGroupsTests {
    private static let day: Int64 = 86_400

    /// The groups by model of some rows, each with the number of its day; nil is a row without a time.
    private static func groups(_ rows: [(day: Int64?, model: String?)]) throws -> SketchGroups {
        let plan = SketchAccumulator.Plan(ReportQuery(every: .day, by: [.model]), try LatencyBins(relativeError: 0.01))
        var groups = SketchGroups([.model])
        for (day, model) in rows {
            let record = UsageRecord(provider: .aurous, model: model)
            let bucket = day.map { $0 * Self.day..<($0 + 1) * Self.day }
            try groups.add(SketchRow(record, RecordNumbers(record), plan), of: record, in: bucket, plan)
        }
        return groups
    }

    @Test func putsRowsIntoGroupsInOrder() throws {
        let groups = try Self.groups([(1, "b"), (0, "b"), (1, "a"), (1, "b")])
        #expect(groups.count == 3)
        #expect((0..<3).map { groups.key(at: $0) } == [["b"], ["a"], ["b"]])
        #expect((0..<3).map { groups.bucket(at: $0)?.lowerBound } == [0, 86_400, 86_400])
        #expect((0..<3).map { groups.accumulator(at: $0).rows } == [1, 1, 2])
    }

    @Test func ordersKeysByTheirBytesAndMissingOnesLast() throws {
        let groups = try Self.groups([nil, "\u{E9}", "z", "e\u{301}", "Z", ""].map { (0, $0) })
        let keys = (0..<groups.count).map { groups.key(at: $0)[0].map { Array($0.utf8) } }
        #expect(keys == [[], [0x5A], [0x65, 0xCC, 0x81], [0x7A], [0xC3, 0xA9], nil])
    }

    @Test func ordersTheUnknownTimeLast() throws {
        let groups = try Self.groups([(nil, "a"), (5, "z"), (-3, "m")])
        #expect((0..<3).map { groups.bucket(at: $0)?.lowerBound } == [-259_200, 432_000, nil])
    }

    @Test func mergesTheGroupsOfTheSameBucketAndKey() throws {
        var groups = try Self.groups([(0, "a"), (0, "\u{E9}")])
        try groups.merge(Self.groups([(0, "e\u{301}"), (1, "a"), (0, "\u{E9}")])) { _, _ in "" }
        let whole = try Self.groups([(0, "e\u{301}"), (0, "\u{E9}"), (1, "a"), (0, "a"), (0, "\u{E9}")])
        #expect(groups == whole)
        #expect((0..<4).map { groups.accumulator(at: $0).rows } == [1, 1, 2, 1])
        #expect(groups != (try Self.groups([(0, "\u{E9}"), (0, "\u{E9}"), (1, "a"), (0, "a"), (0, "\u{E9}")])))
    }

    @Test func aRefusedMergeChangesNothing() throws {
        var groups = try Self.groups([(0, "a"), (0, "b")])
        let before = groups
        var full = groups.accumulator(at: 1)
        full.rows = .max
        var other = SketchGroups([.model])
        _ = other.append(groups.accumulator(at: 0), key: ["a"], in: 0..<Self.day)
        _ = other.append(full, key: ["b"], in: 0..<Self.day)
        #expect(throws: UsageError.self) { try groups.merge(other) { _, _ in "" } }
        #expect(groups == before)
    }

    @Test func appendsOneGroupForEachBucketAndKey() throws {
        var groups = try Self.groups([(0, "\u{E9}")])
        let accumulator = groups.accumulator(at: 0)
        let again = groups.append(accumulator, key: ["\u{E9}"], in: 0..<Self.day)
        let otherBytes = groups.append(accumulator, key: ["e\u{301}"], in: 0..<Self.day)
        let otherBucket = groups.append(accumulator, key: ["\u{E9}"], in: nil)
        #expect((again, otherBytes, otherBucket) == (false, true, true))
        #expect(groups.count == 3)
    }
}
