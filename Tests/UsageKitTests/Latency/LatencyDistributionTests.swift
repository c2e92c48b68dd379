import Testing

@testable import UsageKit

@Suite struct LatencyDistributionTests {
    private static func distribution(_ values: [Int64], _ method: QuantileMethod = .linear) -> LatencyDistribution {
        let run = LatencyRun(cell: 0, batch: 0, 0..<values.count, count: values.count)
        let batch = LatencyBatch.wide(values.sorted().map { UInt64($0) }, mask: .max)
        return LatencyDistribution(
            CellDurations(values.isEmpty ? [] : [run], of: [batch]), origin: 0, unit: 1, method: method)
    }

    @Test func hasNoQuantileWithoutADuration() {
        let empty = Self.distribution([])
        #expect(empty.count == 0)
        #expect(empty.mean == nil)
        #expect(empty.p50 == nil)
        #expect(empty.p99 == nil)
    }

    @Test func everyQuantileOfOneValueIsTheValue() throws {
        for method in QuantileMethod.allCases {
            let distribution = Self.distribution([1_206_000_000], method)
            for quantile in [try Quantile(0), .p50, .p90, .p95, .p99, try Quantile(1)] {
                #expect(distribution.quantile(quantile) == .milliseconds(1206))
            }
        }
    }

    @Test func interpolatesBetweenTheTwoNearestValues() {
        let milliseconds: [Int64] = [1000, 1200, 1400, 1600, 2000]
        let distribution = Self.distribution(milliseconds.shuffled().map { $0 * 1_000_000 })
        #expect(distribution.p50 == .milliseconds(1400))
        #expect(distribution.p90 == .milliseconds(1840))
        #expect(distribution.p95 == .milliseconds(1920))
        #expect(distribution.p99 == .milliseconds(1984))
        #expect(distribution.mean == .milliseconds(1440))
    }

    @Test func aNearestRankQuantileIsOneOfTheValues() throws {
        let distribution = Self.distribution([50, 10, 40, 20, 30], .nearestRank)
        #expect(distribution.quantile(try Quantile(0)) == .nanoseconds(10))
        #expect(distribution.quantile(try Quantile(0.2)) == .nanoseconds(10))
        #expect(distribution.quantile(try Quantile(partsPerBillion: 200_000_001)) == .nanoseconds(20))
        #expect(distribution.p50 == .nanoseconds(30))
        #expect(distribution.p95 == .nanoseconds(50))
    }

    @Test func interpolatesExactlyToTheAttosecond() throws {
        let distribution = Self.distribution([0, 1])
        #expect(distribution.quantile(try Quantile(partsPerBillion: 1)) == Duration(attoseconds: 1))
        #expect(distribution.quantile(try Quantile(partsPerBillion: 333_333_333)) == Duration(attoseconds: 333_333_333))
    }

    @Test func representsTheLongestDurations() {
        let distribution = Self.distribution([.max, .max, .max])
        #expect(distribution.p95 == .nanoseconds(Int64.max))
        #expect(distribution.mean == .nanoseconds(Int64.max))
    }

    @Test(arguments: PropertySeeds.some(15, from: 0))
    func agreesWithSorting(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let spans: [Int64] = [1, 3, 1_000, 5_000_000_000]
        let span = spans.randomElement(using: &random) ?? 1
        let count = Int.random(in: 1...700, using: &random)
        let values = (0..<count).map { _ in Int64.random(in: 0...span, using: &random) }
        let sorted = values.sorted()
        for _ in 0..<8 {
            let parts = Int.random(in: 0...1_000_000_000, using: &random)
            let quantile = try Quantile(partsPerBillion: parts)

            // In units of 10⁻⁹ ns, with the position as a fraction over 10⁹.
            let position = (sorted.count - 1) * parts
            let lower = position / 1_000_000_000
            let rest = position - lower * 1_000_000_000
            let low = Int128(sorted[lower])
            let high = Int128(sorted[min(lower + 1, sorted.count - 1)])
            let linear = low * Int128(1_000_000_000 - rest) + high * Int128(rest)
            #expect(Self.distribution(values).quantile(quantile) == Duration(attoseconds: linear))

            // The least value such that at least the wanted share of values is not greater.
            let nearest = sorted.first { value in
                sorted.count { $0 <= value } * 1_000_000_000 >= parts * sorted.count
            }
            #expect(
                Self.distribution(values, .nearestRank).quantile(quantile)
                    == Duration(attoseconds: Int128(try #require(nearest)) * 1_000_000_000))
        }
    }

    /// The durations of a group may be in several batches, each stored in another way.
    @Test(arguments: PropertySeeds.some(15, from: 0))
    func doesNotDependOnHowRunsAreStored(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let span = [0, 1, 5, 300, 40_000, 900_000].randomElement(using: &random) ?? 1
        var all: [UInt64] = []
        var (runs, batches): ([LatencyRun], [LatencyBatch]) = ([], [])
        let isMany = seed % 4 == 0
        for batch in 0..<(isMany ? 400 : Int.random(in: 1...5, using: &random)) {
            let count = Int.random(in: 1...(isMany ? 9 : 200), using: &random)
            let distances = (0..<count).map { _ in UInt64.random(in: 0...UInt64(span), using: &random) }.sorted()
            all += distances
            switch Int.random(in: 0..<3, using: &random) {
            case 0:
                // The bits above the mask and the entry before the run have no meaning.
                let entries = [7] + distances.map { UInt32($0) | 5 << 20 }
                runs.append(LatencyRun(cell: 0, batch: batch, 1..<count + 1, of: entries, mask: 1 << 20 - 1))
                batches.append(.narrow(entries, mask: 1 << 20 - 1))
            case 1:
                runs.append(LatencyRun(cell: 0, batch: batch, 0..<count, count: count))
                batches.append(.wide(distances.map { $0 | 5 << 20 }, mask: 1 << 20 - 1))
            default:
                let different = Set(distances).sorted()
                let counts = different.map { last in UInt32(distances.count { $0 <= last }) }
                runs.append(LatencyRun(cell: 0, batch: batch, 0..<different.count, count: count))
                batches.append(.counted(different.map { UInt32($0) }, counts))
            }
        }
        let merged = LatencyRuns(runs, of: batches, cells: 1, parts: Int.random(in: 1...3, using: &random))
        let (origin, unit) = (Int64.random(in: 0...9, using: &random), Int64.random(in: 1...1_000_000, using: &random))
        let values = all.map { origin + unit * Int64($0) }.sorted()
        for method in QuantileMethod.allCases {
            let whole = Self.distribution(values, method)
            for durations in [CellDurations(runs[...], of: batches), merged[0]] {
                let distribution = LatencyDistribution(durations, origin: origin, unit: unit, method: method)
                #expect(distribution.count == values.count)
                #expect(distribution.mean == whole.mean)
                #expect(distribution.minimum == values.first.map { .nanoseconds($0) })
                #expect(distribution.maximum == values.last.map { .nanoseconds($0) })
                for quantile in [.p50, .p90, .p95] + (try Self.someQuantiles(using: &random)) {
                    #expect(distribution.quantile(quantile) == whole.quantile(quantile))
                }
            }
        }
    }

    private static func someQuantiles(using random: inout SeededGenerator) throws -> [Quantile] {
        try (0..<8).map { _ in
            try Quantile(partsPerBillion: Int.random(in: 0...1_000_000_000, using: &random))
        }
    }
}
