import Testing

@testable import UsageKit

@Suite struct NumberedPagesTests {
    /// What is wrong with pages of these sizes, with no total.
    private func faults(
        _ sizes: [Int], echoed: [Int?] = [], totalPages: Int? = nil, givesIDs: Bool = true, total: Int? = nil
    ) -> [String] {
        var pages = NumberedPages()
        for (index, size) in sizes.enumerated() {
            var info = PageInfo(next: .end, total: total, totalPages: totalPages)
            info.echoedSize = index < echoed.count ? echoed[index] : nil
            pages.note(index + 1, rows: size, isContinuous: false, info, givesIDs: givesIDs)
        }
        return pages.faults(.all).map(\.message)
    }

    @Test(arguments: [[0], [3], [10, 10, 4], [10, 10, 0], [10, 0]]) func acceptsPagesOfOneSize(sizes: [Int]) {
        #expect(faults(sizes).isEmpty)
        #expect(faults(sizes, givesIDs: false).isEmpty)
    }

    @Test func namesAPageThatIsLargerThanThoseBeforeIt() {
        #expect(faults([10, 20, 5]) == ["page 2 is larger than the pages before it, so rows may be missing"])
        #expect(faults([10, 10, 11]) == ["page 3 is larger than the pages before it, so rows may be missing"])
        #expect(
            faults([10, 4], echoed: [10, 20]) == ["page 2 is larger than the pages before it, so rows may be missing"])
    }

    @Test func namesPagesOfRowsWithoutIDsThatBecomeSmaller() {
        let fault = "pages became smaller before page 4, so rows may have come twice"
        #expect(faults([10, 5, 5], givesIDs: false) == [fault])
        #expect(faults([10, 5, 5]).isEmpty)
    }

    /// The next page begins with the surplus rows of a page that was only longer than it should be.
    @Test func acceptsAPageWhoseSurplusRowsComeAgain() {
        var pages = NumberedPages()
        for (index, size) in [10, 12, 10, 3].enumerated() {
            pages.note(
                index + 1, rows: size, isContinuous: index == 2, PageInfo(next: .end), givesIDs: true)
        }
        #expect(pages.faults(.all).isEmpty)
    }

    @Test func comparesTheNumberOfPages() {
        #expect(faults([10, 10, 5], totalPages: 3).isEmpty)
        #expect(faults([10, 10, 0], totalPages: 2).isEmpty)
        #expect(faults([0], totalPages: 0).isEmpty)
        #expect(faults([0], totalPages: 1).isEmpty)
        #expect(faults([10, 10], totalPages: 3) == ["the provider reports 3 pages but returned 2"])
        #expect(faults([10, 10], totalPages: 1) == ["the provider reports 1 pages but returned 2"])
    }

    /// A total of rows decides, except about rows that come twice without being recognized.
    @Test func leavesTheDecisionToATotal() {
        #expect(faults([10, 20], totalPages: 9, total: 30).isEmpty)
        #expect(faults([10, 20], givesIDs: false, total: 30).count == 1)
    }
}
