import Testing
import UsageKitTesting

@testable import UsageKit

/// The tests of `Array+Digits.swift`.
@Suite struct DigitsTests {
    private func text(_ write: (inout [UInt8]) -> Void) -> String {
        var bytes = Array("<".utf8)
        write(&bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func writesADigitForEachPower() {
        #expect(text { $0.append(digitsOf: 0 as UInt64) } == "<0")
        #expect(text { $0.append(digitsOf: 1206 as UInt64) } == "<1206")
        #expect(text { $0.append(digitsOf: UInt64.max) } == "<18446744073709551615")
    }

    @Test(arguments: [0, 1, 7, 9, 10, -1, -10, .max, .min]) func writesIntegersWithTheirSign(integer: Int) {
        #expect(text { $0.append(integer: integer) } == "<\(integer)")
    }

    @Test(arguments: [(0, 1, "0"), (5, 2, "05"), (12, 2, "12"), (123, 2, "123"), (7, 18, "000000000000000007")])
    func padsWithZeros(number: UInt64, width: Int, expected: String) {
        #expect(text { $0.append(digitsOf: number, paddedTo: width) } == "<" + expected)
    }

    @Test(arguments: 0..<50 as Range<UInt64>) func agreesWithTheStandardLibrary(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for bits in 0..<128 {
            let number = UInt128.random(in: 0...UInt128.max >> UInt128(bits), using: &random)
            #expect(text { $0.append(digitsOf: number) } == "<\(number)")
        }
        #expect(text { $0.append(digitsOf: UInt128.max) } == "<\(UInt128.max)")
        #expect(text { $0.append(digitsOf: UInt128(UInt64.max) + 1) } == "<18446744073709551616")
    }
}
