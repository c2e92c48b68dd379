import Testing

@testable import UsageKit

@Suite struct PackedColumnTests {
    @Test func givesBackItsValuesAcrossChunks() {
        var column = PackedColumn()
        for value in 0..<5000 as Range<Int64> { column.append(value) }
        column.append(PackedColumn.missing)
        #expect(column.count == 5001)
        #expect(column.chunkCount == 2)
        #expect(column[0] == 0)
        #expect(column[4999] == 4999)
        #expect(column[5000] == PackedColumn.missing)
        #expect(column.chunk(1)[0] == 4096)
    }

    /// Values of different widths, units and shares of missing values.
    private static func series(using random: inout SeededGenerator) -> [Int64] {
        let spans: [Int64] = [0, 1, 200, 60_000, 1 << 31, 1 << 40, .max]
        let span = spans.randomElement(using: &random) ?? 1
        let unit: Int64 = [1, 1, 1000, 1_000_000, 1_000_000_000].randomElement(using: &random) ?? 1
        let base: Int64 = [0, -5, 1_780_000_000_000_000_000].randomElement(using: &random) ?? 0
        let missing = [0, 0, 3, 50].randomElement(using: &random) ?? 0
        let count = [0, 1, 5, 4095, 4096, 4097, 9000].randomElement(using: &random) ?? 1
        return (0..<count).map { _ in
            if Int.random(in: 0..<100, using: &random) < missing { return PackedColumn.missing }
            return base &+ (Int64.random(in: 0...span, using: &random) / unit) &* unit
        }
    }

    private static func column(_ values: [Int64], findsUnit: Bool = true) -> PackedColumn {
        var column = PackedColumn(findsUnit: findsUnit)
        for value in values { column.append(value) }
        return column
    }

    private static func values(_ column: PackedColumn) -> [Int64] {
        var values: [Int64] = []
        column.forEach { values.append($0) }
        return values
    }

    @Test(arguments: 0..<60 as Range<UInt64>)
    func agreesWithAnArray(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let values = Self.series(using: &random)
        let column = Self.column(values, findsUnit: Bool.random(using: &random))
        #expect(column.count == values.count)
        #expect(Self.values(column) == values)
        #expect(values.indices.allSatisfy { column[$0] == values[$0] })
        let chunks = (0..<column.chunkCount).map(column.chunk)
        #expect(chunks.reduce(0) { $0 + $1.count } == values.count)
        var scratch = [Int64](repeating: 7, count: PackedChunk.capacity)
        var unpacked: [Int64] = []
        for chunk in chunks {
            chunk.unpack(into: &scratch)
            unpacked += scratch[..<chunk.count]
            let known = scratch[..<chunk.count].filter { $0 != PackedChunk.missing }
            #expect(chunk.range == known.min().flatMap { least in known.max().map { least...$0 } })
            #expect(chunk.hasMissing == (known.count < chunk.count))
            #expect(chunk.sum().sum == known.reduce(Int128(0)) { $0 + Int128($1) })
            #expect(chunk.sum().missing == chunk.count - known.count)
        }
        #expect(unpacked == values)
    }

    @Test(arguments: 100..<140 as Range<UInt64>)
    func distancesInTheUnitGiveBackTheValues(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let values = Self.series(using: &random)
        let column = Self.column(values)
        guard let (range, unit) = column.spread() else {
            #expect(values.allSatisfy { $0 == PackedColumn.missing })
            return
        }
        let known = values.filter { $0 != PackedColumn.missing }
        #expect(range.lowerBound == known.min())
        #expect(range.upperBound == known.max())
        var scratch = [UInt64](repeating: 0, count: PackedChunk.capacity)
        var restored: [Int64] = []
        for index in 0..<column.chunkCount {
            let chunk = column.chunk(index)
            chunk.unpackDistances(into: &scratch, from: range.lowerBound, in: unit)
            for row in 0..<chunk.count {
                let value = range.lowerBound &+ unit &* Int64(bitPattern: scratch[row])
                restored.append(chunk[row] == PackedColumn.missing ? PackedColumn.missing : value)
            }
            let fits = chunk.range.map { UInt64(bitPattern: $0.upperBound &- range.lowerBound) >> 32 == 0 } ?? false
            if fits {
                var narrow = [UInt32](repeating: 0, count: PackedChunk.capacity)
                chunk.unpackDistances(into: &narrow, from: range.lowerBound, in: unit)
                for row in 0..<chunk.count where chunk[row] != PackedColumn.missing {
                    #expect(UInt64(narrow[row]) == scratch[row])
                }
            }
        }
        #expect(restored == values)
    }

    @Test(arguments: 200..<230 as Range<UInt64>)
    func appendsOtherColumnsAndLeavesCopiesUnchanged(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let (left, right) = (Self.series(using: &random), Self.series(using: &random))
        var column = Self.column(left)
        let copy = column
        column.append(contentsOf: Self.column(right))
        #expect(Self.values(column) == left + right)
        #expect(Self.values(copy) == left)
    }
}
