import Testing

@testable import UsageKit

@Suite struct CodeCountsTests {
    @Test func countsTheRowsOfEachCellAndCode() {
        var counts = CodeCounts(cells: 2, codes: 3, defaultCode: nil)
        var cells = ChunkCells([0, 0, 1, 1, 1])
        counts.add(PackedChunk([0, 2, 2, 2, 1]), &cells)
        #expect(counts.counts(ofCell: 0) == [1, 0, 1])
        #expect(counts.counts(ofCell: 1) == [0, 1, 2])
        #expect(counts.collapsed.counts(ofCell: 0) == [1, 1, 3])
    }

    @Test func givesTheDefaultCodeTheRowsThatHaveNoOtherCode() {
        var counts = CodeCounts(cells: 2, codes: 2, defaultCode: 0)
        var cells = ChunkCells([0, 0, 0, 1])
        counts.add(PackedChunk([0, 1, 0, 0]), &cells)
        #expect(counts.count(0, ofCell: 0) == 0)
        counts.finalize(rows: [3, 1])
        #expect(counts.counts(ofCell: 0) == [2, 1])
        #expect(counts.counts(ofCell: 1) == [1, 0])
    }

    @Test(arguments: 0..<60 as Range<UInt64>)
    func agreesWithCountingRowByRow(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let (cellCount, codeCount) = (Int.random(in: 1...4, using: &random), Int.random(in: 1...7, using: &random))
        let defaultCode = Bool.random(using: &random) ? Int.random(in: 0..<codeCount, using: &random) : nil
        var expected = [[Int]](repeating: Array(repeating: 0, count: codeCount), count: cellCount)
        var whole = CodeCounts(cells: cellCount, codes: codeCount, defaultCode: defaultCode)
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            var part = CodeCounts(cells: cellCount, codes: codeCount, defaultCode: defaultCode)
            for _ in 0..<Int.random(in: 0...4, using: &random) {
                let count = Int.random(in: 1...40, using: &random)
                let last = Int.random(in: 0..<codeCount, using: &random)
                let codes = (0..<count).map { _ in Int.random(in: 0...last, using: &random) }
                var cells = ChunkCells.random(count: count, cells: cellCount, using: &random)
                part.add(PackedChunk(codes.map(Int64.init)), &cells)
                for (row, cell) in cells.pairs { expected[cell][codes[row]] += 1 }
            }
            whole.merge(part)
        }
        whole.finalize(rows: expected.map { $0.reduce(0, +) })
        #expect((0..<cellCount).map { whole.counts(ofCell: $0) } == expected)
        let sums = (0..<codeCount).map { code in expected.reduce(0) { $0 + $1[code] } }
        #expect(whole.collapsed.counts(ofCell: 0) == sums)
    }
}
