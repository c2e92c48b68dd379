import Testing

@testable import UsageKit

@Suite struct IntegerSumsTests {
    @Test func givesSumExtremesAndMissingValuesOfEachCell() {
        var sums = IntegerSums(cells: 2, withExtremes: true)
        var cells = ChunkCells([0, 1, 0, 1])
        sums.add(PackedChunk([10, 5, -3, PackedChunk.missing]), &cells)
        #expect(sums.totals[0] == 7)
        #expect(sums.totals[1] == 5)
        #expect(sums.missing[0] == 0)
        #expect(sums.missing[1] == 1)
        #expect(sums.extremes?.minima == [-3, 5])
        #expect(sums.extremes?.maxima == [10, 5])
    }

    @Test(arguments: 0..<60 as Range<UInt64>)
    func agreesWithAddingRowByRow(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let cellCount = Int.random(in: 1...4, using: &random)
        let withExtremes = Bool.random(using: &random)
        var expected = [[Int64?]](repeating: [], count: cellCount)
        var whole = IntegerSums(cells: cellCount, withExtremes: withExtremes)
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            var part = IntegerSums(cells: cellCount, withExtremes: withExtremes)
            for _ in 0..<Int.random(in: 0...4, using: &random) {
                let greatest = [0, 9, 1 << 33, .max].randomElement(using: &random) ?? Int64(9)
                let share = [0, 30, 100].randomElement(using: &random) ?? 30
                let values = (0..<Int.random(in: 1...40, using: &random)).map { _ in
                    Int.random(in: 0..<100, using: &random) < share
                        ? nil : Int64.random(in: -greatest...greatest, using: &random)
                }
                var cells = ChunkCells.random(count: values.count, cells: cellCount, using: &random)
                part.add(PackedChunk(values.map { $0 ?? PackedChunk.missing }), &cells)
                for (row, cell) in cells.pairs { expected[cell].append(values[row]) }
            }
            whole.merge(part)
        }
        for cell in 0..<cellCount { expectAgreement(of: whole, cell, with: expected[cell]) }
        expectAgreement(of: whole.collapsed, 0, with: expected.flatMap(\.self))
    }

    private func expectAgreement(of sums: IntegerSums, _ cell: Int, with values: [Int64?]) {
        let known = values.compactMap(\.self)
        #expect(sums.totals[cell] == known.reduce(Int128(0)) { $0 + Int128($1) })
        #expect(sums.missing[cell] == values.count - known.count)
        guard let extremes = sums.extremes else { return }
        #expect(extremes.minima[cell] == known.min() ?? .max)
        #expect(extremes.maxima[cell] == known.max() ?? .min)
    }
}
