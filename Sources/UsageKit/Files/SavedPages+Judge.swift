extension SavedPages {
    /// Selects the rows inside a window, each once, by the rules of a walk.
    ///
    /// - Parameters:
    ///   - window: The rows to keep, by their time.
    ///   - format: The names of the members of a page.
    ///   - report: The report of the file; the pages and rows are added to it, and it is marked as finished.
    /// - Returns: The selected rows, in the order of the file.
    func rows(in window: TimeWindow, _ format: PageFormat, _ report: inout WalkReport) -> [Row] {
        var judge = PageJudge(report: report, limits: WalkLimits(pages: .max, rows: .max))
        var listing = SavedListing(format, in: window, givesIDs: all.contains { $0.identity.id != nil })
        var kept: [Row] = []
        var replaced: Set<Int> = []
        kept.reserveCapacity(all.count)
        for page in pages {
            let rows = Array(all[page.range])
            let (info, position) = listing.next(page.envelope, rows: rows.count, &judge)
            let (selection, outcome) = judge.accept(
                PageSummary(rows, info, { _ in nil }), at: position, of: listing.listing)
            kept += selection.rows(of: rows)
            replaced.formUnion(selection.replaced)
            if case .failure(let error) = outcome { judge.note(error.message) }
        }
        listing.end(&judge)
        judge.finish()
        report = judge.report
        return replaced.isEmpty ? kept : kept.indices.filter { !replaced.contains($0) }.map { kept[$0] }
    }
}
