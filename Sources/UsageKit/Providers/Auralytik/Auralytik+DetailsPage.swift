extension Auralytik {
    /// The pages of `GET /usage/details`, in either of the two list envelopes on the vendor's site: the nested one has
    /// the same names in `pagination`.
    enum DetailsPage {
        static let format = PageFormat(
            rows: "data", total: "totalCount", pageSize: "pageSize", page: "page", groups: ["pagination"],
            rowMembers: ["id", "timestamp", "createdAt", "occurredAt"], foreignMembers: Detail.foreignPageMembers)

        /// What follows a page of a period: the next page, or the first one of the next period.
        static func info(
            _ page: PageContents<Detail>, at position: PagePosition, through last: BillingPeriod,
            pageSize requested: Int
        ) -> PageInfo {
            let total = page.envelope.total
            guard case .page(let number, let period?, let received) = position else {
                return PageInfo(next: .end, total: total)
            }
            let pageSize = page.envelope.pageSize ?? requested
            let isLast = PageInfo.Continuation.isLast(
                rows: page.count, received: received, total: total, pageSize: pageSize)
            let next: PageInfo.Continuation =
                if !isLast {
                    .page(.page(number + 1, period: period, received: received + page.count))
                } else if period < last {
                    .page(.page(1, period: period.next, received: 0))
                } else {
                    .end
                }
            return PageInfo(next: next, total: total, pageSize: pageSize, beginsListing: number == 1)
        }
    }
}
