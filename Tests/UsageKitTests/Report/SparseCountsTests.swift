import Testing

@testable import UsageKit

@Suite struct SparseCountsTests {
    @Test func countsTheRowsWithoutAValue() {
        var counts = SparseCounts(cells: 2)
        var cells = ChunkCells([0, 0, 1, 1])
        counts.addMissing(PackedChunk([5, PackedChunk.missing, PackedChunk.missing, PackedChunk.missing]), &cells)
        #expect(counts[0] == 1)
        #expect(counts[1] == 2)
        #expect(counts.collapsed[0] == 3)
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func agreesWithCountingRowByRow(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let cellCount = Int.random(in: 1...4, using: &random)
        var expected = [Int](repeating: 0, count: cellCount)
        var whole = SparseCounts(cells: cellCount)
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            var part = SparseCounts(cells: cellCount)
            for _ in 0..<Int.random(in: 0...4, using: &random) {
                let share = [0, 50, 100].randomElement(using: &random) ?? 50
                let values = (0..<Int.random(in: 1...40, using: &random)).map { row in
                    Int.random(in: 0..<100, using: &random) < share ? PackedChunk.missing : Int64(row)
                }
                var cells = ChunkCells.random(count: values.count, cells: cellCount, using: &random)
                part.addMissing(PackedChunk(values), &cells)
                for (row, cell) in cells.pairs where values[row] == PackedChunk.missing { expected[cell] += 1 }
            }
            whole.merge(part)
        }
        #expect((0..<cellCount).map { whole[$0] } == expected)
        #expect(whole.collapsed[0] == expected.reduce(0, +))
    }
}
