/// Searches for the causes of what differs in a statement: of each entry by itself, and of several together.
struct StatementSearch {
    /// The entries with what was found, in the order of the plan.
    private(set) var searches: [CauseSearch]
    /// Sets of causes with each of which all entries that differ agree; empty unless there are several.
    private(set) var common: [[Cause]] = []
    private let plan: ReconciliationPlan

    /// Of how many unexplained entries all sets with a shifted window are tried.
    private static let mostShifted = 4
    /// How many sets are tried with all entries.
    private static let mostCommon = 64

    init(_ plan: ReconciliationPlan, _ tolerance: Tolerance) throws(UsageError) {
        self.plan = plan
        searches =
            plan.entries.map { CauseSearch(plan, $0, tolerance) }
            + plan.entriesOfOtherRows.map { CauseSearch(plan, $0, isStated: false, tolerance) }
        for index in searches.indices { try searches[index].compare() }
    }

    /// Searches for causes.
    mutating func run() throws(UsageError) {
        let differing = searches.indices.filter { !searches[$0].differing.isEmpty }
        for index in differing {
            _ = try searches[index].run()
            if !searches[index].isStated { searches[index].close(with: plan.unlistedValues(of: searches[index].entry)) }
        }
        try findShifts(differing)
        if !plan.areOfSameSource { for index in differing { try searches[index].matchRows() } }
        if differing.count > 1 { try findCommon(differing) }
    }

    // MARK: Shifted windows

    private mutating func findShifts(_ differing: [Int]) throws(UsageError) {
        let shifts = plan.causes.indices.filter { plan.causes[$0].kind.isShift }
        let candidates = differing.filter { plan.canShift(searches[$0].entry) && !searches[$0].isAbsent }
        guard !shifts.isEmpty, !candidates.isEmpty else { return }
        var sets = candidates.count > 1 ? shifts.map { [$0] } : []
        let unexplained = candidates.filter { !searches[$0].outcome.closing.contains(where: \.isPlain) }
        for index in unexplained.prefix(Self.mostShifted) {
            for set in try searches[index].shiftedSets() where !sets.contains(set) { sets.append(set) }
        }
        for set in sets {
            let closed = try entries(closedBy: set)
            // What is known of the rows of one entry explains it better than a window.
            guard closed.count > 1 || closed.contains(where: unexplained.contains) else { continue }
            for index in closed { searches[index].close(withSet: set) }
        }
    }

    /// The entries that agree with a shifted window; empty if another entry shows that it is not shifted, and if there are
    /// too few of them to be more than chance.
    private mutating func entries(closedBy set: [Int]) throws(UsageError) -> [Int] {
        guard let shift = set.first(where: { plan.causes[$0].kind.isShift }) else { return [] }
        var closed: [Int] = []
        var others = 0
        for index in searches.indices where searches[index].isShifted(by: shift) {
            if try searches[index].closes(set) {
                if !searches[index].differing.isEmpty { closed.append(index) }
            } else if searches[index].differing.isEmpty {
                return []
            } else {
                others += 1
                if others > 8, closed.isEmpty { return [] }
            }
        }
        return others == 0 || closed.count > 1 && closed.count >= others ? closed : []
    }

    // MARK: All entries

    private mutating func findCommon(_ differing: [Int]) throws(UsageError) {
        var counts: [Set<Cause>: Int] = [:]
        var candidates: [[Cause]] = []
        for set in differing.flatMap({ searches[$0].outcome.closing }) {
            if counts[Set(set)] == nil { candidates.append(set) }
            counts[Set(set), default: 0] += 1
        }
        let order = candidates.indices.sorted { left, right in
            let (first, second) = (counts[Set(candidates[left])] ?? 0, counts[Set(candidates[right])] ?? 0)
            return first == second ? left < right : first > second
        }
        var found: [[Cause]] = []
        for set in order.prefix(Self.mostCommon).map({ candidates[$0] }) where try close(set, differing) {
            found.append(set)
        }
        // What explains all entries needs no other cause.
        common = found.filter { set in !found.contains { Set($0).isStrictSubset(of: set) } }
        common.sort { $0.count < $1.count }
    }

    /// Whether all entries that differ agree with a set of causes.
    private mutating func close(_ set: [Cause], _ differing: [Int]) throws(UsageError) -> Bool {
        let numbers = set.compactMap { plan.causes.firstIndex(of: $0) }.sorted()
        for index in differing where !searches[index].outcome.closing.contains(where: { Set($0) == Set(set) }) {
            guard numbers.count == set.count, !searches[index].isAbsent, try searches[index].closes(numbers) else {
                return false
            }
        }
        return true
    }
}

extension [Cause] {
    /// Whether it is a single cause, or says of each row that is treated in another way what it is.
    fileprivate var isPlain: Bool {
        count == 1
            || allSatisfy { cause in
                switch cause.kind {
                case .status, .value: true
                default: cause.isOfKnownRows
                }
            }
    }
}
