/// A page on its way through a walk: what the walk needs to know of it, and what it delivers.
struct SummarizedPage<Content: Sendable>: Sendable {
    let summary: PageSummary
    let content: Content
}

/// What the judge of pages needs to know of a page, whatever its rows are.
struct PageSummary: Sendable {
    let info: PageInfo
    /// The key of each row.
    let keys: [RowKey]
    /// A text that is the same for equal rows, for rows without an id.
    let digest: @Sendable (Int) -> String?

    /// How many rows the page has.
    var count: Int { keys.count }

    /// Where the next page is; nil if none is named.
    var following: PagePosition? {
        if case .page(let position) = info.next { position } else { nil }
    }

    /// Whether a page that was requested before the preceding page arrived fits that one: as far as can be seen, no row
    /// was written or deleted between the two.
    func fits(after page: PageSummary) -> Bool {
        info.total == page.info.total && (!info.repeatsLastRow || keys.first == page.keys.last)
    }
}

extension PageSummary {
    /// Summarises a page of rows.
    @inline(__always)
    init<Row: ListedRow>(_ rows: [Row], _ info: PageInfo, _ digest: @escaping @Sendable (Row) -> String?) {
        let keys = rows.map { row in
            let identity = row.identity
            return RowKey(id: identity.id.map(RowID.init), time: identity.time, contentHash: row.contentHash)
        }
        self.init(info: info, keys: keys) { digest(rows[$0]) }
    }
}
