import Testing

@testable import UsageKit

@Suite struct PagePredictionTests {
    /// The positions that are predicted after a page of `rows` rows.
    private func positions(
        rows: Int, total: Int?, pageSize: Int?, next: PageInfo.Continuation
    ) -> [PagePosition]? {
        let info = PageInfo(next: next, total: total, pageSize: pageSize)
        let keys = (0..<rows).map { RowKey(id: RowID("\($0)"), time: nil, contentHash: 0) }
        guard var prediction = PagePrediction(after: PageSummary(info: info, keys: keys) { _ in nil }) else {
            return nil
        }
        var positions: [PagePosition] = []
        while positions.count < 100, let position = prediction.next() { positions.append(position) }
        return positions
    }

    private static func page(_ number: Int, after received: Int) -> PagePosition {
        .page(number, period: nil, received: received)
    }

    @Test func countsPagesToTheTotal() {
        // 25 rows in pages of 10: rows 1 to 10, 11 to 20, and 21 to 25.
        let found = positions(rows: 10, total: 25, pageSize: 10, next: .page(Self.page(2, after: 10)))
        #expect(found == [Self.page(2, after: 10), Self.page(3, after: 20)])
    }

    @Test func countsOffsetsOfPagesThatOverlapByARow() {
        // 25 rows in pages of 10: rows 1 to 10, 10 to 19, and 19 to 25.
        let found = positions(rows: 10, total: 25, pageSize: 10, next: .page(.offset(10, overlaps: true)))
        #expect(found == [.offset(10, overlaps: true), .offset(19, overlaps: true)])
    }

    @Test func countsByTheRowsOfThePageAndNotByThePageSize() {
        // The server gives 7 rows a page, whatever is asked for.
        let found = positions(rows: 7, total: 20, pageSize: 10, next: .page(Self.page(2, after: 7)))
        #expect(found == [Self.page(2, after: 7), Self.page(3, after: 14)])
    }

    @Test func predictsTheEmptyPageAfterATotalThatIsAMultipleOfThePageSize() {
        let found = positions(rows: 10, total: 20, pageSize: 10, next: .page(Self.page(2, after: 10)))
        #expect(found == [Self.page(2, after: 10), Self.page(3, after: 20)])
    }

    @Test func predictsNothingIfPagesAreNotCounted() {
        let next = PageInfo.Continuation.page(.cursor(parameter: "after", value: Cursor("c1")))
        #expect(positions(rows: 10, total: nil, pageSize: nil, next: next) == nil)
        #expect(positions(rows: 10, total: 25, pageSize: nil, next: .page(Self.page(2, after: 10))) == nil)
        #expect(positions(rows: 10, total: nil, pageSize: 10, next: .page(Self.page(2, after: 10))) == nil)
    }

    @Test func predictsNothingAfterTheLastPageAndBeforeAnotherListing() {
        #expect(positions(rows: 5, total: 5, pageSize: 10, next: .end) == nil)
        #expect(positions(rows: 5, total: 5, pageSize: 10, next: .unknown) == nil)
        #expect(positions(rows: 5, total: 5, pageSize: 10, next: .page(Self.page(1, after: 0))) == nil)
    }

    @Test func goesNoFurtherThanOnePageIfItCannotCount() {
        let next = PageInfo.Continuation.page(.offset(10, overlaps: false))
        #expect(positions(rows: 10, total: 25, pageSize: 10, next: next) == [.offset(10, overlaps: false)])
    }
}
