import Testing

@testable import UsageKit

@Suite struct CellSumsTests {
    @Test func addsTheKnownValuesOfEachCell() {
        var sums = CellSums(cells: 2)
        var cells = ChunkCells([0, 1, 1, 0])
        sums.add(PackedChunk([10, 20, 5, PackedChunk.missing]), &cells)
        sums.add(7, to: 0)
        #expect(sums[0] == 17)
        #expect(sums[1] == 25)
        #expect(sums.total == 42)
    }

    /// Numbers of all sizes: some sums stay narrow, some outgrow 64 bits, and some never fit.
    @Test(arguments: 0..<60 as Range<UInt64>)
    func agreeWithAddingIn128Bits(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let cells = Int.random(in: 1...5, using: &random)
        var expected = [Int128](repeating: 0, count: cells)
        var parts: [CellSums] = []
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            var sums = CellSums(cells: cells)
            for _ in 0..<Int.random(in: 0...40, using: &random) {
                let bits = Int.random(in: 0...63, using: &random)
                if Bool.random(using: &random) {
                    let (cell, value) = (Int.random(in: 0..<cells, using: &random), number(bits, &random))
                    sums.add(Int128(value), to: cell)
                    expected[cell] += Int128(value)
                } else {
                    add(chunk(bits, &random), &sums, &expected, &random)
                }
            }
            parts.append(sums)
        }
        var whole = parts[0]
        for part in parts.dropFirst() { whole.merge(part) }
        #expect((0..<cells).map { whole[$0] } == expected)
        #expect(whole.total == expected.reduce(0, +))
    }

    private func number(_ bits: Int, _ random: inout SeededGenerator) -> Int64 {
        let greatest = Int64.max >> Int64(63 - bits)
        return Int64.random(in: -greatest...greatest, using: &random)
    }

    private func chunk(_ bits: Int, _ random: inout SeededGenerator) -> [Int64] {
        let hasMissing = Bool.random(using: &random)
        let isCommon = Int.random(in: 0..<4, using: &random) == 0
        let common = number(bits, &random)
        return (0..<Int.random(in: 1...30, using: &random)).map { _ in
            if hasMissing, Bool.random(using: &random) { return PackedChunk.missing }
            return isCommon ? common : number(bits, &random)
        }
    }

    private func add(
        _ values: [Int64], _ sums: inout CellSums, _ expected: inout [Int128], _ random: inout SeededGenerator
    ) {
        var cells = ChunkCells.random(count: values.count, cells: expected.count, using: &random)
        sums.add(PackedChunk(values, findsUnit: Bool.random(using: &random)), &cells)
        for (row, cell) in cells.pairs where values[row] != PackedChunk.missing {
            expected[cell] += Int128(values[row])
        }
    }

    @Test func areExactBeyond64Bits() {
        var sums = CellSums(cells: 2)
        let step = Int128(Int64.max >> 10)
        for _ in 0..<3000 { sums.add(step, to: 1) }
        #expect(sums[1] == 3000 * step)
        #expect(sums[0] == 0)
    }
}
