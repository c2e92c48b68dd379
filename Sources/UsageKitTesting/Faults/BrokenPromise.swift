internal import UsageKit

/// A promise of a listing that a server breaks.
///
/// Each case is the smallest change of a good answer, or of the request that a good server answers, that breaks one
/// promise and no other.
package enum BrokenPromise: String, CaseIterable, Sendable {
    /// The rows of a page come in the opposite order.
    case order
    /// The rows of a page come in the opposite order, and a page of old rows comes before the next one.
    case oldRows
    /// A page ends with the first row of the first page.
    case earlierRow
    /// A page has more rows than were asked for.
    case rowCount
    /// A page begins with the last row of the page before it.
    case repeatedRow
    /// A page begins with the last three rows of the page before it.
    case repeatedRows
    /// A page is that of the first request, although another one was asked for.
    case otherPage
    /// Every page is that of the first request.
    case onlyFirstPage
    /// A page says that it has another number or offset.
    case otherEcho
    /// A page that is not the last one has no cursor.
    case noCursor
    /// A page names itself as the next one.
    case ownCursor
    /// A page names the page before it as the next one.
    case earlierCursor
    /// A page does not say whether more rows follow.
    case unstated
    /// A page after the first has no rows, although rows follow, and names no next page.
    case emptyPage
    /// The total is too small.
    case smallTotal
    /// The total is too large.
    case largeTotal
    /// The total is too small, and grows.
    case growingTotal
    /// The total is zero.
    case zeroTotal
    /// The total is much larger than any listing.
    case hugeTotal
    /// The number of pages is too small.
    case fewPages
    /// The number of pages is too large, and there is no total.
    case manyPages
    /// Pages become larger, and there is no total.
    case growingPages
    /// Two rows have the same id.
    case sameID
    /// A row has no id.
    case noID
    /// The window is ignored.
    case window
    /// The filter is ignored.
    case filter
    /// Rows of another billing period are given.
    case otherPeriod
    /// A page has an error beside its rows.
    case error
    /// A cursor is refused as expired.
    case expiredCursor
    /// The page after the last one is refused.
    case refusedEnd
}

extension BrokenPromise {
    /// Whether a listing makes the promise.
    package func isMade(by shape: ListingShape) -> Bool {
        switch self {
        case .order: shape.isOrdered
        case .oldRows: shape.isOrdered && shape.windowParameters.isEmpty
        case .earlierRow: true
        case .rowCount: true
        case .repeatedRow, .repeatedRows: true
        case .otherPage, .onlyFirstPage: shape.pageParameter != nil || shape.offsetParameter != nil
        case .otherEcho: !shape.page.isEmpty || !shape.offset.isEmpty
        case .noCursor, .unstated: shape.cursor != nil && shape.rows == "data"
        case .ownCursor, .earlierCursor, .expiredCursor: !shape.cursorParameters.isEmpty
        case .emptyPage: shape.rows == "items" || shape.cursorParameters == ["starting_after"]
        case .smallTotal, .largeTotal, .growingTotal, .zeroTotal, .hugeTotal: !shape.total.isEmpty
        case .fewPages, .manyPages: !shape.totalPages.isEmpty
        case .growingPages, .refusedEnd: shape.pageParameter != nil
        case .sameID, .noID: shape.hasIDs
        case .window: !shape.windowParameters.isEmpty
        case .filter: shape.filter != nil
        case .otherPeriod: shape.periodParameter != nil
        case .error: true
        }
    }

    /// Whether every page breaks the promise, whichever page the breach begins with.
    var isOfListing: Bool {
        switch self {
        case .smallTotal, .largeTotal, .growingTotal, .zeroTotal, .hugeTotal, .fewPages, .manyPages, .window, .filter,
            .refusedEnd, .growingPages, .onlyFirstPage:
            true
        default: false
        }
    }

    /// The request that is answered instead.
    func request(_ request: TransportRequest, _ shape: ListingShape) -> TransportRequest {
        request.with { items in
            switch self {
            case .rowCount: Self.change(shape.limitParameter, in: &items) { String((Int($0) ?? 0) + 2) }
            case .growingPages: Self.change(shape.limitParameter, in: &items) { String((Int($0) ?? 0) * 2) }
            case .otherPage, .onlyFirstPage:
                if let name = shape.pageParameter { Self.change(name, in: &items) { _ in "1" } }
                if let name = shape.offsetParameter { Self.change(name, in: &items) { _ in "0" } }
            case .window:
                for (name, value) in zip(shape.windowParameters, ["2026-04-20T00:00:00Z", "2026-05-31T00:00:00Z"]) {
                    Self.change(name, in: &items) { _ in value }
                }
            case .filter: items.removeAll { $0.name == shape.filter }
            case .otherPeriod:
                if let name = shape.periodParameter { Self.change(name, in: &items) { _ in "2026-04" } }
            default: break
            }
        }
    }

    private static func change(
        _ name: String, in items: inout [(name: String, value: String)], _ value: (String) -> String
    ) {
        for index in items.indices where items[index].name == name { items[index].value = value(items[index].value) }
    }

    /// Changes a page.
    ///
    /// - Parameters:
    ///   - page: The page.
    ///   - number: How many pages were asked for up to this one.
    ///   - earlier: The rows of the page before it, or those of the first page for ``earlierRow``.
    ///   - cursor: The cursor of the page before it; nil if it was asked for without one.
    ///   - request: The request of the page.
    ///   - shape: The names on the wire.
    func change(
        _ page: inout WirePage, number: Int, after earlier: [JSONValue], at cursor: String?,
        _ request: TransportRequest,
        _ shape: ListingShape
    ) {
        let rows = page.array(shape.rows)
        let query = RequestQuery(request.url)
        switch self {
        case .order, .oldRows: page[shape.rows] = .array(rows.reversed())
        case .earlierRow:
            page[shape.rows] = .array(rows + earlier.prefix(1))
            // A cursor that is the id of the last row leads back with it.
            if let name = shape.cursor, page[name]?.string != nil,
                page[name] == rows.last?["id"],
                let id = earlier.first?["id"]
            {
                page[name] = id
            }
        case .repeatedRow: page[shape.rows] = .array(earlier.suffix(1) + rows)
        case .repeatedRows: page[shape.rows] = .array(earlier.suffix(3) + rows)
        case .otherEcho:
            for path in [shape.page, shape.offset] where !path.isEmpty {
                page[path] = .number(JSONNumber((page[path]?.wireInteger ?? 0) + 1))
            }
        case .noCursor: if let name = shape.cursor { page[name] = shape.hasMore == nil ? nil : .null }
        case .ownCursor:
            let own = shape.cursorParameters.compactMap { query[$0] }.first
            if let name = shape.cursor, let own { page[name] = .string(own) }
        case .earlierCursor: if let name = shape.cursor, let cursor { page[name] = .string(cursor) }
        case .unstated:
            for name in [shape.cursor, shape.hasMore] { if let name { page[name] = nil } }
        case .emptyPage:
            guard shape.cursorParameters.contains(where: { query[$0] != nil }) else { return }
            page[shape.rows] = []
            if let name = shape.cursor { page[name] = shape.hasMore == nil ? nil : .null }
            if let name = shape.hasMore { page[name] = false }
        case .smallTotal: changeCount(shape.total, in: &page) { $0 - max($0 / 3, 1) }
        case .largeTotal: changeCount(shape.total, in: &page) { $0 + 7 }
        case .growingTotal: changeCount(shape.total, in: &page) { max($0 / 4, 1) + number }
        case .zeroTotal: changeCount(shape.total, in: &page) { _ in 0 }
        case .hugeTotal: changeCount(shape.total, in: &page) { _ in 9_000_000_000_000_000_000 }
        case .fewPages:
            changeCount(shape.totalPages, in: &page) { max($0 - 2, 1) }
            page[shape.total] = nil
        case .manyPages:
            changeCount(shape.totalPages, in: &page) { $0 + 2 }
            page[shape.total] = nil
        case .growingPages: removeCounts(from: &page, shape)
        case .sameID:
            guard rows.count > 1, let id = rows[0]["id"] else { return }
            page[shape.rows] = .array(rows.dropLast() + [rows[rows.count - 1].with("id", id)])
        case .noID: if let row = rows.first { page[shape.rows] = .array([row.without("id")] + rows.dropFirst()) }
        case .error: page["error"] = ["code": "index_down", "message": "the index is down"]
        case .rowCount:
            // What it says of itself stays as it was asked for.
            for path in [["limit"], ["pageSize"], ["pagination", "pageSize"], ["pagination", "limit"]] {
                changeCount(path, in: &page) { $0 - 2 }
            }
        case .otherPage, .onlyFirstPage:
            for (path, name) in [(shape.page, shape.pageParameter), (shape.offset, shape.offsetParameter)] {
                if let value = name.flatMap({ query[$0] }).flatMap({ Int($0) }) {
                    changeCount(path, in: &page) { _ in value }
                }
            }
        case .window, .filter, .otherPeriod, .expiredCursor, .refusedEnd: break
        }
    }

    /// Makes a page of old rows of a page that it comes before.
    func makeOld(_ page: inout WirePage, _ request: TransportRequest, _ shape: ListingShape) {
        page[shape.rows] = .array(
            page.array(shape.rows).enumerated().map { index, row in
                let isNumber = if case .number? = row[shape.time] { true } else { false }
                let time: JSONValue = isNumber ? 1_767_225_600_000 : "2026-01-01T00:00:00Z"
                return row.with(shape.time, time).with("id", .string("old-\(row["id"]?.string ?? "")-\(index)"))
            })
        BrokenPromise.ownCursor.change(&page, number: 1, after: [], at: nil, request, shape)
        if let name = shape.hasMore { page[name] = true }
    }

    private func changeCount(_ path: [String], in page: inout WirePage, _ change: (Int) -> Int) {
        guard !path.isEmpty, let count = page[path]?.wireInteger else { return }
        page[path] = .number(JSONNumber(change(count)))
    }

    private func removeCounts(from page: inout WirePage, _ shape: ListingShape) {
        for path in [shape.total, shape.totalPages, ["pageSize"], ["pagination", "pageSize"]] where !path.isEmpty {
            if page[path] != nil { page[path] = nil }
        }
    }
}
