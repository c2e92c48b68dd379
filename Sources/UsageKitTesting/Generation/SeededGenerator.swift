/// A random number generator that gives the same numbers for the same seed, on every platform and in every version.
///
/// It is xoshiro256** by Blackman and Vigna, seeded by SplitMix64 as they recommend. Do not use it for secrets.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: (UInt64, UInt64, UInt64, UInt64)

    /// Creates a generator.
    public init(seed: UInt64) {
        var splitMix = seed
        func next() -> UInt64 {
            splitMix &+= 0x9E37_79B9_7F4A_7C15
            var mixed = splitMix
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
        state = (next(), next(), next(), next())
    }

    /// Returns the next 64 bits.
    public mutating func next() -> UInt64 {
        let multiplied = state.1 &* 5
        let result = (multiplied << 7 | multiplied >> 57) &* 9
        let shifted = state.1 << 17
        state.2 ^= state.0
        state.3 ^= state.1
        state.1 ^= state.2
        state.0 ^= state.3
        state.2 ^= shifted
        state.3 = state.3 << 45 | state.3 >> 19
        return result
    }
}

extension SeededGenerator {
    /// A number below a bound.
    ///
    /// The standard library's algorithm may change between releases; this one must not.
    mutating func below(_ bound: Int) -> Int {
        Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(Swift.max(bound, 1))).high)
    }

    mutating func number(in range: ClosedRange<Int>) -> Int {
        range.lowerBound + below(range.upperBound - range.lowerBound + 1)
    }

    /// True with a probability of `percent` percent.
    mutating func chance(_ percent: Int) -> Bool {
        below(100) < percent
    }

    /// One of the elements; the first ones are more likely than the last ones.
    mutating func pick<Element>(_ elements: [Element]) -> Element {
        let index = Swift.min(below(elements.count), below(elements.count))
        return elements[index]
    }

    /// A number from a long-tailed distribution: each further doubling of the base, up to nine, is half as likely.
    ///
    /// A logarithm would be the usual method, but its last bit differs between platforms.
    mutating func longTailed(_ base: Int) -> Int {
        let octave = Swift.min(next().trailingZeroBitCount, 9)
        return (base + below(base)) << octave
    }

    /// Digits drawn from an alphabet of ASCII characters.
    mutating func digits(_ count: Int, of alphabet: [UInt8]) -> String {
        String(decoding: (0..<count).map { _ in alphabet[below(alphabet.count)] }, as: UTF8.self)
    }

    mutating func uuid() -> String {
        let (hex, variant) = (Self.hexadecimal, Array("89ab".utf8))
        return [
            digits(8, of: hex), digits(4, of: hex), "4" + digits(3, of: hex),
            digits(1, of: variant) + digits(3, of: hex), digits(12, of: hex),
        ].joined(separator: "-")
    }

    /// A ULID: ten digits for the milliseconds since 1970 and sixteen random digits.
    mutating func ulid(milliseconds: Int) -> String {
        let time = (0..<10).map { Self.crockford[milliseconds >> (45 - 5 * $0) & 31] }
        return String(decoding: time, as: UTF8.self) + digits(16, of: Self.crockford)
    }

    static let hexadecimal = Array("0123456789abcdef".utf8)
    static let lowercase = Array("abcdefghijklmnopqrstuvwxyz0123456789".utf8)
    private static let crockford = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
}
