// What a page is held to: the promises of its listing.

extension PageJudge {
    /// How many ids of the last rows are kept, also in a checkpoint without the ids of all rows.
    static var maximumLastIDs: Int { 5 }

    /// Notes which fields of the filter the rows of a page show.
    mutating func beginFilter(_ page: PageSummary, _ listing: Listing) {
        guard !page.filterKeys.isEmpty else { return }
        var check = state.filter ?? FilterCheck()
        let unclear = check.begin(page.filterKeys, of: listing.promises.filter)
        state.filter = check
        for name in unclear {
            note("page \(report.pages) shows the field of the filter \(name), which rows of earlier pages do not show")
        }
    }

    /// Whether a row does not pass the filter.
    mutating func isFilteredOut(_ page: PageSummary, _ index: Int, _ listing: Listing) -> Bool {
        guard !page.filterKeys.isEmpty, var check = state.filter else { return false }
        let (key, filter) = (page.filterKeys[index], listing.promises.filter)
        // A row is not left out because its field cannot be read.
        if page.keys[index].traits.contains(.unreadable), !key.isRefused,
            let name = check.missing(in: key, of: filter).first
        {
            note("page \(report.pages) has a row in which the field of the filter \(name) cannot be read")
            return false
        }
        let passes = check.passes(key, of: filter)
        state.filter = check
        return !passes
    }

    /// Keeps the ids of the last rows of the listing.
    mutating func noteLastIDs(of page: PageSummary) {
        let ids = (state.lastIDs ?? []) + page.keys.suffix(Self.maximumLastIDs).compactMap { $0.id?.text }
        state.lastIDs = ids.suffix(Self.maximumLastIDs)
    }

    /// Adds what was found on a page to the notes of the report.
    mutating func noteBreaches(of page: PageSummary, _ listing: Listing) {
        for (code, count) in breaches.counts { report.notes.add(code, at: "page \(report.pages)", count: count) }
        breaches = PageBreaches()
    }
}
