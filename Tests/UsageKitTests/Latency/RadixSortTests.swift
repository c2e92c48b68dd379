import Testing

@testable import UsageKit

@Suite struct RadixSortTests {
    @Test(arguments: 0..<40 as Range<UInt64>)
    func dealsByADigitAndKeepsTheOrderOfEqualOnes(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let low = Int.random(in: 0..<60, using: &random)
        let digit = RadixSort.Digit<UInt64>(low..<Int.random(in: low...Swift.min(low + 11, 64), using: &random))
        let next = RadixSort.Digit<UInt64>(0..<7)
        let spread = Int.random(in: 1...64, using: &random)
        let values = (0..<Int.random(in: 1...3000, using: &random)).map { _ in
            UInt64.random(in: .min ... .max, using: &random) >> UInt64(64 - spread)
        }
        let expected = values.enumerated().sorted {
            (digit($0.element), $0.offset) < (digit($1.element), $1.offset)
        }
        let counts = RadixSort.count(values, values.count, by: digit)
        #expect(counts.reduce(0, +) == values.count)
        var dealt = [UInt64](repeating: 7, count: values.count)
        #expect(RadixSort.deal(values, into: &dealt, by: digit, counts, counting: nil) == [])
        #expect(dealt == expected.map(\.element))
        dealt = [UInt64](repeating: 7, count: values.count + 5)
        let nextCounts = RadixSort.deal(values, into: &dealt, by: digit, counts, counting: next)
        #expect(dealt == expected.map(\.element) + Array(repeating: 7, count: 5))
        #expect(nextCounts == RadixSort.count(values, values.count, by: next))
    }

    @Test(arguments: 0...64)
    func cutsBitsIntoDigits(bits: Int) {
        let digits = RadixSort.Digit<UInt64>.cut(0..<bits)
        #expect(digits.allSatisfy { $0.count <= 1 << 11 })
        let mask = digits.reduce(0) { $0 | $1.mask << $1.shift }
        #expect(mask == (bits == 0 ? 0 : UInt64.max >> UInt64(64 - bits)))
        #expect(digits.reduce(0) { $0 + $1.mask.nonzeroBitCount } == bits)
    }
}

@Suite struct LatencySorterTests {
    @Test(arguments: 0..<60 as Range<UInt64>)
    func bringsDurationsInOrderCellByCell(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let cells = [1, 2, 900, 5000].randomElement(using: &random) ?? 1
        let valueBits = Int.random(in: 0...19, using: &random)
        try expectOrder(LatencySorter<UInt32>(cells: cells, valueBits: valueBits), cells, valueBits, &random)
        let wideBits = Int.random(in: 0...50, using: &random)
        try expectOrder(LatencySorter<UInt64>(cells: cells, valueBits: wideBits), cells, wideBits, &random)
        let widestBits = Int.random(in: 50...62, using: &random)
        try expectOrder(LatencySorter<UInt128>(cells: cells, valueBits: widestBits), cells, widestBits, &random)
    }

    private func expectOrder<Entry: FixedWidthInteger & UnsignedInteger & Sendable>(
        _ empty: LatencySorter<Entry>?, _ cells: Int, _ valueBits: Int, _ random: inout SeededGenerator
    ) throws {
        var sorter = try #require(empty)
        let greatest: Entry = valueBits == 0 ? 0 : Entry.max >> Entry(Entry.bitWidth - valueBits)
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
                let takes = (0..<count).map { _ in UInt8.random(in: 0...1, using: &random) }
                let start = Int.random(in: 0..<count, using: &random)
                sorter.unpack(PackedChunk(distances.map(Int64.init), findsUnit: false), scale)
                sorter.add(start..<count, cells: ids, from: first, takes: takes)
                for row in start..<count where takes[row] == 1 {
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
            for (cell, places) in sorted.cells {
                #expect(sorted.entries[places].map { $0 & sorter.distanceMask } == expected[cell]?.sorted())
            }
        }
    }

    @Test func refusesWhatItsEntriesCannotHold() {
        #expect(LatencySorter<UInt32>(cells: 1 << 10, valueBits: 22) != nil)
        #expect(LatencySorter<UInt32>(cells: 1 << 10 + 1, valueBits: 22) == nil)
        #expect(LatencySorter<UInt64>(cells: 2, valueBits: 64) == nil)
    }
}
