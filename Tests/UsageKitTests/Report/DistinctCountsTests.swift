import Testing

@testable import UsageKit

@Suite struct DistinctCountsTests {
    private static func columns(_ models: [String?]) throws -> RecordColumns {
        var columns = RecordColumns()
        for model in models { try columns.append(UsageRecord(provider: .aurous, model: model)) }
        return columns
    }

    @Test func countsTextsOfDifferentBytesAndNoMissingText() throws {
        let columns = try Self.columns(["a", "b", "a", nil, "é", "e\u{301}"])
        var counts = DistinctCounts(columns, .model, cells: 2)
        var cells = ChunkCells([0, 0, 0, 0, 1, 1])
        counts.add(chunk: 0, &cells)
        #expect(counts.counts(cells: 2) == [2, 2])
        #expect(counts.collapsed.counts(cells: 1) == [4])
    }

    /// With very many cells, the values are kept in a set instead of bits.
    @Test(arguments: 0..<40 as Range<UInt64>)
    func agreesWithSets(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let texts: [String?] = ["a", "b", "é", "e\u{301}", "", nil]
        let models = (0..<Int.random(in: 1...60, using: &random)).map { _ in
            texts.randomElement(using: &random) ?? nil
        }
        let columns = try Self.columns(models)
        let isDense = Bool.random(using: &random)
        let cellCount = isDense ? Int.random(in: 1...4, using: &random) : 1 << 29
        var expected: [Int: Set<[UInt8]>] = [:]
        var whole = DistinctCounts(columns, .model, cells: cellCount)
        for _ in 0..<2 {
            var part = DistinctCounts(columns, .model, cells: cellCount)
            var cells = ChunkCells.random(count: models.count, cells: cellCount, using: &random)
            part.add(chunk: 0, &cells)
            for (row, cell) in cells.pairs {
                if let model = models[row] { expected[cell, default: []].insert(Array(model.utf8)) }
            }
            whole.merge(part)
        }
        if isDense {
            #expect(whole.counts(cells: cellCount) == (0..<cellCount).map { expected[$0]?.count ?? 0 })
        }
        let all = expected.values.reduce(into: Set()) { $0.formUnion($1) }
        #expect(whole.collapsed.counts(cells: 1) == [all.count])
    }
}
