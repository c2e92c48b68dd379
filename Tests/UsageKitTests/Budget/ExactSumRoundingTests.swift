import Testing

@testable import UsageKit

@Suite struct ExactSumRoundingTests {
    private static func sum(_ numbers: [String]) -> ExactSum {
        var sum = ExactSum()
        for number in numbers { sum.add(BudgetSamples.exact(number)) }
        return sum
    }

    @Test func aSumThatFitsIsNotRounded() throws {
        #expect(try Self.sum(["0.1", "0.2"]).rounded() == BudgetSamples.exact("0.3"))
        #expect(try Self.sum(["1e100", "1", "-1e100"]).rounded() == BudgetSamples.exact("1"))
    }

    /// 10³⁷ has 38 digits, so a decimal place is the 39th.
    @Test(arguments: [
        (["1e37", "0.4"], "10000000000000000000000000000000000000"),
        (["1e37", "0.5"], "10000000000000000000000000000000000000"),
        (["1e37", "1", "0.5"], "10000000000000000000000000000000000002"),
        (["1e37", "0.5", "1e-40"], "10000000000000000000000000000000000001"),
        (["1e37", "0.6"], "10000000000000000000000000000000000001"),
        (["-1e37", "-1.5"], "-10000000000000000000000000000000000002"),
        (["99999999999999999999999999999999999999", "0.5"], "100000000000000000000000000000000000000"),
    ])
    func halvesGoToTheEvenDigit(numbers: [String], expected: String) throws {
        #expect(try Self.sum(numbers).rounded().description == expected)
    }

    @Test(arguments: [(4, 0), (5, 0), (6, 1), (15, 2), (14, 1)])
    func placesBeyondThe128thAreRounded(tenths: Int, units: Int) throws {
        var sum = ExactSum()
        sum.add(mantissa: Int128(tenths), exponent: -129)
        #expect(try sum.rounded() == ExactDecimal(mantissa: Int128(units), exponent: -128))
    }

    @Test(arguments: [-130, -135, -143])
    func aNumberBelowTheLastPlaceIsZero(exponent: Int) throws {
        for digits in [9, -9] as [Int128] {
            var sum = ExactSum()
            sum.add(mantissa: digits, exponent: exponent)
            #expect(try sum.rounded() == .zero)
            sum.add(mantissa: digits, exponent: -128)
            #expect(try sum.rounded() == ExactDecimal(mantissa: digits, exponent: -128))
        }
    }

    @Test func aSumBeyondTheRangeIsRefused() throws {
        var sum = ExactSum()
        sum.add(mantissa: ExactDecimal.largestMantissa, exponent: 127)
        sum.add(mantissa: ExactDecimal.largestMantissa, exponent: 127)
        let error = #expect(throws: UsageError.self) { try sum.rounded() }
        #expect(error?.code == .inexactNumber)
    }
}
