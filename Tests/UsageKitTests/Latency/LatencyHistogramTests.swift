import Testing

@testable import UsageKit

@Suite struct LatencyHistogramTests {
    @Test func countsDurationsByTheirDistance() throws {
        var histogram = try #require(LatencyHistogram(LatencyScale(origin: 100, unit: 1, spread: 50)))
        let chunk = PackedChunk([120, 100, 120, 150])
        histogram.add(chunk, includeMask: [1, 1, 1, 0], of: 7)
        #expect(histogram.cell == 7)
        let counted = histogram.drain()
        // One duration up to distance 0, and three up to distance 20; the last row does not count.
        #expect(counted.distances == [0, 20])
        #expect(counted.totals == [1, 3])
        #expect(histogram.drain().distances == [])
    }

    @Test func isNilIfThereAreTooManyDistances() {
        #expect(LatencyHistogram(LatencyScale(origin: 0, unit: 1, spread: 1 << 20 - 1)) != nil)
        #expect(LatencyHistogram(LatencyScale(origin: 0, unit: 1, spread: 1 << 20)) == nil)
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func agreesWithCountingOneByOne(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        // Chunks find powers of 1000 as their unit, which the unit of the scale has to divide.
        let findsUnit = Bool.random(using: &random)
        let scale = LatencyScale(
            origin: Int64.random(in: -50...50, using: &random), unit: findsUnit ? 1000 : 1,
            spread: UInt64.random(in: 0...2000, using: &random))
        var histogram = try #require(LatencyHistogram(scale))
        for cell in 0..<3 {
            var expected: [UInt32] = []
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let distances = (0..<Int.random(in: 1...300, using: &random)).map { _ in
                    Int.random(in: 0..<10, using: &random) == 0
                        ? nil : UInt32.random(in: 0...UInt32(scale.spread), using: &random)
                }
                let mask = distances.map { $0 == nil ? 0 : UInt8.random(in: 0...1, using: &random) }
                let values = distances.map { distance in
                    distance.map { scale.origin + Int64($0) * scale.unit } ?? PackedChunk.missing
                }
                let chunk = PackedChunk(values, findsUnit: findsUnit)
                histogram.add(chunk, includeMask: mask, of: cell)
                for case (let distance?, 1) in zip(distances, mask) { expected.append(distance) }
            }
            let counted = histogram.drain()
            #expect(counted.distances == Set(expected).sorted())
            #expect(counted.totals == counted.distances.map { last in UInt32(expected.count { $0 <= last }) })
        }
    }
}
