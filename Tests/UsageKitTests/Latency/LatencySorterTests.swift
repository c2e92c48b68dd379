import Testing

@testable import UsageKit

@Suite struct LatencySorterTests {
    @Test func sortsTheIncludedRowsByCellAndDuration() throws {
        var sorter = try #require(LatencySorter<UInt32>(cells: 2, distanceBits: 4))
        sorter.load(PackedChunk([9, 3, 7, 5]), LatencyScale(origin: 0, unit: 1, spread: 15))
        sorter.add(0..<4, cells: [11, 10, 10, 10], firstCell: 10, includeMask: [1, 1, 0, 1])
        #expect(sorter.count == 3)
        let flushed = sorter.flush()
        let sorted = try #require(flushed)
        #expect(sorted.entries.map { $0 & sorter.distanceMask } == [3, 5, 9])
        #expect(sorted.cells.map(\.cell) == [0, 1])
        #expect(sorted.cells.map(\.range) == [0..<2, 2..<3])
        #expect(sorter.count == 0)
    }

    @Test(arguments: PropertySeeds.some(20, from: 0))
    func agreesWithSortingEachCell(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let cells = [1, 2, 900, 5000].randomElement(using: &random) ?? 1
        let bits = Int.random(in: 0...19, using: &random)
        try expectOrder(LatencySorter<UInt32>(cells: cells, distanceBits: bits), cells, bits, &random)
        let wideBits = Int.random(in: 0...50, using: &random)
        try expectOrder(LatencySorter<UInt64>(cells: cells, distanceBits: wideBits), cells, wideBits, &random)
        let widestBits = Int.random(in: 50...62, using: &random)
        try expectOrder(LatencySorter<UInt128>(cells: cells, distanceBits: widestBits), cells, widestBits, &random)
    }

    private func expectOrder<Entry: FixedWidthInteger & UnsignedInteger & Sendable>(
        _ empty: LatencySorter<Entry>?, _ cells: Int, _ distanceBits: Int, _ random: inout SeededGenerator
    ) throws {
        var sorter = try #require(empty)
        let greatest: Entry = distanceBits == 0 ? 0 : Entry.max >> Entry(Entry.bitWidth - distanceBits)
        let scale = LatencyScale(origin: 0, unit: 1, spread: UInt64(greatest))
        let isOneDistance = Bool.random(using: &random)
        for first in [0, 70_000] {
            var expected: [Int: [Entry]] = [:]
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let count = Int.random(in: 1...4096, using: &random)
                let distances = (0..<count).map { _ in
                    isOneDistance ? greatest : Entry.random(in: 0...greatest, using: &random)
                }
                let ids = (0..<count).map { _ in UInt32(first + Int.random(in: 0..<cells, using: &random)) }
                let mask = (0..<count).map { _ in UInt8.random(in: 0...1, using: &random) }
                let start = Int.random(in: 0..<count, using: &random)
                sorter.load(PackedChunk(distances.map(Int64.init)), scale)
                sorter.add(start..<count, cells: ids, firstCell: first, includeMask: mask)
                for row in start..<count where mask[row] == 1 {
                    expected[Int(ids[row]) - first, default: []].append(distances[row])
                }
            }
            #expect(sorter.count == expected.values.reduce(0) { $0 + $1.count })
            guard sorter.count > 0 else {
                let sorted = sorter.flush()
                #expect(sorted?.entries == nil)
                continue
            }
            let flushed = sorter.flush()
            let sorted = try #require(flushed)
            #expect(sorter.count == 0)
            #expect(sorted.cells.map(\.cell) == expected.keys.sorted())
            for (cell, range) in sorted.cells {
                #expect(sorted.entries[range].map { $0 & sorter.distanceMask } == expected[cell]?.sorted())
            }
        }
    }

    @Test func isNilIfACellAndADistanceDoNotFitInAnEntry() {
        #expect(LatencySorter<UInt32>(cells: 1 << 10, distanceBits: 22) != nil)
        #expect(LatencySorter<UInt32>(cells: 1 << 10 + 1, distanceBits: 22) == nil)
        #expect(LatencySorter<UInt64>(cells: 2, distanceBits: 64) == nil)
    }
}
