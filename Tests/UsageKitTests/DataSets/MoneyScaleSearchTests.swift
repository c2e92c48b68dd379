import Testing

@testable import UsageKit

@Suite struct MoneyScaleSearchTests {
    @Test func aFinerAmountRaisesTheScale() {
        var search = MoneyScaleSearch(from: 18)
        #expect(search.retry(at: 24))
        #expect(search.scale == 24)
        #expect(search.retry(at: 30))
        #expect(search.scale == 30)
    }

    @Test func aLargeAmountLowersIt() {
        var search = MoneyScaleSearch(from: 18)
        #expect(search.retry(at: 4))
        #expect(search.scale == 4)
    }

    @Test func theScaleStaysWithinWhatIsKnown() {
        var search = MoneyScaleSearch(from: 18)
        #expect(search.retry(at: 10))
        #expect(search.retry(at: 8))
        #expect(search.retry(at: 9) == false)
    }

    @Test func amountsWithoutACommonScaleEndTheSearch() {
        var search = MoneyScaleSearch(from: 18)
        #expect(search.retry(at: 24))
        #expect(!search.retry(at: 20))
    }

    @Test func theSameScaleIsNotTriedAgain() {
        var search = MoneyScaleSearch(from: 18)
        #expect(!search.retry(at: 18))
    }
}
