import Testing

@testable import UsageKit

@Suite struct OrderCheckTests {
    private func times(_ seconds: [Int64?]) -> [Timestamp?] { seconds.map { $0.map { Timestamp(seconds: $0) } } }

    @Test func acceptsRowsInOrderWithTies() {
        var check = OrderCheck()
        #expect(check.note(times([5, 5, 4]), in: .descending, repeatsRows: false) == 0)
        #expect(check.note(times([4, nil, 1]), in: .descending, repeatsRows: false) == 0)
        #expect(!check.isBroken)
        #expect(check.extreme == Timestamp(seconds: 1))
    }

    @Test func countsRowsOutOfOrder() {
        var check = OrderCheck()
        #expect(check.note(times([1, 2, 3]), in: .descending, repeatsRows: false) == 2)
        #expect(check.isBroken)
    }

    @Test func comparesAPageWithTheOneBefore() {
        var check = OrderCheck()
        _ = check.note(times([1, 2]), in: .ascending, repeatsRows: false)
        #expect(check.note(times([1, 3]), in: .ascending, repeatsRows: false) == 1)
    }

    /// A page that begins with rows of an earlier page is in order if its own rows are.
    @Test func ignoresTheSeamIfRowsComeAgain() {
        var check = OrderCheck()
        _ = check.note(times([1, 2, 3]), in: .ascending, repeatsRows: false)
        #expect(check.note(times([2, 3, 4]), in: .ascending, repeatsRows: true) == 0)
        #expect(check.extreme == Timestamp(seconds: 4))
    }

    /// What was out of order once stays so, and a listing begins again with its instants.
    @Test func staysBrokenInTheNextListing() {
        var check = OrderCheck()
        _ = check.note(times([1, 2]), in: .descending, repeatsRows: false)
        check.begin()
        #expect(check.isBroken)
        #expect(check.note(times([9, 8]), in: .descending, repeatsRows: false) == 0)
    }
}
