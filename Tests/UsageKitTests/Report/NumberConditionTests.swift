import Testing

@testable import UsageKit

@Suite struct NumberConditionTests {
    @Test func findsTheIntegersOfASlotInCents() throws {
        // In a slot of the exponent -2, 150 is 1.5.
        let condition = NumberCondition(.above, try #require(ExactDecimal("1.5")))
        #expect(condition.integers(atExponent: -2) == 151...Int64.max)
        #expect(condition.integers(atExponent: 0) == 2...Int64.max)
        #expect(condition.integers(atExponent: 1) == 1...Int64.max)
    }

    @Test func findsNoIntegerBetweenTwo() throws {
        #expect(NumberCondition(.equal, try #require(ExactDecimal("1.5"))).integers(atExponent: 0) == nil)
        #expect(NumberCondition(.equal, try #require(ExactDecimal("1.5"))).integers(atExponent: -1) == 15...15)
        #expect(NumberCondition(.above, try #require(ExactDecimal("1e30"))).integers(atExponent: 0) == nil)
    }

    @Test(arguments: ["0", "-1.5", "1.5", "7", "-7", "1e18", "-1e18", "1e-40", "-1e-40", "1e40", "-1e40"])
    func agreesWithTheComparisonOfDecimals(bound: String) throws {
        let bound = try #require(ExactDecimal(bound))
        for comparison in UsageFilter.Comparison.allCases {
            let condition = NumberCondition(comparison, bound)
            for exponent in [-18, -9, -1, 0, 1, 9] {
                let range = condition.integers(atExponent: exponent)
                for integer in [Int64.min + 1, -1_500, -15, -2, -1, 0, 1, 2, 15, 16, 1_500, .max] {
                    let value = try #require(ExactDecimal(mantissa: Int128(integer), exponent: exponent))
                    #expect((range?.contains(integer) ?? false) == condition.holds(for: value))
                }
            }
        }
    }
}
