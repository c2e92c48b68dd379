import Testing

@testable import UsageKit

@Suite struct RadixSortTests {
    @Test(arguments: 0..<40 as Range<UInt64>)
    func sortsBySomeBitsAndKeepsTheOrderOfEqualOnes(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let low = Int.random(in: 0..<60, using: &random)
        let high = Int.random(in: low...64, using: &random)
        let spread = Int.random(in: 1...64, using: &random)
        let values = (0..<Int.random(in: 0...3000, using: &random)).map { _ in
            UInt64.random(in: .min ... .max, using: &random) >> UInt64(64 - spread)
        }
        func digits(_ value: UInt64) -> UInt64 {
            low == high ? 0 : value >> UInt64(low) & (UInt64.max >> UInt64(64 - (high - low)))
        }
        let expected = values.enumerated().sorted {
            (digits($0.element), $0.offset) < (digits($1.element), $1.offset)
        }
        var sorted = values
        var room = [UInt64](repeating: 7, count: Int.random(in: 0...4000, using: &random))
        RadixSort.sort(&sorted, &room, bits: low..<high)
        #expect(sorted == expected.map(\.element))
    }
}
