extension Auralytik {
    /// The pages of `GET /usage/details`, in either of the two list envelopes on the vendor's site: the nested one has
    /// the same names in `pagination`.
    enum DetailsPage {
        static let format = PageFormat(
            rows: "data", total: "totalCount", totalPages: "totalPages", pageSize: "pageSize", page: "page",
            period: "billingPeriod", groups: ["pagination"], others: ["meta"],
            rowMembers: ["id", "timestamp", "createdAt", "occurredAt"], foreignMembers: Detail.foreignPageMembers)

        /// What follows a page of a period: the next page, or the first one of the next period.
        static func info(
            _ page: PageContents<Detail>, at position: PagePosition, through last: BillingPeriod,
            in window: TimeWindow, pageSize requested: Int
        ) -> PageInfo {
            let total = page.envelope.total
            guard case .page(let number, let period?, let received) = position else {
                return PageInfo(next: .end, total: total)
            }
            let pageSize = page.envelope.pageSize ?? requested
            let isLast = PageInfo.Continuation.isLast(
                rows: page.count, received: received, total: total, pageSize: pageSize)
            let onward = PagePosition.page(number + 1, period: period, received: received + page.count)
            let next: PageInfo.Continuation =
                if !isLast {
                    .page(onward)
                } else if period < last {
                    .page(.page(1, period: period.next, received: 0))
                } else {
                    .end
                }
            var info = PageInfo(
                next: next, onward: page.count > 0 ? onward : nil, total: total, totalPages: page.envelope.totalPages,
                pageSize: pageSize, echoedSize: page.envelope.pageSize, beginsListing: number == 1)
            info.needsTimes = !window.touches(period)
            let span = period.spanInAnyZone
            if !page.allTimesOrNone(span.contains) {
                info.otherPeriod = "the server answered with records of another period to a request for \(period)"
            }
            return info
        }
    }
}
