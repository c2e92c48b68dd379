import Testing

@testable import UsageKit

@Suite struct DurationSorterTests {
    @Test func sortsDurationsByCell() throws {
        var sorter = DurationSorter(cells: 2, greatestDistance: 10)
        sorter.load(PackedChunk([9, 3, 5]), LatencyScale(origin: 0, unit: 1, spread: 10))
        sorter.add(0..<3, cells: [1, 0, 0], firstCell: 0, includeMask: [1, 1, 1])
        #expect(sorter.count == 3)
        let flushed = sorter.flush()
        let sorted = try #require(flushed)
        #expect(sorted.cells.map(\.cell) == [0, 1])
        var runs: [LatencyRun] = []
        sorted.batch.appendRuns(sorted.cells, firstCell: 0, batchIndex: 0, to: &runs)
        #expect(runs.map { Int($0.cell) } == [0, 1])
        #expect((0..<2).map { sorted.batch.distance(runs[0], rank: $0) } == [3, 5])
        #expect(sorted.batch.distance(runs[1], rank: 0) == 9)
        #expect(sorter.count == 0)
        let empty = sorter.flush()
        #expect(empty == nil)
    }

    /// Distances that need entries of 32, 64 and 128 bits.
    @Test(arguments: [0, 10, UInt64(UInt32.max), 1 << 50, UInt64.max], [1, 3, 1000])
    func agreesWithSortingWhateverTheWidth(greatest: UInt64, cells: Int) throws {
        var random = SeededGenerator(seed: greatest &+ UInt64(cells))
        var sorter = DurationSorter(cells: cells, greatestDistance: greatest)
        let scale = LatencyScale(origin: Int64.min + 1, unit: 1, spread: greatest)
        for first in [0, 500] {
            var expected: [Int: [UInt64]] = [:]
            for _ in 0..<2 {
                let distances = (0..<50).map { _ in UInt64.random(in: 0...Swift.min(greatest, .max - 1), using: &random)
                }
                let ids = (0..<50).map { _ in UInt32(first + Int.random(in: 0..<cells, using: &random)) }
                let mask = (0..<50).map { _ in UInt8.random(in: 0...1, using: &random) }
                sorter.load(PackedChunk(distances.map { scale.origin &+ Int64(bitPattern: $0) }), scale)
                sorter.add(0..<50, cells: ids, firstCell: first, includeMask: mask)
                for row in 0..<50 where mask[row] == 1 { expected[Int(ids[row]), default: []].append(distances[row]) }
            }
            #expect(sorter.count == expected.values.reduce(0) { $0 + $1.count })
            let flushed = sorter.flush()
            let sorted = try #require(flushed)
            var runs: [LatencyRun] = []
            sorted.batch.appendRuns(sorted.cells, firstCell: first, batchIndex: 0, to: &runs)
            #expect(runs.map { Int($0.cell) } == expected.keys.sorted())
            for run in runs {
                let found = (0..<Int(run.count)).map { sorted.batch.distance(run, rank: $0) }
                #expect(found == expected[Int(run.cell)]?.sorted())
            }
        }
    }
}
