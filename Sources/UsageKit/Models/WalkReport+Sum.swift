extension WalkReport {
    /// The reports of several walks as one, for an overview: sums of all counts, and the reasons of all that are not complete.
    ///
    /// The provider and the endpoint are those of the first walk, the window is the smallest that contains all, and ``readAt``
    /// is the earliest that is known. ``expected``, ``reached`` and ``fraction`` are nil.
    ///
    /// - Parameter reports: The reports; the walks are over.
    /// - Returns: The report; nil without reports.
    public static func sum(of reports: [WalkReport]) -> WalkReport? {
        guard let first = reports.first else { return nil }
        return WalkReport(combining: reports, window: reports.dropFirst().reduce(first.window) { $0.hull($1.window) })
    }

    /// The report of several walks as one; nil without reports.
    package init?(combining reports: [WalkReport], window: TimeWindow) {
        guard let first = reports.first else { return nil }
        self.init(provider: first.provider, endpoint: first.endpoint, window: window)
        for report in reports { add(report) }
        isFinished = true
    }

    private mutating func add(_ other: WalkReport) {
        func sum(_ left: Int, _ right: Int) -> Int {
            let (sum, overflow) = left.addingReportingOverflow(right)
            return overflow ? .max : sum
        }
        pages = sum(pages, other.pages)
        rows = sum(rows, other.rows)
        duplicates = sum(duplicates, other.duplicates)
        revised = sum(revised, other.revised)
        revisedCharges = sum(revisedCharges, other.revisedCharges)
        unsettled = sum(unsettled, other.unsettled)
        outsideWindow = sum(outsideWindow, other.outsideWindow)
        gaps = sum(gaps, other.gaps)
        rewalks = sum(rewalks, other.rewalks)
        restarts = sum(restarts, other.restarts)
        notes.add(other.notes)
        readAt = [readAt, other.readAt].compactMap(\.self).min()
        readThrough = [readThrough, other.readThrough].compactMap(\.self).min()
        if let stopped = other.stopped { add(stopped) }
    }
}
