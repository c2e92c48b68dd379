import Testing

@testable import UsageKit

@Suite struct BoundedMoneyTests {
    @Test(arguments: [
        (AmountBound.exact, "12.34 USD"), (.atLeast, "at least 12.34 USD"), (.atMost, "at most 12.34 USD"),
        (.unknown, "incomplete: 12.34 USD"),
    ])
    func aPartialSumReadsAsOne(bound: AmountBound, text: String) throws {
        let amount = BoundedMoney(BudgetSamples.money("12.34 USD"), bound)
        #expect(amount.description == text)
        #expect(amount.isExact == (bound == .exact))
        #expect(try coded(amount) == amount)
    }

    @Test func boundsAreCodedByName() throws {
        let amount = BoundedMoney(BudgetSamples.money("1 USD"), .atLeast)
        #expect(try json(amount) == #"{"bound":"atLeast","money":{"amount":"1","currency":"USD"}}"#)
    }
}

@Suite struct AmountBoundTests {
    /// Whether true values above, equal to and below a figure are possible.
    private static func signs(_ bound: AmountBound) -> Set<Int> {
        switch bound {
        case .exact: [0]
        case .atLeast: [0, 1]
        case .atMost: [-1, 0]
        case .unknown: [-1, 0, 1]
        }
    }

    @Test(arguments: AmountBound.allCases)
    func theOppositeIsBoundedFromTheOtherSide(bound: AmountBound) {
        #expect(Self.signs(bound.reversed) == Set(Self.signs(bound).map { -$0 }))
    }

    @Test(arguments: AmountBound.allCases, AmountBound.allCases)
    func aSumIsBoundedByBothParts(left: AmountBound, right: AmountBound) {
        var possible = Set<Int>()
        for a in Self.signs(left) { for b in Self.signs(right) { possible.insert((a + b).signum()) } }
        if possible.contains(1), possible.contains(-1) { possible = [-1, 0, 1] }
        #expect(Self.signs(left.adding(right)) == possible)
    }
}
