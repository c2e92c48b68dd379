/// The pages of a listing that is addressed by page numbers: how large they are, and how many there must be.
///
/// The server multiplies the number by its own page size. If that size changes during a walk, rows are left out or come
/// twice.
struct NumberedPages: Hashable, Sendable, Codable {
    /// The number of the last page with rows.
    private(set) var last = 0
    /// The number of pages by the last page that says it.
    private(set) var total: Int?
    /// Whether a page gave the total number of rows, which then decides.
    private var hasTotalRows = false
    /// Whether rows that come twice are recognized.
    private var givesIDs = true
    /// The number of rows on the first page.
    private var size: Int?
    /// The number of rows on the last page.
    private var lastRows = 0
    /// The page size that the first page says it has.
    private var echoedSize: Int?
    /// Why rows before the last page may be missing, unless the next page shows otherwise.
    private var suspicion: WalkStop?
    /// What was found to be wrong first.
    private var fault: WalkStop?

    /// Notes a page.
    ///
    /// - Parameters:
    ///   - number: The number of the page.
    ///   - rows: The number of its rows.
    ///   - isContinuous: Whether one of its rows came on an earlier page.
    ///   - info: What the page says about itself.
    ///   - givesIDs: Whether rows that come twice are recognized.
    mutating func note(_ number: Int, rows: Int, isContinuous: Bool, _ info: PageInfo, givesIDs: Bool) {
        if info.total != nil { hasTotalRows = true }
        self.givesIDs = givesIDs
        if let pages = info.totalPages { total = pages }
        defer {
            if rows > 0 {
                last = max(last, number)
                lastRows = rows
            }
        }
        guard number > 1, let size else {
            size = rows
            echoedSize = info.echoedSize
            return
        }
        // If the page before was only longer than it should be, this one begins with its last rows.
        if isContinuous { suspicion = nil }
        fault = fault ?? suspicion
        suspicion = nil
        guard rows > 0 else { return }
        let (before, now) =
            if let echoedSize, let echoed = info.echoedSize { (echoedSize, echoed) } else { (size, rows) }
        if now > before || rows > max(before, now) {
            suspicion = WalkStop(
                .missingRows, "page \(number) is larger than the pages before it, so rows may be missing")
        }
        // Without sizes, only the last page may be short.
        let isSmaller = info.echoedSize != nil ? now < before : lastRows < size
        if isSmaller, !givesIDs {
            fault =
                fault
                ?? WalkStop(
                    .repeatedRows, "pages became smaller before page \(number + 1), so rows may have come twice")
        }
    }

    /// What is wrong with the listing now that it has ended; empty if nothing is, or if a total of rows decides.
    ///
    /// A total says nothing about rows that came twice, unless they are recognized.
    func faults(_ checks: PageChecks) -> [WalkStop] {
        var faults: [WalkStop] = []
        if checks.contains(.pageSize), !hasTotalRows || !givesIDs, let fault = fault ?? suspicion {
            faults.append(fault)
        }
        if hasTotalRows { return faults }
        if checks.contains(.totalPages), let total, !isReached(total) {
            faults.append(
                WalkStop(
                    total > last ? .missingRows : .repeatedRows,
                    "the provider reports \(total) pages but returned \(last)"))
        }
        return faults
    }

    /// Whether the number of pages is wrong, although the total of rows is right.
    var contradictsTotal: Bool { hasTotalRows && total.map { !isReached($0) } ?? false }

    /// An empty listing may have one page or none.
    private func isReached(_ total: Int) -> Bool { total == last || total == max(last, 1) }
}
