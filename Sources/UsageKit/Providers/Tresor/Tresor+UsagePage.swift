extension Tresor {
    /// The pages of `GET /v1/usage`.
    enum UsagePage {
        static let format = PageFormat(
            rows: "data", total: "total_count", pageSize: "limit", offset: "offset", rowMembers: ["id", "created_at"])

        /// The offset to ask for: one row before the position, so that the page begins with a row that is known.
        ///
        /// If it does not, rows were deleted meanwhile and others moved up unseen.
        static func offset(for position: PagePosition) -> Int {
            guard case .offset(let offset, let overlaps) = position else { return 0 }
            return overlaps && offset > 0 ? offset - 1 : offset
        }

        /// What follows a page.
        static func info(_ page: PageContents<LedgerRow>, at position: PagePosition, pageSize: Int) -> PageInfo {
            let offset = offset(for: position)
            var repeatsLastRow = false
            if case .offset(offset + 1, _) = position { repeatsLastRow = true }
            let next = offset + page.count
            let total = page.envelope.total
            if repeatsLastRow, page.count == 1, total.map({ next < $0 }) ?? true {
                // A server may give a page as short as the one row that was asked for again.
                return PageInfo(next: .page(.offset(next, overlaps: false)), total: total, repeatsLastRow: true)
            }
            let pageSize = page.envelope.pageSize ?? pageSize
            let isLast = PageInfo.Continuation.isLast(
                rows: page.count, repeated: repeatsLastRow ? 1 : 0, received: offset, total: total, pageSize: pageSize)
            let onward = PagePosition.offset(next, overlaps: true)
            return PageInfo(
                next: isLast ? .end : .page(onward), onward: page.count > (repeatsLastRow ? 1 : 0) ? onward : nil,
                total: total, pageSize: pageSize, beginsListing: offset == 0 && !repeatsLastRow,
                repeatsLastRow: repeatsLastRow)
        }
    }
}
