import Testing

@testable import UsageKit

@Suite struct RadixSortTests {
    @Test func scattersByADigitAndKeepsTheOrderOfEqualDigits() {
        let low = RadixSort.Digit<UInt64>(0..<4)
        let high = RadixSort.Digit<UInt64>(4..<8)
        let values: [UInt64] = [0x21, 0x12, 0x11, 0x22]
        let counts = RadixSort.count(values, 4, by: low)
        #expect(Array(counts.prefix(3)) == [0, 2, 2])
        var scattered = [UInt64](repeating: 0, count: 4)
        let nextCounts = RadixSort.scatter(values, into: &scattered, by: low, counts, counting: high)
        #expect(scattered == [0x21, 0x11, 0x12, 0x22])
        #expect(Array(nextCounts.prefix(3)) == [0, 2, 2])
        var sorted = [UInt64](repeating: 0, count: 4)
        _ = RadixSort.scatter(scattered, into: &sorted, by: high, nextCounts, counting: nil)
        #expect(sorted == [0x11, 0x12, 0x21, 0x22])
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func agreesWithAStableSort(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let low = Int.random(in: 0..<60, using: &random)
        let digit = RadixSort.Digit<UInt64>(low..<Int.random(in: low...Swift.min(low + 11, 64), using: &random))
        let next = RadixSort.Digit<UInt64>(0..<7)
        let spread = Int.random(in: 1...64, using: &random)
        let values = (0..<Int.random(in: 1...3000, using: &random)).map { _ in
            UInt64.random(in: .min ... .max, using: &random) >> UInt64(64 - spread)
        }
        let expected = values.enumerated().sorted {
            (digit($0.element), $0.offset) < (digit($1.element), $1.offset)
        }
        let counts = RadixSort.count(values, values.count, by: digit)
        #expect(counts.reduce(0, +) == values.count)
        var scattered = [UInt64](repeating: 7, count: values.count)
        #expect(RadixSort.scatter(values, into: &scattered, by: digit, counts, counting: nil) == [])
        #expect(scattered == expected.map(\.element))
        scattered = [UInt64](repeating: 7, count: values.count + 5)
        let nextCounts = RadixSort.scatter(values, into: &scattered, by: digit, counts, counting: next)
        #expect(scattered == expected.map(\.element) + Array(repeating: 7, count: 5))
        #expect(nextCounts == RadixSort.count(values, values.count, by: next))
    }

    @Test(arguments: 0...64)
    func splitsBitsIntoDigitsWithoutGaps(bits: Int) {
        let digits = RadixSort.Digit<UInt64>.split(0..<bits)
        #expect(digits.allSatisfy { $0.count <= 1 << 11 })
        let mask = digits.reduce(0) { $0 | $1.mask << $1.shift }
        #expect(mask == (bits == 0 ? 0 : UInt64.max >> UInt64(64 - bits)))
        #expect(digits.reduce(0) { $0 + $1.mask.nonzeroBitCount } == bits)
    }
}
