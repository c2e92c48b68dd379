import Testing

@testable import UsageKit

@Suite struct PackedChunkTests {
    @Test func givesBackItsValues() {
        let chunk = PackedChunk([1500, 2300, PackedChunk.missing, 1500], findsUnit: false)
        #expect(chunk.count == 4)
        #expect(chunk.range == 1500...2300)
        #expect(chunk.hasMissing)
        #expect(chunk.common == nil)
        #expect((0..<4).map { chunk[$0] } == [1500, 2300, PackedChunk.missing, 1500])
        #expect(chunk.sum() == (sum: 5300, missing: 1))
    }

    @Test func storesASingleValueOnce() {
        let chunk = PackedChunk([9, 9, 9], findsUnit: true)
        #expect(chunk.common == 9)
        #expect(chunk.sum() == (sum: 27, missing: 0))
        let missing = PackedChunk([PackedChunk.missing, PackedChunk.missing], findsUnit: true)
        #expect(missing.common == PackedChunk.missing)
        #expect(missing.range == nil)
        #expect(missing.sum() == (sum: 0, missing: 2))
    }

    @Test func writesDistancesInAUnit() {
        let chunk = PackedChunk([1_500_000, 2_300_000, 1_700_000], findsUnit: true)
        var distances = [UInt32](repeating: 0, count: 3)
        chunk.unpackDistances(into: &distances, from: 1_000_000, in: 1000)
        #expect(distances == [500, 1300, 700])
    }

    /// What the memory of a ledger depends on: milliseconds in nanoseconds take no more space than in milliseconds.
    @Test func findsTheUnitOfItsValues() {
        let chunk = PackedChunk((0..<4096).map { 5 + $0 * 1_000_000 }, findsUnit: true)
        #expect(chunk.unit == 1_000_000)
        #expect(chunk.base == 5)
        #expect(PackedChunk((0..<4096).map { $0 * 7 }, findsUnit: true).unit == 1)
    }

    /// Spreads at and just beyond the limit of each width, with and without missing values.
    @Test(arguments: 0..<60 as Range<UInt64>)
    func agreesWithAnArray(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let limits: [Int64] = [0, 1, 254, 255, 256, 65_534, 65_535, 65_536, 4_294_967_294, 4_294_967_295, 1 << 33]
        let spread = limits.randomElement(using: &random) ?? 1
        let base = Int64.random(in: -1000...1000, using: &random)
        let isMissing = Bool.random(using: &random)
        var values = (0..<Int.random(in: 1...200, using: &random)).map { _ in
            isMissing && Bool.random(using: &random)
                ? PackedChunk.missing : base + Int64.random(in: 0...spread, using: &random)
        }
        values += [base, base + spread]
        let chunk = PackedChunk(values, findsUnit: Bool.random(using: &random))
        let known = values.filter { $0 != PackedChunk.missing }
        #expect(values.indices.map { chunk[$0] } == values)
        #expect(chunk.range == base...(base + spread))
        #expect(chunk.hasMissing == (known.count < values.count))
        #expect(chunk.sum().sum == known.reduce(Int128(0)) { $0 + Int128($1) })
        var unpacked = [Int64](repeating: 7, count: values.count)
        chunk.unpack(into: &unpacked)
        #expect(unpacked == values)
        var visited: [Int64] = []
        chunk.forEach { row, value in
            #expect(row == visited.count)
            visited.append(value)
        }
        #expect(visited == values)
    }
}
