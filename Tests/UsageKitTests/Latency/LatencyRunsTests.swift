import Testing

@testable import UsageKit

@Suite struct LatencyRunsTests {
    @Test func findsTheDurationsOfACellInAllBatches() {
        let batches = [LatencyBatch.narrow([1, 4, 2, 8], mask: .max), .narrow([3, 9], mask: .max)]
        let runs = [
            LatencyRun(cell: 1, batch: 0, 0..<2, count: 2), LatencyRun(cell: 0, batch: 0, 2..<4, count: 2),
            LatencyRun(cell: 1, batch: 1, 0..<2, count: 2),
        ]
        let grouped = LatencyRuns(runs, of: batches, cells: 3, parts: 1)
        #expect(grouped[0].count == 2)
        #expect(grouped[0].sum == 10)
        #expect((0..<2).map { grouped[0].distance(rank: $0) } == [2, 8])
        // The durations 1 and 4 of the first batch and 3 and 9 of the second one.
        #expect(grouped[1].sum == 17)
        #expect((0..<4).map { grouped[1].distance(rank: $0) } == [1, 3, 4, 9])
        #expect(grouped[2].count == 0)
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func agreesWithSortingEachCell(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let cells = Int.random(in: 1...6, using: &random)
        var expected = [[UInt64]](repeating: [], count: cells)
        var (runs, batches): ([LatencyRun], [LatencyBatch]) = ([], [])
        let manyDurations = seed % 5 == 0
        for batch in 0..<Int.random(in: 1...6, using: &random) {
            let isNarrow = Int.random(in: 0..<4, using: &random) > 0
            var entries: [UInt64] = []
            for cell in 0..<cells where Bool.random(using: &random) {
                let count = Int.random(in: 1...(manyDurations ? 3000 : 20), using: &random)
                let distances = (0..<count).map { _ in UInt64.random(in: 0...1000, using: &random) }.sorted()
                let range = entries.count..<entries.count + count
                // The bits above the mask hold the cell and must not be read as a part of the distance.
                entries += distances.map { $0 | UInt64(cell) << 10 }
                expected[cell] += distances
                if isNarrow {
                    let narrow = entries.map { UInt32($0) }
                    runs.append(LatencyRun(cell: cell, batch: batch, range, of: narrow, mask: 1 << 10 - 1))
                } else {
                    runs.append(LatencyRun(cell: cell, batch: batch, range, count: count))
                }
            }
            batches.append(
                isNarrow
                    ? .narrow(entries.map { UInt32($0) }, mask: 1 << 10 - 1) : .wide(entries, mask: 1 << 10 - 1))
        }
        let grouped = LatencyRuns(
            runs.shuffled(using: &random), of: batches, cells: cells, parts: Int.random(in: 1...3, using: &random))
        for cell in 0..<cells {
            let sorted = expected[cell].sorted()
            #expect(grouped[cell].count == sorted.count)
            #expect(grouped[cell].sum == sorted.reduce(Int128(0)) { $0 + Int128($1) })
            for rank in stride(from: 0, to: sorted.count, by: Swift.max(1, sorted.count / 20)) {
                #expect(grouped[cell].distance(rank: rank) == sorted[rank])
            }
        }
    }
}
