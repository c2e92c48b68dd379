import Testing

@testable import UsageKit

@Suite struct TotalsCheckTests {
    @Test func comparesTheSumsOfAllListings() {
        var totals = TotalsCheck()
        totals.begin(total: 2)
        totals.count(2)
        totals.begin(total: 3)
        totals.count()
        #expect(totals.isShort)
        totals.count(2)
        #expect(!totals.isShort && !totals.isExceeded)
        totals.count()
        #expect(totals.isExceeded)
        totals.count(-1)
        #expect(!totals.isExceeded)
    }

    @Test func leavesOutListingsWithoutATotal() {
        var totals = TotalsCheck()
        totals.begin(total: nil)
        totals.count(100)
        #expect(!totals.isShort && !totals.isExceeded)
        totals.begin(total: 0)
        totals.count()
        #expect(totals.isExceeded)
    }

    @Test func aSumThatCannotBeHeldIsUnknown() {
        var totals = TotalsCheck()
        totals.begin(total: .max)
        totals.begin(total: .max)
        totals.count(5)
        #expect(totals.total == .max)
        #expect(totals.rows == 0)
    }

    @Test func moreRowsAreNoContradictionIfRowsCameMeanwhile() {
        var totals = TotalsCheck()
        totals.begin(total: 1)
        let same = totals.note(total: 1)
        let other = totals.note(total: 2)
        #expect(same == nil)
        #expect(other == 1)
        totals.count(3)
        #expect(!totals.isExceeded)
    }
}
