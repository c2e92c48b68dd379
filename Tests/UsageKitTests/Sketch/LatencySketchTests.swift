import Foundation
import Testing

@testable import UsageKit

@Suite struct LatencySketchTests {
    private static func sketch(
        _ values: some Sequence<Int64>, error: Double = 0.01, method: QuantileMethod = .linear
    ) throws -> LatencySketch {
        var sketch = try LatencySketch(relativeError: error, method: method)
        for value in values { try sketch.add(.nanoseconds(value)) }
        return sketch
    }

    @Test func estimatesQuantilesWithinOnePercent() throws {
        var sketch = try LatencySketch()
        for milliseconds in [100, 200, 300] { try sketch.add(.milliseconds(milliseconds)) }
        #expect(sketch.count == 3)
        #expect(sketch.minimum == .milliseconds(100))
        #expect(sketch.maximum == .milliseconds(300))
        #expect(sketch.mean == .milliseconds(200))
        let median = try #require(sketch.p50)
        #expect(median >= .milliseconds(198))
        #expect(median <= .milliseconds(202))
    }

    @Test func startsEmpty() throws {
        let sketch = try LatencySketch()
        #expect(sketch.isEmpty)
        #expect(sketch.count == 0)
        #expect(sketch.relativeError == 0.01)
        #expect(sketch.mean == nil)
        #expect(sketch.minimum == nil)
        #expect(sketch.maximum == nil)
        #expect(sketch.p50 == nil)
    }

    @Test(arguments: LatencyShape.allCases, [0.001, 0.01, 0.1, 0.5])
    func quantilesAreWithinTheError(distribution: LatencyShape, error: Double) throws {
        var random = SeededGenerator(seed: UInt64(error * 1000))
        for (count, method) in [(1, .linear), (2, .nearestRank), (5, .linear), (997, .linear), (1_000, .nearestRank)]
            as [(Int, QuantileMethod)]
        {
            let values = distribution.values(count, &random)
            let sketch = try Self.sketch(values, error: error, method: method)
            let sorted = values.sorted().map { Duration.nanoseconds($0) }
            for share in [
                0, 1, 1_000_000, 250_000_000, 500_000_000, 900_000_000, 950_000_000, 990_000_000, 999_999_999,
            ]
                + (0..<20).map({ _ in Int.random(in: 0...1_000_000_000, using: &random) })
            {
                let quantile = try Quantile(partsPerBillion: share)
                let exact = try #require(ExactQuantile.value(quantile, of: sorted, method))
                let value = try #require(sketch.quantile(quantile))
                #expect(
                    ExactQuantile.isWithin(Int32(error * 1_000_000), value, of: exact),
                    "\(value) for \(exact) at \(share) of \(count)")
            }
            #expect(sketch.quantile(try Quantile(0)) == sorted.first)
            #expect(sketch.quantile(try Quantile(1)) == sorted.last)
        }
    }

    @Test(arguments: LatencyShape.allCases)
    func countMeanAndExtremesAreExact(distribution: LatencyShape) throws {
        var random = SeededGenerator(seed: 3)
        let values = distribution.values(700, &random)
        let sketch = try Self.sketch(values)
        #expect(sketch.count == 700)
        #expect(sketch.minimum == values.min().map { .nanoseconds($0) })
        #expect(sketch.maximum == values.max().map { .nanoseconds($0) })
        let sum = values.reduce(Int128(0)) { $0 + Int128($1) }
        let (whole, rest) = sum.quotientAndRemainder(dividingBy: 700)
        #expect(sketch.mean == Duration(attoseconds: whole * 1_000_000_000 + rest * 1_000_000_000 / 700))
    }

    @Test func quantilesAscend() throws {
        var random = SeededGenerator(seed: 4)
        for distribution in LatencyShape.allCases {
            let sketch = try Self.sketch(distribution.values(333, &random))
            let values = try (0...1_000).map {
                try #require(sketch.quantile(Quantile(partsPerBillion: $0 * 1_000_000)))
            }
            #expect(values == values.sorted())
        }
    }

    @Test(arguments: PropertySeeds.some(10, from: 0))
    func partsMergeIntoTheWhole(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let distribution = LatencyShape.allCases[Int(seed) % LatencyShape.allCases.count]
        let values = distribution.values(Int.random(in: 0...2_000, using: &random), &random)
        let whole = try Self.sketch(values)
        var parts: [[Int64]] = [[], [], []]
        for value in values.shuffled(using: &random) {
            parts[Int.random(in: 0..<3, using: &random)].append(value)
        }
        let (a, b, c) = (try Self.sketch(parts[0]), try Self.sketch(parts[1]), try Self.sketch(parts[2]))
        #expect(try a.merging(b) == b.merging(a))
        #expect(try a.merging(b).merging(c) == whole)
        #expect(try a.merging(b.merging(c)) == whole)
        #expect(try c.merging(a).merging(b) == whole)
        // One part was encoded and decoded.
        let written = try JSONDecoder().decode(LatencySketch.self, from: JSONEncoder().encode(b.merging(c)))
        #expect(try written.merging(a) == whole)
        #expect(try whole.merging(LatencySketch()) == whole)
        #expect(try LatencySketch().merging(whole) == whole)
    }

    @Test(arguments: [
        Duration.nanoseconds(-1), Duration(attoseconds: -1), .seconds(9_223_372_037), .seconds(Int64.max),
    ])
    func refusesNegativeAndVeryLongDurations(duration: Duration) throws {
        var sketch = try Self.sketch([5])
        let before = sketch
        let error = #expect(throws: UsageError.self) { try sketch.add(duration) }
        #expect(error?.code == .invalidArgument)
        #expect(sketch == before)
    }

    @Test(arguments: [Duration(attoseconds: 1_999_999_999), .nanoseconds(1)])
    func cutsDurationsAtTheNanosecond(duration: Duration) throws {
        var sketch = try LatencySketch()
        try sketch.add(duration)
        #expect(sketch.p50 == .nanoseconds(1))
    }

    /// Around the values from which a duration's attoseconds are divided as 128 bits.
    @Test(arguments: [9_444_732_965, 9_444_732_966, 18_446_744_073, Int64.max / 1_000_000_000])
    func readsLongDurations(milliseconds: Int64) throws {
        var sketch = try LatencySketch()
        try sketch.add(.milliseconds(milliseconds))
        #expect(sketch.maximum == .milliseconds(milliseconds))
    }

    @Test(arguments: [0, 0.000_999, 0.500_001, 1, -0.01, .nan, .infinity, -.infinity, 1e300])
    func refusesRelativeErrorsOutOfBounds(error: Double) {
        let thrown = #expect(throws: UsageError.self) { try LatencySketch(relativeError: error) }
        #expect(thrown?.code == .invalidArgument)
    }

    @Test func refusesToMergeAnotherRelativeErrorOrMethod() throws {
        var sketch = try Self.sketch([5, 6])
        let before = sketch
        for other in [
            try Self.sketch([7], error: 0.02), try Self.sketch([7], method: .nearestRank),
            try LatencySketch(relativeError: 0.010_001),
        ] {
            let error = #expect(throws: UsageError.self) { try sketch.merge(other) }
            #expect(error?.code == .invalidArgument)
            #expect(sketch == before)
        }
    }

    @Test func refusesTheCountThatOverflows() throws {
        var sketch = try Self.sketch([0, 1_000, .max])
        for _ in 0..<61 { try sketch.merge(sketch) }
        #expect(sketch.count == 3 << 61)
        // The sum of 2⁶² durations of the greatest length still has a mean.
        #expect(sketch.maximum == .nanoseconds(Int64.max))
        #expect(sketch.mean == Duration(attoseconds: (Int128(Int64.max) + 1_000) * 1_000_000_000 / 3))
        #expect(sketch.quantile(try Quantile(0.9)) != nil)
        let before = sketch
        let error = #expect(throws: UsageError.self) { try sketch.merge(before) }
        #expect(error?.code == .invalidArgument)
        #expect(sketch == before)
    }

    /// From 50 ms to 5 min, with a duration in every bin: the worst case of such latencies.
    @Test func takesLittleMemory() throws {
        var sketch = try LatencySketch()
        var value: Int64 = 50_000_000
        while value <= 300_000_000_000 {
            try sketch.add(.nanoseconds(value))
            value += value / 200
        }
        #expect(sketch.approximateBytes < 640)
        // About 500 million durations.
        for _ in 0..<18 { try sketch.merge(sketch) }
        #expect(sketch.count > 450_000_000)
        #expect(sketch.approximateBytes < 1_600)
    }

    @Test func memoryIsBoundedForAnyDurations() throws {
        var sketch = try LatencySketch()
        for bin in 0..<sketch.bins.count {
            if let range = sketch.bins.range(of: bin) { try sketch.add(.nanoseconds(range.lowerBound)) }
        }
        let bins = sketch.bins.count
        while sketch.count < 1 << 61 { try sketch.merge(sketch) }
        #expect(sketch.approximateBytes <= bins * 8 + 256)
    }

    @Test func extremeDurationsAreHeldOrRefused() throws {
        var sketch = try LatencySketch()
        var held: [Duration] = []
        for duration in ExtremeValues.durations {
            let before = sketch
            if (try? sketch.add(duration)) != nil { held.append(duration) } else { #expect(sketch == before) }
        }
        #expect(sketch.count == held.count)
        #expect(held.count >= 10)
        #expect(held.allSatisfy { $0 >= .zero })
        #expect(sketch.maximum == .nanoseconds(Int64.max))
        #expect(sketch.minimum == .zero)
        for parts in [0, 1, 500_000_000, 999_999_999, 1_000_000_000] {
            let quantile = try #require(sketch.quantile(Quantile(partsPerBillion: parts)))
            #expect(quantile >= .zero && quantile <= .nanoseconds(Int64.max))
        }
        #expect(sketch.mean != nil)
    }
}
