import Testing

@testable import UsageKit

@Suite struct MoneyScaleSearchTests {
    /// The scale of the attempt after each refused amount; nil if no other attempt can succeed.
    private static func scales(after required: Int...) -> [Int?] {
        var search = MoneyScaleSearch(from: 18)
        return required.map { search.retry(at: $0) ? search.scale : nil }
    }

    @Test func aFinerAmountRaisesTheScale() {
        #expect(Self.scales(after: 24, 30) == [24, 30])
    }

    @Test func aLargeAmountLowersIt() {
        #expect(Self.scales(after: 4) == [4])
    }

    @Test func amountsWithoutACommonScaleEndTheSearch() {
        #expect(Self.scales(after: 24, 20) == [24, nil])
        #expect(Self.scales(after: 10, 8, 9) == [10, 8, nil])
    }

    @Test func theSameScaleIsNotTriedAgain() {
        #expect(Self.scales(after: 18) == [nil])
    }
}
