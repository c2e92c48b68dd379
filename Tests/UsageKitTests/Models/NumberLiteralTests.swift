import Foundation
import Testing

@testable import UsageKit

@Suite struct NumberLiteralTests {
    @Test func readsTheNumberAtTheStartOfAText() throws {
        let found = NumberLiteral(prefixOf: Array("-12.50e3,".utf8).span)
        let literal = try #require(found)
        #expect(literal.length == 8)
        guard case .value(let value) = literal.value else {
            Issue.record("the number must be exact")
            return
        }
        #expect(value == ExactDecimal(-12_500))
    }

    private func literal(prefixOf text: String) -> NumberLiteral? {
        NumberLiteral(prefixOf: Array(text.utf8).span)
    }

    @Test(arguments: [
        ("1", 1), ("1,", 1), ("1]", 1), ("-0.50e+07}", 9), ("0", 1), ("0x10", 1), ("12 3", 2), ("1.5.5", 3), ("1-2", 1),
        ("1e5e5", 3),
    ])
    func aPrefixEndsWithTheNumber(_ text: String, length: Int) {
        #expect(literal(prefixOf: text)?.length == length)
    }

    @Test(arguments: [
        "", "-", "+1", ".", ".5", "1.", "1.e5", "1e", "1e+", "1E-", "00", "01", "-01", "-.5", "--1", "e5", " 1", "a",
    ])
    func otherTextsAreNil(_ text: String) {
        #expect(literal(prefixOf: text) == nil)
    }

    @Test func aWholeTextMustEndWithTheNumber() {
        for suffix in [" ", "\n", "\0", "e", ".", "x", "０"] {
            #expect(NumberLiteral(Array("1\(suffix)".utf8).span) == nil)
        }
    }

    /// The same digits with the decimal point and the exponent shifted against each other.
    @Test func theSameNumberHasManySpellings() throws {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<3_000 {
            let digits = DecimalText.randomDigits(1...38, &generator)
            let places = Int.random(in: 0...60, using: &generator)
            let plain = DecimalText(digits: digits, places: places).canonical
            let point = Int.random(in: 0...digits.utf8.count, using: &generator)
            let integer = String(digits.prefix(point))
            let fraction = String(digits.dropFirst(point))
            let exponent = fraction.utf8.count - places
            let zeros = String(repeating: "0", count: Int.random(in: 0...50, using: &generator))
            let whole = integer.drop { $0 == "0" }
            let spelling =
                "\(whole.isEmpty ? "0" : whole).\(fraction)\(zeros)\(fraction.isEmpty ? "0" : "")e\(exponent)"
            #expect(ExactDecimal(spelling)?.description == plain, "\(spelling)")
            #expect(ExactDecimal("-\(spelling)")?.description == (plain == "0" ? "0" : "-\(plain)"))
        }
    }

    @Test func digitsAreNeverRounded() throws {
        var generator = SeededGenerator(seed: 6)
        for _ in 0..<2_000 {
            let digits = "1" + DecimalText.randomDigits(37...60, &generator) + "1"
            #expect(ExactDecimal(digits) == nil)
            #expect(ExactDecimal("0.\(digits)") == nil)
        }
    }

    @Test func exponentsMeetTheLimitsOfDecimal() throws {
        #expect(ExactDecimal("1e127")?.decimal == Decimal(string: "1e127"))
        #expect(ExactDecimal("99999999999999999999999999999999999999e127") != nil)
        #expect(ExactDecimal("1e128") == nil)
        #expect(ExactDecimal("1e-128")?.decimal == Decimal(string: "1e-128"))
        #expect(ExactDecimal("1e-129") == nil)
        #expect(ExactDecimal("10e-129") == ExactDecimal("1e-128"))
        #expect(ExactDecimal("1e9223372036854775808") == nil)
        #expect(ExactDecimal("0e9223372036854775808") == .zero)
        #expect(ExactDecimal("1e-000000000000000000000000002")?.description == "0.01")
    }
}
