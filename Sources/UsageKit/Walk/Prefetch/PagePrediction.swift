/// The places of the pages behind one of a counted listing, as they are where each is as full and the total holds.
///
/// It follows the rules by which such a listing ends, so nothing is foreseen that a walk page by page would not ask for.
struct PagePrediction: Sendable {
    private var place: PagePosition?
    /// How many rows came with the page, repeated ones included: what the server gives, whatever was asked for.
    private let rows: Int
    private let total: Int
    private let pageSize: Int

    /// Creates a forecast; nil where the places of pages cannot be computed, or another listing begins.
    init?(behind page: PageSummary) {
        guard let total = page.info.total, let pageSize = page.info.pageSize, let next = page.following else {
            return nil
        }
        if case .page(1, _, _) = next { return nil }
        place = next
        rows = page.count
        self.total = total
        self.pageSize = pageSize
    }

    /// The place of the next page; nil where none is foreseen.
    mutating func next() -> PagePosition? {
        defer { place = place.flatMap(following) }
        return place
    }

    private func following(_ place: PagePosition) -> PagePosition? {
        switch place {
        case .offset(let offset, overlaps: true) where offset > 0:
            return end(after: offset - 1, repeated: 1).map { .offset($0, overlaps: true) }
        case .page(let number, let period, let received):
            return end(after: received, repeated: 0).map { .page(number + 1, period: period, received: $0) }
        case .first, .cursor, .offset: return nil
        }
    }

    /// How many rows lie before the end of the page that begins after so many; nil where it is the last one.
    private func end(after received: Int, repeated: Int) -> Int? {
        let count = total > received ? min(rows, total - received) : 0
        let isLast = PageInfo.Continuation.isLast(
            rows: count, repeated: repeated, received: received, total: total, pageSize: pageSize)
        return isLast ? nil : received + count
    }
}
