import Testing

@testable import UsageKit

@Suite struct CellMapTests {
    private static func columns(_ records: [UsageRecord]) throws -> RecordColumns {
        var columns = RecordColumns()
        for record in records { try columns.append(record) }
        return columns
    }

    private static func cells(_ map: CellMap, _ columns: RecordColumns) -> [Int] {
        var cells = ChunkCells()
        return (0..<columns.chunkCount).flatMap { chunk in
            map.assignCells(chunk: chunk, count: columns.rows(ofChunk: chunk).count, to: &cells)
            return (0..<cells.count).map { cells.cell(ofRow: $0) }
        }
    }

    @Test func aCellIsTheBucketTimesTheNumberOfKeysPlusTheKey() throws {
        let day: Int64 = 86_400
        let columns = try Self.columns([
            UsageRecord(provider: .aurous, time: Timestamp(seconds: day), model: "b"),
            UsageRecord(provider: .aurous, time: Timestamp(seconds: 0), model: "a"),
            UsageRecord(provider: .aurous, time: Timestamp(seconds: day), model: "a"),
        ])
        var finder = BucketFinder(BucketCalendar())
        let buckets = RowBuckets(columns.times, every: .day, finder: &finder)
        let map = CellMap(buckets: buckets, keys: [KeyColumn(columns, .model)], rows: 3)
        // The keys are "a", "b" and the missing model.
        #expect(map.keyCount == 3)
        #expect(map.count == 6)
        #expect(Self.cells(map, columns) == [4, 0, 3])
        #expect(map.bucketAndKey(ofCell: 4) == (bucket: 1, key: 1))
        #expect(map.texts(ofKey: 1) == ["b"])
    }

    @Test func withoutBucketsAndKeysAllRowsShareOneCell() throws {
        let columns = try Self.columns([UsageRecord(provider: .aurous), UsageRecord(provider: .aurous)])
        let map = CellMap(buckets: nil, keys: [], rows: 2)
        #expect(map.count == 1)
        #expect(Self.cells(map, columns) == [0, 0])
        #expect(map.texts(ofKey: 0) == [])
    }

    /// Few values give a cell to every bucket and key, many values only to those that occur.
    @Test(arguments: 0..<30 as Range<UInt64>)
    func cellsAreInTheOrderOfTheirBucketsAndTexts(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let texts: [String?] =
            ["a", "é", "e\u{301}", nil] + (0..<(Bool.random(using: &random) ? 0 : 40)).map { "t\($0)" }
        func text() -> String? { texts.randomElement(using: &random) ?? nil }
        let days = Int64.random(in: 1...12, using: &random)
        let records = (0..<Int.random(in: 1...400, using: &random)).map { _ in
            UsageRecord(
                provider: .aurous, time: Timestamp(seconds: Int64.random(in: 0..<days * 86_400, using: &random)),
                model: text(), apiKey: text(), user: text())
        }
        let columns = try Self.columns(records)
        let dimensions: [UsageDimension] = Array([.model, .apiKey, .user].prefix(Int(seed % 4)))
        var finder = BucketFinder(BucketCalendar())
        let buckets = seed % 3 == 0 ? nil : RowBuckets(columns.times, every: .day, finder: &finder)
        let map = CellMap(buckets: buckets, keys: dimensions.map { KeyColumn(columns, $0) }, rows: records.count)

        /// The start of the bucket, then for each dimension 0 with the bytes of the text, or 1 if it is missing.
        func order(_ start: Int64, _ texts: [String?]) -> [[UInt8]] {
            [(1...8).map { UInt8(truncatingIfNeeded: start >> (64 - 8 * $0)) }]
                + texts.map { $0.map { [0] + Array($0.utf8) } ?? [1] }
        }
        var found: [Int: [[UInt8]]] = [:]
        for (record, cell) in zip(records, Self.cells(map, columns)) {
            let start = (record.time?.seconds ?? 0) / 86_400 * 86_400
            let values = [record.model, record.apiKey, record.user].prefix(dimensions.count)
            let (bucket, key) = map.bucketAndKey(ofCell: cell)
            let expected = order(buckets == nil ? 0 : start, Array(values))
            #expect(order(buckets?.ranges[bucket]?.lowerBound ?? 0, map.texts(ofKey: key)) == expected)
            #expect(found.updateValue(expected, forKey: cell) ?? expected == expected)
            #expect(cell < map.count)
        }
        let inOrder = found.sorted { $0.key < $1.key }.map(\.value)
        #expect(zip(inOrder, inOrder.dropFirst()).allSatisfy { Self.precedes($0, $1) })
    }

    private static func precedes(_ left: [[UInt8]], _ right: [[UInt8]]) -> Bool {
        zip(left, right).first { $0 != $1 }.map { $0.lexicographicallyPrecedes($1) } ?? false
    }
}
