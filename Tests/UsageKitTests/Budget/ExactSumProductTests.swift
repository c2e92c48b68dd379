import Testing

@testable import UsageKit

@Suite struct ExactSumProductTests {
    private typealias Samples = BudgetSamples

    @Test func aProductHasAllItsDigits() throws {
        let product = try ExactSum(product: Samples.exact("0.1234567890123456789"), Samples.exact("-1.5"))
        #expect(try product.value() == Samples.exact("-0.18518518351851851835"))
        let nines = Samples.exact(String(repeating: "9", count: 38))
        let square = try ExactSum(product: nines, nines)
        #expect(square.description == String(repeating: "9", count: 37) + "8" + String(repeating: "0", count: 37) + "1")
        #expect(try ExactSum(product: .zero, nines).value() == .zero)
    }

    @Test(arguments: PropertySeeds.some(60))
    func agreesWithTheProductOnPaper(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<20 {
            let left = Samples.number(digits: 1...38, using: &random)
            let right = Samples.number(digits: 1...38, using: &random)
            let product = try ExactSum(product: Samples.exact(left), Samples.exact(right))
            let naive = NaiveNumber(left) * NaiveNumber(right)
            #expect(product.description == naive.description, "\(left) * \(right)")
            #expect(try product.rounded().description == naive.rounded, "\(left) * \(right)")
            #expect(product.isNegative == (naive < NaiveNumber("0")))
        }
    }

    @Test(arguments: PropertySeeds.some(60))
    func agreesWithTheQuotientOnPaper(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<8 {
            let value = Samples.number(digits: 1...38, using: &random)
            let greatest = Int128(1) << Int128.random(in: 1...99, using: &random)
            let numerator = Int128.random(in: 0...greatest, using: &random)
            let denominator = Int128.random(in: 1...greatest, using: &random)
            let quotient = ExactSum(Samples.exact(value), times: numerator, over: denominator)
            let naive = (NaiveNumber(value) * NaiveNumber("\(numerator)")).divided(by: NaiveNumber("\(denominator)"))
            #expect(try quotient.rounded().description == naive.rounded, "\(value) * \(numerator) / \(denominator)")
        }
    }

    @Test(arguments: [
        ("1", 1, 3, "0.33333333333333333333333333333333333333"),
        ("2", 1, 3, "0.66666666666666666666666666666666666667"),
        ("-2", 1, 3, "-0.66666666666666666666666666666666666667"), ("10", 30, 10, "30"), ("7.5", 0, 4, "0"),
        ("0", 5, 4, "0"), ("1", 1, 8, "0.125"),
    ])
    func aFractionIsRoundedOnce(value: String, numerator: Int, denominator: Int, expected: String) throws {
        let sum = ExactSum(Samples.exact(value), times: Int128(numerator), over: Int128(denominator))
        #expect(try sum.rounded() == Samples.exact(expected))
    }

    /// The 39th digit is a 5, and zeros follow it down to the place at which the division ends.
    @Test func aRemainderDecidesWhetherADigitIsAHalf() throws {
        let quotient = ExactSum(
            Samples.exact("1"), times: 1_470_908_887_201_828_933, over: 1_230_573_351_663_649_168_843_057_150_377)
        #expect(try quotient.rounded() == Samples.exact("0.0000000000011953037055558394115531605243905211085"))
    }

    @Test func aProductBeyondTheRangeIsRefused() throws {
        let tiny = try #require(ExactDecimal(mantissa: 1, exponent: -128))
        let huge = try #require(ExactDecimal(mantissa: 1, exponent: 127))
        for (left, right) in [(tiny, tiny), (huge, huge), (tiny, Samples.exact("0.1"))] {
            let error = #expect(throws: UsageError.self) { try ExactSum(product: left, right) }
            #expect(error?.code == .inexactNumber)
        }
        #expect(try ExactSum(product: tiny, huge).value() == Samples.exact("0.1"))
        // Nothing overflows for the least and the greatest number.
        for value in [tiny, huge] {
            #expect(try ExactSum(value, times: 1 << 99, over: 1 << 99).rounded() == value)
        }
        let third = try ExactSum(tiny, times: 1, over: 3).rounded()
        #expect(third == .zero)
        let largest = try #require(ExactDecimal(mantissa: ExactDecimal.largestMantissa, exponent: 127))
        #expect(throws: UsageError.self) { try ExactSum(largest, times: 1 << 99, over: 1).rounded() }
    }
}
