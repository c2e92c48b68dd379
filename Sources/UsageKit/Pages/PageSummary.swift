/// A page with its summary, which the walk judges, and its content, which the walk delivers.
struct SummarizedPage<Content: Sendable>: Sendable {
    var summary: PageSummary
    let content: Content
}

/// What ``PageJudge`` needs to know about a page, independent of the type of its rows.
struct PageSummary: Sendable {
    var info: PageInfo
    /// The key of each row.
    private(set) var keys: [RowKey]
    /// The digest of the row at an index, equal for equal rows; nil if none is needed.
    let digest: @Sendable (Int) -> String?
    /// The names of the fields of the row at an index whose values could not be read.
    var unreadableFields: @Sendable (Int) -> [String] = { _ in [] }
    /// The place of the row at an index, for example `line 4`; nil if the number of the page and of the row name it.
    var place: @Sendable (Int) -> String? = { _ in nil }
    /// What each row shows of the fields of the listing's filter; empty without a filter.
    var filterKeys: [RowFilter.Key] = []
    /// What the server says of the end of the endpoint; nil if it says nothing.
    var deprecation: String?
    /// What was replaced in its text, because it could not be read; nil if nothing was.
    private(set) var damage: DamagedPage?
    /// Whether more rows of the page may follow, as in a file that is judged while it is read.
    var isPart = false

    /// The number of rows.
    var count: Int { keys.count }

    /// The position of the next page; nil if the page names none.
    var nextPosition: PagePosition? {
        if case .page(let position) = info.next { position } else { nil }
    }

    /// The position that may be requested before the page is judged; nil if the page seems to be the last one.
    var expectedPosition: PagePosition? { info.isPastWindow ? nil : nextPosition }

    /// Whether this page, which was requested before `page` arrived, is consistent with it.
    ///
    /// It is consistent if totals and overlapping rows do not show that rows were written or deleted in between.
    func fits(after page: PageSummary) -> Bool {
        info.total == page.info.total && (!info.repeatsLastRow || keys.first == page.keys.last)
    }

    /// Notes what was replaced in the text of the page; a cursor that it was replaced in is not the one of the server.
    mutating func note(_ page: DamagedPage) {
        damage = page
        for (index, row) in page.rows where row.field != nil { keys[index].traits.insert(.damaged) }
        guard case .page(.cursor(_, let cursor)) = info.next, cursor.text.hasReplacement else { return }
        let last = page.rows[count - 1]?.id == nil ? nil : keys.last?.id?.text
        let texts = page.besideRows.map(\.text) + [last].compactMap { $0 }
        guard texts.contains(where: { ByteString($0) == ByteString(cursor.text) }) else { return }
        damage?.hidesCursor = true
        info.next = .unknown
    }

    /// What was replaced in the row at an index; nil if nothing was.
    func damagedRow(_ index: Int) -> DamagedRow? { damage?.rows[index] }

    /// A digest that is the same for equal pages of rows without ids; nil if all rows have ids or there are no rows.
    func contentDigest() -> String? {
        guard count > 0, keys.contains(where: { $0.id == nil }) else { return nil }
        let text = keys.indices.map { digest($0) ?? keys[$0].id.map { "id \($0.text)" } ?? "" }.joined(separator: "\n")
        return Digest.sha256Base64(of: text)
    }
}

extension PageSummary {
    /// Summarises a page of rows.
    @inline(__always)
    init<Row: ListedRow>(
        _ rows: [Row], _ info: PageInfo, _ digest: @escaping @Sendable (Row) -> String?,
        filter: RowFilter = RowFilter()
    ) {
        self.init(info: info, keys: rows.map { RowKey(of: $0) }, digest: { digest(rows[$0]) })
        unreadableFields = { rows[$0].unreadableFields }
        if !filter.isEmpty { filterKeys = rows.map { row in filter.key { row.matches($0) } } }
    }
}

extension RowKey {
    /// The key of a row.
    @inline(__always)
    init<Row: ListedRow>(of row: Row) {
        let identity = row.identity
        self.init(
            id: identity.id.map(RowID.init), time: identity.time, contentHash: row.contentHash, traits: row.traits)
    }
}
