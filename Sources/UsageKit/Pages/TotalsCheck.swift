/// Compares the rows that the listings of a pass returned with the totals that they report.
///
/// Rows of a listing without a total are not compared, and do not keep those of other listings from it.
struct TotalsCheck: Hashable, Sendable, Codable {
    /// The sum of the totals with which the listings began.
    private(set) var total = 0
    /// The number of distinct rows of listings with a total.
    private(set) var rows = 0
    /// The total with which the current listing began; nil if it reports none.
    private var current: Int?
    /// Whether rows came or went while a listing was read: then more rows than its total are no contradiction.
    private var hasChanged = false
    private var isOn = true

    /// Begins a listing.
    mutating func begin(total listing: Int?) {
        current = nil
        guard let listing, case (let sum, false) = total.addingReportingOverflow(listing) else { return }
        current = listing
        total = sum
    }

    /// Notes the total on a page of the current listing.
    ///
    /// - Returns: The total with which the listing began if this one differs.
    mutating func note(total: Int?) -> Int? {
        guard let total, let current, total != current else { return nil }
        hasChanged = true
        return current
    }

    /// Counts distinct rows of the current listing; a negative number takes rows back.
    mutating func count(_ number: Int = 1) {
        if current != nil { rows += number }
    }

    /// Notes that rows came or went while the listing was read.
    mutating func noteChange() { hasChanged = true }

    /// Compares nothing in this pass, because its rows are not those of whole listings.
    mutating func switchOff() { isOn = false }

    /// Whether a check can have these numbers.
    var isPossible: Bool { total >= 0 && rows.isPossibleCount && current ?? 0 >= 0 }

    /// Whether the listings returned fewer rows than they promised.
    var isShort: Bool { isOn && rows < total }

    /// Whether the listings returned more rows than they report, and nothing shows that rows came or went meanwhile.
    var isExceeded: Bool { isOn && !hasChanged && rows > total }
}

extension WalkReport {
    /// Adds the total of a listing to the rows that are expected; once a total is unknown, so is the sum.
    mutating func expect(_ total: Int?) {
        guard let total, let known = pages == 0 ? 0 : expected,
            case (let sum, false) = known.addingReportingOverflow(total)
        else {
            expected = nil
            return
        }
        expected = sum
    }
}
