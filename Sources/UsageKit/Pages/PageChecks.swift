/// The checks of pages, as a set: a test that leaves one out shows what it is needed for.
struct PageChecks: OptionSet, Hashable, Sendable {
    let rawValue: Int

    /// Rows come in the documented order.
    static let order = Self(rawValue: 1 << 0)
    /// After rows out of order, nothing relies on the order.
    static let orderIsTrusted = Self(rawValue: 1 << 1)
    /// A page has at most as many rows as were asked for.
    static let rowCount = Self(rawValue: 1 << 2)
    /// A page repeats the offset, the number or the period that was asked for.
    static let echoes = Self(rawValue: 1 << 3)
    /// The rows of a page are of the billing period that was asked for.
    static let period = Self(rawValue: 1 << 4)
    /// Rows pass the filter.
    static let filter = Self(rawValue: 1 << 5)
    /// Rows are in the window.
    static let window = Self(rawValue: 1 << 6)
    /// The listing has as many rows as its total.
    static let totals = Self(rawValue: 1 << 7)
    /// A total that changes is not proven wrong by the rows.
    static let changedTotals = Self(rawValue: 1 << 8)
    /// The listing has as many pages as it says.
    static let totalPages = Self(rawValue: 1 << 9)
    /// The pages of a listing that is addressed by page numbers keep their size.
    static let pageSize = Self(rawValue: 1 << 10)
    /// An empty page after a cursor is the end.
    static let end = Self(rawValue: 1 << 11)
    /// A page does not begin with rows of the page before it.
    static let seam = Self(rawValue: 1 << 12)
    /// Rows without ids do not come twice.
    static let repeatedRows = Self(rawValue: 1 << 13)
    /// A page of rows without ids does not come twice.
    static let repeatedPages = Self(rawValue: 1 << 14)
    /// Each page has something new.
    static let progress = Self(rawValue: 1 << 15)
    /// A page says where the next one is, if more rows follow.
    static let cursor = Self(rawValue: 1 << 16)
    /// A page is short if the page before it has more rows, not only if it has fewer rows than were asked for.
    static let shortPage = Self(rawValue: 1 << 17)

    /// A page that repeats the last row of the page before it begins with that row.
    static let overlap = Self(rawValue: 1 << 18)
    /// A cursor that is the id of a row is that of a new row.
    static let rowCursor = Self(rawValue: 1 << 19)

    static let all = Self(rawValue: (1 << 20) - 1)
}
