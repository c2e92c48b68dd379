import Testing

@testable import UsageKit

@Suite struct BinCountsTests {
    @Test func countsValuesByBin() {
        var counts = BinCounts()
        counts.add(7)
        counts.add(5)
        counts.add(7)
        counts.add(300, to: 9)
        var seen: [[Int]] = []
        counts.forEach { bin, count in seen.append([bin, count]) }
        #expect(seen == [[5, 1], [7, 2], [9, 300]])
        #expect(counts.first { _, count in count > 1 } == 7)
        #expect(counts.first { _, count in count > 300 } == nil)
        #expect(BinCounts().isEmpty)
    }

    private static func content(_ counts: BinCounts) -> [Int: Int] {
        var content: [Int: Int] = [:]
        counts.forEach { content[$0] = $1 }
        return content
    }

    /// Counts of all magnitudes in random bins.
    private static func random(_ random: inout SeededGenerator) -> [(bin: Int, count: Int)] {
        let limit = [3, 500, 22_239].randomElement(using: &random) ?? 3
        return (0..<Int.random(in: 0...40, using: &random)).map { _ in
            let bits = Int.random(in: 0...55, using: &random)
            return (Int.random(in: 0..<limit, using: &random), Int.random(in: 1...1 << bits, using: &random))
        }
    }

    @Test(arguments: PropertySeeds.some(20, from: 0))
    func agreesWithADictionary(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var counts = BinCounts()
        var expected: [Int: Int] = [:]
        for (bin, count) in Self.random(&random) {
            counts.add(count, to: bin)
            expected[bin, default: 0] += count
            for _ in 0..<Int.random(in: 0...300, using: &random) {
                counts.add(bin)
                expected[bin, default: 0] += 1
            }
        }
        #expect(Self.content(counts) == expected)
        let ascending = expected.sorted { $0.key < $1.key }.map { (bin: $0.key, count: $0.value) }
        #expect(BinCounts(ascending) == counts)
    }

    @Test(arguments: PropertySeeds.some(20, from: 100))
    func equalCountsAreEqualWhateverTheOrder(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let parts = Self.random(&random)
        var whole = BinCounts()
        for (bin, count) in parts { whole.add(count, to: bin) }
        var shuffled = BinCounts()
        for (bin, count) in parts.shuffled(using: &random) {
            // In two steps, so that other additions carry.
            let first = Int.random(in: 0...count, using: &random)
            shuffled.add(first, to: bin)
            shuffled.add(count - first, to: bin)
        }
        #expect(whole == shuffled)
        let cut = Int.random(in: 0...parts.count, using: &random)
        var (left, right) = (BinCounts(), BinCounts())
        for (bin, count) in parts[..<cut] { left.add(count, to: bin) }
        for (bin, count) in parts[cut...] { right.add(count, to: bin) }
        var merged = left
        merged.merge(right)
        #expect(merged == whole)
        right.merge(left)
        #expect(right == whole)
    }

    @Test(arguments: [1, 255, 256, 65_535, 65_536, 16_777_216, Int.max - 1])
    func holdsCountsOfEverySize(count: Int) {
        var counts = BinCounts()
        counts.add(count, to: 7)
        counts.add(7)
        #expect(Self.content(counts) == [7: count + 1])
    }

    @Test func takesOneByteForEachBinUpToARareValue() {
        var counts = BinCounts()
        counts.add(1 << 40, to: 0)
        let narrow = counts.approximateBytes
        counts.add(1_000)
        #expect((900...1_100).contains(counts.approximateBytes - narrow))
    }
}
