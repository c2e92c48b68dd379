import Testing

@testable import UsageKit

@Suite struct XXHash64Tests {
    /// Values of the reference implementation.
    @Test(
        arguments: [
            ("", 0xEF46_DB37_51D8_E999), ("a", 0xD24E_C4F1_A98C_6E5B), ("abc", 0x44BC_2CF5_AD77_0999),
            ("Nobody inspects the spammish repetition", 0xFBCE_A83C_8A37_8BF1),
        ] as [(String, UInt64)])
    func isThatOfTheReference(text: String, hash: UInt64) {
        #expect(XXHash64.hash(Array(text.utf8)[...]) == hash)
    }

    /// A slice is hashed as its bytes are, wherever it begins.
    @Test func theStartOfASliceChangesNothing() {
        let bytes = (0..<100).map { UInt8($0) }
        for length in 0...64 {
            let slice = bytes[7..<(7 + length)]
            #expect(XXHash64.hash(slice) == XXHash64.hash(Array(slice)[...]))
        }
    }

    @Test func eachBitCounts() {
        let bytes = (0..<75).map { UInt8(truncatingIfNeeded: $0 &* 37) }
        let hash = XXHash64.hash(bytes[...])
        for bit in 0..<(bytes.count * 8) {
            var changed = bytes
            changed[bit / 8] ^= 1 << (bit % 8)
            #expect(XXHash64.hash(changed[...]) != hash)
        }
        #expect(XXHash64.hash(bytes[...], seed: 1) != hash)
    }
}
