/// The positions of the pages after a page of a counted listing, if each is as full as that page and the total holds.
///
/// The prediction ends by the same rules as the listing, so it names no page that a walk page by page would not fetch.
struct PagePrediction: Sendable {
    private var position: PagePosition?
    /// How many rows the page has, repeated ones included: the server's page size, whatever was asked for.
    private let rowsPerPage: Int
    private let total: Int
    /// The page size that was asked for.
    private let pageSize: Int

    /// Creates the prediction; nil if positions cannot be computed, or if another listing begins after the page.
    init?(after page: PageSummary) {
        guard let total = page.info.total, let pageSize = page.info.pageSize, let next = page.nextPosition else {
            return nil
        }
        if case .page(1, _, _) = next { return nil }
        position = next
        rowsPerPage = page.count
        self.total = total
        self.pageSize = pageSize
    }

    /// The position of the next page; nil after the last one.
    mutating func next() -> PagePosition? {
        defer { position = position.flatMap(position(after:)) }
        return position
    }

    private func position(after position: PagePosition) -> PagePosition? {
        switch position {
        case .offset(let offset, overlaps: true) where offset > 0:
            return end(ofPageAfter: offset - 1, repeated: 1).map { .offset($0, overlaps: true) }
        case .page(let number, let period, let received):
            return end(ofPageAfter: received, repeated: 0).map { .page(number + 1, period: period, received: $0) }
        case .first, .cursor, .offset: return nil
        }
    }

    /// How many rows come before the end of the page that begins after `received` rows; nil if it is the last page.
    private func end(ofPageAfter received: Int, repeated: Int) -> Int? {
        let count = total > received ? min(rowsPerPage, total - received) : 0
        let isLast = PageInfo.Continuation.isLast(
            rows: count, repeated: repeated, received: received, total: total, pageSize: pageSize)
        return isLast ? nil : received + count
    }
}
