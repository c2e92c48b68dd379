/// Which fields of a filter the rows of a walk show, so that a field that is missing in some rows is understood.
///
/// A row that passed the filter must have the field. If no row shows it, the provider leaves it out, and all rows count.
/// Once a row shows it, a row without it does not pass.
struct FilterCheck: Hashable, Sendable, Codable {
    /// The conditions whose fields a row showed, one bit for each.
    private var shown: UInt64 = 0
    /// The conditions whose fields a row that counts did not show.
    private var missing: UInt64 = 0

    /// Notes what the rows of a page show, before they are judged.
    ///
    /// - Returns: The names of the filters that rows of earlier pages did not show, although the filters are shown now;
    ///   whether those rows pass is not known.
    mutating func begin(_ keys: [RowFilter.Key], of filter: RowFilter) -> [String] {
        let before = shown
        for key in keys { shown |= key.shown }
        return filter.names(shown & ~before & missing)
    }

    /// The names of the filters whose fields a row does not show, although other rows do.
    func missing(in key: RowFilter.Key, of filter: RowFilter) -> [String] {
        filter.names(~key.shown & shown)
    }

    /// Whether a row passes the filter.
    mutating func passes(_ key: RowFilter.Key, of filter: RowFilter) -> Bool {
        let unshown = ~key.shown & filter.allBits
        if key.isRefused || unshown & shown != 0 { return false }
        missing |= unshown
        return true
    }
}
