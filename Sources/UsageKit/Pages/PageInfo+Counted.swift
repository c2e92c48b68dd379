// What follows a page of a listing that is addressed by offsets or by page numbers.

extension PagePosition {
    /// The offset to ask for: one row before the position if pages overlap, so that the page begins with a row that is
    /// known.
    ///
    /// If it does not, rows were deleted meanwhile and others moved up unseen.
    var requestedOffset: Int {
        guard case .offset(let offset, let overlaps) = self else { return 0 }
        return overlaps && offset > 0 ? offset - 1 : offset
    }
}

extension PageInfo {
    /// What follows a page of a listing that is addressed by offsets.
    ///
    /// - Parameters:
    ///   - page: The page.
    ///   - position: Its position.
    ///   - pageSize: How many rows were asked for at most.
    ///   - overlaps: Whether each page after the first one begins with the last row of the page before it.
    init(offsetOf page: PageContents<some Sendable>, at position: PagePosition, pageSize: Int, overlaps: Bool) {
        let offset = position.requestedOffset
        var repeatsLastRow = false
        if case .offset(offset + 1, _) = position { repeatsLastRow = true }
        let next = offset + page.count
        let total = page.envelope.total
        if repeatsLastRow, page.count == 1, total.map({ next < $0 }) ?? true {
            // A server may give a page as short as the one row that was asked for again.
            self.init(next: .page(.offset(next, overlaps: false)), total: total, repeatsLastRow: true)
            return
        }
        let pageSize = page.envelope.pageSize ?? pageSize
        let isLast = PageInfo.Continuation.isLast(
            rows: page.count, repeated: repeatsLastRow ? 1 : 0, received: offset, total: total, pageSize: pageSize)
        let onward = PagePosition.offset(next, overlaps: overlaps)
        self.init(
            next: isLast ? .end : .page(onward), onward: page.count > (repeatsLastRow ? 1 : 0) ? onward : nil,
            total: total, pageSize: pageSize, beginsListing: offset == 0 && !repeatsLastRow,
            repeatsLastRow: repeatsLastRow)
    }

    /// What follows a page of a listing that is addressed by page numbers from 1 on.
    ///
    /// - Parameters:
    ///   - page: The page.
    ///   - position: Its position.
    ///   - pageSize: The number of rows on a full page.
    init(numberOf page: PageContents<some Sendable>, at position: PagePosition, pageSize: Int) {
        let total = page.envelope.total
        guard case .page(let number, let period, let received) = position else {
            self.init(next: .end, total: total)
            return
        }
        let isLast = PageInfo.Continuation.isLast(
            rows: page.count, received: received, total: total, pageSize: pageSize)
        let next = PagePosition.page(number + 1, period: period, received: received + page.count)
        self.init(
            next: isLast ? .end : .page(next), onward: page.count > 0 ? next : nil, total: total,
            totalPages: page.envelope.totalPages, pageSize: pageSize, beginsListing: number == 1)
    }
}
