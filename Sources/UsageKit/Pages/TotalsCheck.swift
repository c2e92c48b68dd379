/// Compares the rows that the listings of a pass returned with the totals that they report.
///
/// Rows of a listing without a total are not compared, and do not keep those of other listings from it.
struct TotalsCheck: Hashable, Sendable, Codable {
    /// The sum of the totals with which the listings began.
    private(set) var total = 0
    /// The number of distinct rows of listings with a total.
    private(set) var rows = 0
    /// The number of those that count, because they are inside the window and the filter.
    private var inside = 0
    /// The sum of the highest totals that each listing reported.
    private(set) var highest = 0
    /// The total with which the current listing began; nil if it reports none.
    private var current: Int?
    /// The highest total of the current listing.
    private var currentHighest = 0
    /// Whether rows came or went while a listing was read: then more rows than its first total are no contradiction.
    private(set) var hasChanged = false
    /// Whether rows may have been counted twice.
    private var mayRepeat = false
    private var isOn = true

    /// Begins a listing.
    mutating func begin(total listing: Int?) {
        current = nil
        guard let listing, case (let sum, false) = total.addingReportingOverflow(listing) else { return }
        current = listing
        currentHighest = listing
        total = sum
        highest = highest.addingReportingOverflow(listing).overflow ? .max : highest + listing
    }

    /// Notes the total on a page of the current listing.
    ///
    /// - Returns: The total with which the listing began if this one differs.
    mutating func note(total: Int?) -> Int? {
        guard let total, let current, total != current else { return nil }
        hasChanged = true
        if total > currentHighest, case (let sum, false) = highest.addingReportingOverflow(total - currentHighest) {
            currentHighest = total
            highest = sum
        }
        return current
    }

    /// Counts distinct rows of the current listing; a negative number takes rows back.
    mutating func count(_ number: Int = 1, isInside: Bool = true) {
        guard current != nil else { return }
        rows += number
        if isInside { inside += number }
    }

    /// Counts a row as inside that was outside before.
    mutating func countInside() {
        if current != nil { inside += 1 }
    }

    /// Notes that rows came or went while the listing was read.
    mutating func noteChange() { hasChanged = true }

    /// Notes that rows may have been counted twice.
    mutating func noteRepetition() { if current != nil { mayRepeat = true } }

    /// Compares nothing in this pass, because its rows are not those of whole listings.
    mutating func switchOff() { isOn = false }

    /// Whether a check can have these numbers.
    var isPossible: Bool {
        rows.isPossibleCount && (0...rows).contains(inside) && min(total, highest, current ?? 0, currentHighest) >= 0
    }

    /// Whether the listings returned fewer rows than they promised.
    var isShort: Bool { isOn && rows < total }

    /// Whether the listings returned more rows than they report, and nothing shows that rows came or went meanwhile.
    ///
    /// Rows that were not asked for may be missing from the total.
    var isExceeded: Bool { isOn && !hasChanged && rows > total && inside != total }

    /// Whether the listings returned more rows than any of their totals, although these changed meanwhile.
    ///
    /// A second pass, in which nothing changes, shows whether rows came and went or the totals are wrong.
    var isDisproved: Bool { isOn && hasChanged && inside > highest }

    /// Whether rows may be missing although there are as many as the listings promised, because some may count twice.
    var isDoubtful: Bool { isOn && mayRepeat }

    /// Whether rows that do not count are among those that are compared with the total.
    var countsOutside: Bool { current != nil && inside < rows }
    /// Whether the current listing has a total.
    var hasTotal: Bool { current != nil }
    /// Whether the current listing has a total that the rows do not exceed.
    var coversRows: Bool { current != nil && rows <= total }
    /// Whether the rows have reached the total of the current listing.
    var isReached: Bool { isOn && current != nil && rows >= total }
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
