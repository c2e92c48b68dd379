import Testing

@testable import UsageKit

/// Literals of the RLE/bit-packing hybrid (`Encodings.md`), and round trips.
@Suite struct HybridEncoderTests {
    private func bytes(_ values: [UInt32], width: Int) -> [UInt8] {
        var encoder = HybridEncoder(bitWidth: width)
        encoder.append(values[...])
        return encoder.bytes
    }

    /// The example of the specification: the numbers 0 to 7 in three bits each.
    @Test func packsTheExampleOfTheSpecification() {
        #expect(bytes([0, 1, 2, 3, 4, 5, 6, 7], width: 3) == [0b11, 0b1000_1000, 0b1100_0110, 0b1111_1010])
    }

    @Test func equalValuesAreARun() {
        #expect(bytes(Array(repeating: 1, count: 8), width: 1) == [16, 1])
        #expect(bytes(Array(repeating: 300, count: 100), width: 9) == [0xC8, 1, 0x2C, 1])
        #expect(bytes(Array(repeating: 0, count: 7), width: 1) == [3, 0])
    }

    @Test func theLastGroupIsFilledUpWithZeros() {
        #expect(bytes([1], width: 1) == [3, 1])
        #expect(bytes([1, 2, 3], width: 2) == [3, 0b0011_1001, 0])
        #expect(bytes([], width: 4) == [])
    }

    /// Packed values before a run are a multiple of eight, so they take some of the run.
    @Test func packedBitsTakeTheBeginningOfARun() {
        #expect(bytes([0] + Array(repeating: 1, count: 15), width: 1) == [3, 0b1111_1110, 16, 1])
        #expect(bytes([0] + Array(repeating: 1, count: 14), width: 1) == [5, 0b1111_1110, 0b0111_1111])
    }

    @Test(arguments: [(1, 1), (2, 1), (3, 2), (4, 2), (5, 3), (256, 8), (257, 9), (1 << 20, 20)])
    func widthsFollowTheNumberOfValues(count: Int, width: Int) {
        #expect(HybridEncoder.bitWidth(below: count) == width)
    }

    @Test(arguments: PropertySeeds.some(300))
    func everythingIsReadBack(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let width = Int.random(in: 1...32, using: &random)
        let largest = UInt32.max >> UInt32(32 - width)
        var values: [UInt32] = []
        for _ in 0..<Int.random(in: 0...12, using: &random) {
            let value = UInt32.random(in: 0...largest, using: &random)
            let count = [1, 7, 8, 9, 15, 16, 17, 70].randomElement(using: &random) ?? 1
            let isRun = Bool.random(using: &random)
            values += (0..<count).map { _ in isRun ? value : .random(in: 0...largest, using: &random) }
        }
        let read = try ParquetFile.hybrid(bytes(values, width: width), width: width, count: values.count)
        #expect(read == values.map { Int($0) })
    }
}
