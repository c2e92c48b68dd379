/// Counts the work of a search for causes, which ends at a limit, and if its task is cancelled.
///
/// The unit is a visit: of a row, or of a group of rows whose sums are added. So a search of the same rows ends at the same
/// place on any machine.
final class SearchWork {
    /// The work has reached a limit.
    struct LimitReached: Error {}

    /// How much is done.
    struct Limits {
        /// Visits for one entry, beside those of its rows.
        var entry = 10_000_000
        /// Visits for each step of the search over all entries, beside those of all rows.
        var step = 50_000_000
        /// Visits of each row; one for each dimension and a few for other causes are well below it.
        var perRow = 200
        /// Rows that are added up again to confirm what sums suggest, for one entry, beside ``confirmedPerRow``.
        var confirmed = 500_000
        /// How many times each row of an entry is added up again at most.
        var confirmedPerRow = 32
    }

    let limits: Limits
    private(set) var visits = 0
    /// How many times rows were added up again to confirm what sums suggest.
    private(set) var confirmations = 0
    private var end = Int.max
    private var nextCheck = 0
    private let isCancelled: () -> Bool

    /// How many visits come between two looks at the task.
    static let checkInterval = 10_000

    init(_ limits: Limits = Limits(), isCancelled: @escaping () -> Bool = { Task.isCancelled }) {
        self.limits = limits
        self.isCancelled = isCancelled
    }

    /// Work that has no limit, for what is needed in any case: also a task that was cancelled prints what it has.
    static var needed: SearchWork { SearchWork { false } }

    /// Counts visits.
    ///
    /// - Throws: ``LimitReached``, or `CancellationError`.
    func visit(_ count: Int = 1) throws {
        visits += count
        if visits >= nextCheck { try check() }
    }

    /// Counts a confirmation.
    func confirm() { confirmations += 1 }

    /// Does some work up to a limit.
    ///
    /// - Returns: Whether it was done to its end.
    /// - Throws: What the work throws; ``LimitReached`` only if a limit of what is around it was reached.
    func isDone(within limit: Int, _ work: () throws -> Void) throws -> Bool {
        let outer = end
        end = min(outer, visits + limit)
        nextCheck = visits
        defer {
            end = outer
            nextCheck = visits
        }
        do {
            try work()
            return true
        } catch is LimitReached where visits <= outer {
            return false
        }
    }

    private func check() throws {
        if isCancelled() { throw CancellationError() }
        if visits > end { throw LimitReached() }
        nextCheck = min(visits + Self.checkInterval, end == .max ? end : end + 1)
    }
}
